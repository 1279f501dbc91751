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
v1::Said said(v1::Tlp tlp, v1::Pap pap) {
  v1::Said said;
  said.set_tlp(tlp);
  said.set_pap(pap);
  return said;
}
std::string marked(const std::string& text, v1::Tlp tlp, v1::Pap pap) {
  auto out = marked_text(text, said(tlp, pap)).text;
  EXPECT_TRUE(is_object_text(out, id)) << out;
  return out;
}

TEST(MarkedText, what_nobody_marked_has_the_tlp_that_it_was_published_under) {
  const auto made = marked_text(object(), said(v1::TLP_AMBER, v1::PAP_AMBER));
  EXPECT_EQ(made.text, object(refs({id_of(v1::TLP_AMBER)})));
  EXPECT_EQ(made.standards, std::vector{id_of(v1::TLP_AMBER)}) << "nobody stated the PAP that its TLP suggests";
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

/// As it leaves from the bulletin of 32 times `bulletin`.
std::string named(const std::string& text, v1::Said said, char bulletin = 'b') {
  said.set_bulletin_id(std::string(32, bulletin));
  auto out = marked_text(text, said).text;
  EXPECT_TRUE(is_object_text(out, id)) << out;
  return out;
}
std::string reference(const std::string& hex) { return R"({"source_name":"tidings","external_id":")" + hex + "\"}"; }
std::string times_32(const std::string& byte) {
  std::string hex;
  for (int i = 0; i < 32; ++i) hex += byte;
  return hex;
}

TEST(MarkedText, names_its_bulletin_where_the_marking_does_not_tell_whom_that_reached) {
  const auto own = object(R"(,"created":"2026-01-01T00:00:00Z")" + refs({id_of(v1::TLP_RED)}));
  const auto with_name =
      own.substr(0, own.size() - 1) + R"(,"external_references":[)" + reference(times_32("62")) + "]}";
  auto green = said(v1::TLP_GREEN, v1::PAP_GREEN);
  EXPECT_EQ(named(own, green), own) << "as it came";
  EXPECT_EQ(named(own, said(v1::TLP_AMBER, v1::PAP_AMBER)), with_name);
  EXPECT_EQ(named(with_name, said(v1::TLP_AMBER, v1::PAP_AMBER)), with_name) << "it has that reference";
  green.set_released(true);
  EXPECT_EQ(named(own, green), with_name);
  green.set_released(false);
  green.set_local(true);
  EXPECT_EQ(named(own, green), with_name);
}

TEST(MarkedText, keeps_the_references_that_an_object_has_and_is_no_other_s_words_for_its_own) {
  const auto with = [](const std::string& list) {
    return object(R"(,"created":"2026-01-01T00:00:00Z","external_references":[)" + list + "]" +
                  refs({id_of(v1::TLP_RED)}));
  };
  const std::string foreign = R"({"source_name":"cve","external_id":"CVE-2026-1","x":1.50})";
  const auto amber = said(v1::TLP_AMBER, v1::PAP_AMBER);
  const auto ours = reference(times_32("62")), others = reference(times_32("63"));
  EXPECT_EQ(named(with(foreign), amber), with(foreign + "," + ours));
  EXPECT_EQ(named(with(" "), amber), with(" " + ours));
  EXPECT_EQ(named(with(others), amber), with(others + "," + ours));
  const auto none =
      object(R"(,"created":"2026-01-01T00:00:00Z","external_references": null)" + refs({id_of(v1::TLP_RED)}));
  EXPECT_EQ(named(none, amber), object(R"(,"created":"2026-01-01T00:00:00Z","external_references": [)" + ours + "]" +
                                       refs({id_of(v1::TLP_RED)})));
  const auto quoted = R"({"source_name":"blog","external_id":")" + times_32("62") + "\"}";
  EXPECT_EQ(named(with(quoted), amber), with(quoted + "," + ours));
}

TEST(MarkedText, a_cyber_observable_names_its_bulletin_in_an_extension) {
  const std::string ours = R"("extension-definition--7d8c2a54-3f0e-4b1d-9c66-5a1e0b7f2d43":{"extension_type":)"
                           R"("property-extension","bulletins":[")" +
                           times_32("62");
  const auto amber = said(v1::TLP_AMBER, v1::PAP_AMBER);
  const auto own = object(refs({id_of(v1::TLP_RED)}));
  const auto once = own.substr(0, own.size() - 1) + R"(,"extensions":{)" + ours + "\"]}}}";
  EXPECT_EQ(named(own, amber), once);
  EXPECT_EQ(named(once, amber), once);
  EXPECT_THAT(named(once, amber, 'c'), HasSubstr(ours + "\",\"" + times_32("63") + "\"]"));
  const auto odd = object(R"(,"extensions":{"extension-definition--7d8c2a54-3f0e-4b1d-9c66-5a1e0b7f2d43":7})" +
                          refs({id_of(v1::TLP_RED)}));
  EXPECT_THAT(named(odd, amber), HasSubstr(R"("extensions":{)" + ours + "\"]}}"));
  const auto file = object(R"(,"extensions":{"ntfs-ext":{"sid":"1.50"}})" + refs({id_of(v1::TLP_RED)}));
  EXPECT_THAT(named(file, amber), HasSubstr(R"("extensions":{)" + ours + R"("]},"ntfs-ext":{"sid":"1.50"}})"));
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
