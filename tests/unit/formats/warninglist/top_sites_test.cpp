#include "formats/warninglist/top_sites.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidings::warninglist {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  const auto list = read_top_sites(text);
  if (!list) return names;
  for (const auto& entry : list->entries) names.push_back(std::to_string(entry.number) + " " + entry.text);
  return names;
}

TEST(TopSites, rank_and_name_or_the_name_alone) {
  EXPECT_THAT(names_in("1,google.com\r\n2,gov.tw.site.tw\r\n"), ElementsAre("0 google.com", "1 gov.tw.site.tw"));
  EXPECT_THAT(names_in("google.com\n\n# more\n facebook.com "), ElementsAre("0 google.com", "3 facebook.com"));
  EXPECT_THAT(names_in("\xef\xbb\xbfrank,domain\n\"1\",\"google.com\"\n"), ElementsAre("1 google.com"));
}

TEST(TopSites, a_public_suffix_is_left_out_since_others_name_things_below_it) {
  EXPECT_THAT(names_in("1,google.com\n2,blogspot.com\n3,co.uk\n"), ElementsAre("0 google.com"));
}

TEST(TopSites, a_file_without_names_is_refused) {
  EXPECT_THAT(names_in(""), IsEmpty());
  EXPECT_EQ(read_top_sites("# nothing\n\n").error().what, "no line has a name");
}

}  // namespace
}  // namespace tidings::warninglist
