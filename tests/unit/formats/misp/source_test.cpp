#include "formats/misp/reader.hpp"

#include <gmock/gmock.h>

#include "base/bytes.hpp"
#include "tests/unit/formats/misp/drafted.hpp"

namespace tidings::misp {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string first(32, 'a'), second(32, 'b');

std::string tagged(const std::string& named) {
  std::string quoted;
  for (const char c : named) quoted += c == '"' ? "\\\"" : std::string(1, c);
  return R"("Tag":[{"name":")" + quoted + R"("},{"name":"ransomware"}])";
}
std::string tag_of(const std::string& bulletin) { return "tidings:bulletin=\"" + base::to_hex(bulletin) + '"'; }
std::string attribute(const std::string& value, const std::string& more = "") {
  return R"({"type":"domain","category":"Network activity","to_ids":true,"value":")" + value + "\"" +
         (more.empty() ? "" : "," + more) + "}";
}
std::string event(const std::string& attributes, const std::string& more) {
  return R"({"Event":{"info":"Raccoon","uuid":"0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111","distribution":"3","Attribute":[)" +
         attributes + "]," + more + "}}";
}
std::vector<std::string> sources_of(const Drafted& made, std::string_view value) {
  for (const auto& [context, claim] : made.claims) {
    const auto& named = made.contexts[context].based_on();
    if (claim.value() == value) return {named.begin(), named.end()};
  }
  return {"not claimed"};
}

TEST(MispSources, an_event_is_held_to_the_bulletins_that_its_tags_name) {
  const auto made = draft_of(event(attribute("evil-name.tw"), tagged(tag_of(first))));
  EXPECT_THAT(sources_of(made, "evil-name.tw"), ElementsAre(first));
  EXPECT_THAT(made.contexts.at(0).tags(), ElementsAre("ransomware")) << "it is none of its words";
  ASSERT_GT(made.originals(), 0u);
  EXPECT_THAT(made.claims.front().claim.opaque().content(), HasSubstr(base::to_hex(first))) << "it travels as it came";
}

TEST(MispSources, an_attribute_is_held_to_those_of_its_event_and_its_own) {
  const auto made = draft_of(event(attribute("one-name.tw", tagged(tag_of(second))) + "," + attribute("evil-name.tw"),
                                   tagged("TIDINGS:bulletin=\"" + base::to_hex(first) + '"')));
  EXPECT_THAT(sources_of(made, "one-name.tw"), ElementsAre(first, second));
  EXPECT_THAT(sources_of(made, "evil-name.tw"), ElementsAre(first));
  EXPECT_THAT(made.find("domain", "one-name.tw")->tags(), Not(Contains(HasSubstr("tidings:bulletin"))));
}

TEST(MispSources, a_tag_without_an_id_names_nobody_and_refuses_what_it_stands_on) {
  const auto made = draft_of(
      event(attribute("one-name.tw", tagged("tidings:bulletin=\"weekly 12\"")) + "," + attribute("evil-name.tw"),
            R"("published":true)"));
  EXPECT_THAT(sources_of(made, "one-name.tw"), ElementsAre("not claimed"));
  EXPECT_THAT(sources_of(made, "evil-name.tw"), IsEmpty());
  ASSERT_NE(made.noted(draft::Fate::Refused), nullptr);
  EXPECT_THAT(made.noted(draft::Fate::Refused)->reason, HasSubstr("names one without its id"));
}

}  // namespace
}  // namespace tidings::misp
