// MISP's own lists: read from the folder that TIDINGS_CORPUS names, skipped without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/warning/warning_lists.hpp"
#include "formats/warninglist/misp_list.hpp"

namespace tidings::warninglist {
namespace {

std::vector<std::string> lists_with(const warning::WarningLists& lists, std::string_view value) {
  std::vector<std::string> names;
  for (const auto& hit : lists.hits(observable::parse(value).value().observable)) names.push_back(hit.list);
  return names;
}

TEST(MispList, the_published_lists_are_read_and_hit_what_they_name) {
  const char* corpus = std::getenv("TIDINGS_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "TIDINGS_CORPUS is not set";
  const auto folder = std::filesystem::path(corpus) / "reference" / "misp-warninglists";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
  warning::Builder builder;
  std::size_t read = 0, refused = 0, faults = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.path().extension() != ".json" || file.path().filename() == "schema.json") continue;
    std::ostringstream text;
    text << std::ifstream(file.path()).rdbuf();
    auto list = read_misp_list(text.view());
    ASSERT_TRUE(list.has_value()) << file.path() << ": " << list.error().what;
    ++read;
    const auto added = builder.add(std::move(*list));
    if (!added)
      ++refused;
    else
      faults += added->size();
  }
  const auto lists = builder.build();
  std::printf("%zu lists, %zu of no type that we have, %zu entries left out, %zu bytes\n", read, refused, faults,
              lists->memory_bytes());
  EXPECT_GE(read, 100U);
  EXPECT_LE(refused, 4U);   // phone numbers, Azure application ids
  EXPECT_LE(faults, read);  // a stray "corona helden" among host names
  EXPECT_THAT(lists_with(*lists, "103.21.244.1"), testing::Contains("List of known Cloudflare IP ranges"));
  EXPECT_THAT(lists_with(*lists, "www.bmw.de"), testing::Contains("List of known dax30 webpages"));
  EXPECT_THAT(lists_with(*lists, "abuse@bank.tw"), testing::ElementsAre("Common contact e-mail addresses"));
}

}  // namespace
}  // namespace tidings::warninglist
