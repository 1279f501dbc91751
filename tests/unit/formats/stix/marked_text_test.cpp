#include "formats/stix/marked_text.hpp"

#include <gmock/gmock.h>

#include "formats/stix/marking.hpp"
#include "formats/stix/member_text.hpp"
#include "formats/stix/object_text.hpp"

namespace tidings::stix {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view id = "malware--00000000-0000-4000-8000-000000000001";
const std::string head = R"({"type":"malware","id":")" + std::string(id) + R"(","x":1.50)";
const std::string statement = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168";
const std::string white = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9";  // TLP 1's

std::string id_of(v1::Tlp tlp) { return std::string(marking_id(tlp)); }
std::string id_of(v1::Pap pap) { return std::string(marking_id(pap)); }
std::string refs(const std::vector<std::string>& ids) {
  std::string list;
  for (const auto& one : ids) list += (list.empty() ? "\"" : ",\"") + one + "\"";
  return ",\"object_marking_refs\":[" + list + "]";
}
std::string object(const std::string& more = "") { return head + more + "}"; }
std::string marked(const std::string& text, v1::Tlp tlp, v1::Pap pap) {
  auto out = marked_text(id, text, tlp, pap).text;
  EXPECT_TRUE(is_object_text(out, id)) << out;
  return out;
}

TEST(MarkedText, what_nobody_marked_has_the_tlp_that_it_was_published_under) {
  const auto made = marked_text(id, object(), v1::TLP_AMBER, v1::PAP_AMBER);
  EXPECT_EQ(made.text, object(refs({id_of(v1::TLP_AMBER)})));
  EXPECT_EQ(made.tlp, v1::TLP_AMBER);
  EXPECT_EQ(made.pap, v1::PAP_UNSPECIFIED) << "nobody stated what its TLP suggests";
  EXPECT_EQ(marked(object(refs({statement})), v1::TLP_GREEN, v1::PAP_GREEN),
            object(refs({statement, id_of(v1::TLP_GREEN)})));
  EXPECT_EQ(marked(object(R"(,"object_marking_refs":")" + statement + "\""), v1::TLP_GREEN, v1::PAP_GREEN),
            object(refs({statement, id_of(v1::TLP_GREEN)})));
}

TEST(MarkedText, what_says_as_much_or_more_stays_byte_for_byte) {
  for (const auto& text :
       {object(refs({id_of(v1::TLP_AMBER)})), object(refs({id_of(v1::TLP_RED)})),
        object(refs({"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"})),
        object(R"(,"granular_markings":[{"selectors":["x"],"marking_ref":")" + id_of(v1::TLP_AMBER) + "\"}]")}) {
    EXPECT_EQ(marked(text, v1::TLP_AMBER, v1::PAP_AMBER), text);
    EXPECT_EQ(marked(text, v1::TLP_UNSPECIFIED, v1::PAP_RED), text) << "nothing is known of how it was published";
  }
}

TEST(MarkedText, a_wider_tlp_goes_wherever_it_stands) {
  EXPECT_EQ(marked(object(refs({id_of(v1::TLP_GREEN), statement, white}) + R"(,"y":{"object_marking_refs":[]})"),
                   v1::TLP_AMBER, v1::PAP_AMBER),
            object(R"(,"y":{"object_marking_refs":[]})" + refs({statement, id_of(v1::TLP_AMBER)})));
  const auto granular = R"(,"granular_markings":[{"selectors":["x"],"marking_ref":")" + id_of(v1::TLP_GREEN) + "\"}]";
  EXPECT_EQ(marked(object(granular), v1::TLP_AMBER, v1::PAP_AMBER), object(refs({id_of(v1::TLP_AMBER)})));
  const auto first =
      R"({ "object_marking_refs" : [ ")" + white + R"(" ] , "type":"malware","id":")" + std::string(id) + "\"\n}\n";
  EXPECT_THAT(marked(first, v1::TLP_RED, v1::PAP_RED), Not(HasSubstr(white)));
  EXPECT_THAT(marked(first, v1::TLP_RED, v1::PAP_RED), HasSubstr(id_of(v1::TLP_RED)));
}

TEST(MarkedText, a_pap_is_added_only_where_it_was_stated_narrower) {
  EXPECT_EQ(marked(object(), v1::TLP_GREEN, v1::PAP_RED), object(refs({id_of(v1::TLP_GREEN), id_of(v1::PAP_RED)})));
  EXPECT_EQ(marked(object(refs({id_of(v1::TLP_AMBER)})), v1::TLP_AMBER, v1::PAP_CLEAR),
            object(refs({id_of(v1::TLP_AMBER)})))
      << "a wider one may be stated for its values; it is none of the object's words";
  EXPECT_EQ(marked(object(refs({id_of(v1::TLP_AMBER), id_of(v1::PAP_CLEAR)})), v1::TLP_AMBER, v1::PAP_AMBER),
            object(refs({id_of(v1::TLP_AMBER), id_of(v1::PAP_AMBER)})))
      << "narrower than its own, though the TLP suggests it";
  const auto own = object(refs({id_of(v1::TLP_GREEN), id_of(v1::PAP_RED)}));
  EXPECT_EQ(marked(own, v1::TLP_GREEN, v1::PAP_RED), own);
}

TEST(MarkedText, the_standards_own_definitions_are_what_they_are) {
  const auto amber = marking_object(v1::TLP_AMBER);
  EXPECT_EQ(marked_text(marking_id(v1::TLP_AMBER), amber, v1::TLP_RED, v1::PAP_RED).text, amber);
}

TEST(MemberText, is_found_in_the_object_itself_alone) {
  const std::string text = R"({"a":{"b":"inner"},"c":["b",{"b":1}],"d":"b","b" : {"x":"}"} ,"e":7})";
  const auto found = find_member(text, "b");
  ASSERT_TRUE(found);
  EXPECT_EQ(text.substr(found->value, found->end - found->value), R"({"x":"}"})");
  EXPECT_EQ(text_member(text, "d"), "b");
  EXPECT_EQ(text_member(text, "e"), "");
  EXPECT_FALSE(find_member(text, "x"));
}

}  // namespace
}  // namespace tidings::stix
