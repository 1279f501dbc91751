#include "formats/stix/source.hpp"

#include <gmock/gmock.h>

#include "base/bytes.hpp"
#include "tests/unit/formats/stix/objects.hpp"
#include "tests/unit/formats/stix/told_bundle.hpp"

namespace tidings::stix {
namespace {

using draft::Fate;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string first(32, 'a'), second(32, 'b');

std::string from(const std::string& bulletin) {
  return R"("external_references":[{"source_name":"tidings","external_id":")" + base::to_hex(bulletin) +
         R"("},{"source_name":"blog","url":"https://evil-name.tw/post"}])";
}
/// The bulletins of the context in which the value is claimed, or the object of that id stands.
std::vector<std::string> sources_of(const Collected& made, std::string_view value) {
  const auto said = std::ranges::find(made.made, value, [](const auto& one) { return one.claim.value(); });
  if (said == made.made.end()) return {"not claimed"};
  const auto& named = made.contexts[said->context].based_on();
  return {named.begin(), named.end()};
}

TEST(StixSources, an_object_is_held_to_the_bulletins_that_it_names) {
  const auto made = read_text(bundle({indicator(1, "one.tw", from(first)), indicator(2, "two.tw", from(second)),
                                      indicator(3, "three.tw"), indicator(4, "four.tw", from(first))}));
  EXPECT_THAT(sources_of(made, "one.tw"), ElementsAre(first));
  EXPECT_THAT(sources_of(made, "two.tw"), ElementsAre(second));
  EXPECT_THAT(sources_of(made, "three.tw"), IsEmpty());
  EXPECT_EQ(made.find("one.tw")->context, made.find("four.tw")->context);
  EXPECT_EQ(made.find("one.tw")->claim.comment(), "https://evil-name.tw/post") << "other references stay words";
}

TEST(StixSources, what_is_no_id_names_nothing_and_an_observable_names_them_in_an_extension) {
  const auto made = read_text(bundle(
      {indicator(1, "one.tw",
                 R"("external_references":[{"source_name":"tidings","external_id":"weekly 12"},)"
                 R"({"source_name":"blog","external_id":")" +
                     base::to_hex(first) + "\"}]"),
       R"({"type":"domain-name","id":"domain-name--11111111-2222-4333-8444-000000000002","value":"two.tw","extensions":)"
       R"({"extension-definition--7d8c2a54-3f0e-4b1d-9c66-5a1e0b7f2d43":{"extension_type":"property-extension",)"
       R"("bulletins":[")" +
           base::to_hex(second) + "\"]}}}"}));
  EXPECT_THAT(sources_of(made, "one.tw"), IsEmpty());
  EXPECT_THAT(sources_of(made, "domain-name--11111111-2222-4333-8444-000000000002"), ElementsAre(second));
}

TEST(StixSources, words_of_one_bulletin_do_not_stand_in_what_came_from_another) {
  const auto report = object("report", 1,
                             R"("name":"Raccoon","object_refs":[")" + id("indicator", 2) + "\",\"" +
                                 id("indicator", 3) + "\"]," + from(first));
  const auto made =
      read_text(bundle({report, indicator(2, "two.tw", from(first)), indicator(3, "three.tw", from(second))}));
  EXPECT_EQ(made.contexts[made.find("two.tw")->context].title(), "Raccoon");
  EXPECT_EQ(made.contexts[made.find("three.tw")->context].title(), "");
}

TEST(StixSources, an_author_that_nobody_marked_is_held_with_an_object_that_refers_to_him) {
  const auto author = id("identity", 9);
  const auto by = R"("created_by_ref":")" + author + "\",";
  const auto identity = object("identity", 9, R"("name":"CERT Lunaris")");
  auto made = read_text(bundle({identity, indicator(1, "one.tw", by + from(first))}));
  EXPECT_THAT(sources_of(made, author), ElementsAre(first));
  made =
      read_text(bundle({identity, indicator(1, "one.tw", by + from(first)), indicator(2, "two.tw", by + R"("x":1)")}));
  EXPECT_THAT(sources_of(made, author), IsEmpty()) << "who said something that came from nowhere else";
}

TEST(StixSources, an_author_s_name_stands_beside_all_that_he_said_whichever_bulletin_that_came_from) {
  const auto by = R"("created_by_ref":")" + id("identity", 9) + "\",";
  const auto made =
      read_text(bundle({object("identity", 9, R"("name":"CERT Lunaris")"), indicator(1, "one.tw", by + from(first)),
                        indicator(2, "two.tw", by + from(second))}));
  for (const auto* value : {"one.tw", "two.tw"})
    EXPECT_EQ(made.contexts[made.find(value)->context].producer(), "CERT Lunaris") << value;
}

TEST(StixSources, an_object_that_names_more_than_one_can_be_based_on_stays_here) {
  std::string references;
  for (char c = 1; c <= 65; ++c)
    references += (c == 1 ? "" : ",") + std::string(R"({"source_name":"tidings","external_id":")") +
                  base::to_hex(std::string(32, c)) + "\"}";
  const auto made = read_text(bundle({indicator(1, "one.tw", R"("external_references":[)" + references + "]")}));
  EXPECT_TRUE(made.contexts[made.find("one.tw")->context].audience().local());
  EXPECT_TRUE(std::ranges::any_of(made.notes, [](const auto& note) { return note.fate == Fate::Local; }));
}

TEST(StixSources, what_leaves_a_node_is_read_elsewhere_as_from_its_bulletin) {
  for (const auto marking : {green, amber, red}) {
    const auto made = read_text(bundle({indicator(1, "one.tw", marked(marking))}));
    const auto back = read_text(write_all(indicators_of(made), originals_in(made)));
    if (marking == green)
      EXPECT_THAT(sources_of(back, "one.tw"), IsEmpty()) << "as it came";
    else
      EXPECT_THAT(sources_of(back, "one.tw"), ElementsAre(second));
  }
}

}  // namespace
}  // namespace tidings::stix
