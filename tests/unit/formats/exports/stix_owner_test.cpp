// Whose object an id is, and how often an export has it.
#include "formats/stix/marking.hpp"
#include "formats/stix/said_object.hpp"
#include "tests/unit/formats/exports/originals.hpp"

namespace tidings::exports {
namespace {

/// The same by another organisation.
v1::Indicator by(char origin, v1::Indicator indicator, std::uint64_t received_at) {
  auto& said = *indicator.mutable_said(0);
  said.set_origin(std::string(32, origin));
  said.set_received_from("brussels");
  said.set_received_at(received_at);
  return indicator;
}
v1::Indicator beside(v1::Indicator one, const v1::Indicator& other) {
  one.mutable_said()->MergeFrom(other.said());
  return one;
}
TEST(StixExport, an_id_that_is_made_of_what_an_origin_says_is_its_own) {
  const auto value = reported("evil-name.tw");
  const auto id = stix::indicator_id(value.said(0).origin(), value.value());
  const auto identity = stix::identity_id(value.said(0).origin());
  const auto made =
      made_of({value}, {by('b', original(id, R"(,"modified":"2030-01-01T00:00:00.000Z","revoked":true)"), 5),
                        by('b', original(identity, R"(,"name":"Gotcha")"), 5)});
  EXPECT_EQ(types_in(made.text), (Types{"identity", "indicator", "marking-definition"}));
  EXPECT_EQ(made.text.find("2030"), std::string::npos);
  EXPECT_EQ(made.text.find("Gotcha"), std::string::npos);
  EXPECT_EQ(left(made, Left::SameId), 2u);
  const auto of_another = made_of({read_of("evil-name.tw", stix_id)},
                                  {original(stix_id), by('b', original(identity, R"(,"name":"Gotcha")"), 5)});
  EXPECT_EQ(of_another.text.find("Gotcha"), std::string::npos) << "also of who speaks by objects alone";
  const auto of_more = made_of({reported("bad-host.tw"), by('b', read_of("bad-name.tw", id), 5)},
                               {by('b', original(id, R"(,"revoked":true)"), 5)});
  EXPECT_EQ(types_in(of_more.text), (Types{"identity", "identity", "indicator", "indicator", "marking-definition"}))
      << "also where it does not say that any more";
  EXPECT_EQ(left(of_more, Left::SameId), 1u);
  const auto of_itself = made_of({read_of("evil-name.tw", id)}, {by('b', original(id, R"(,"revoked":true)"), 5)});
  EXPECT_EQ(types_in(of_itself.text), (Types{"identity", "indicator", "marking-definition"}))
      << "and where it has no such object itself";
}

TEST(StixExport, an_object_is_ours_or_whose_came_first) {
  const auto first = by('a', original("malware--1", R"(,"x":"first")"), 5),
             second = by('b', original("malware--1", R"(,"x":"second","modified":"2031-01-01T00:00:00.000Z")"), 6),
             broken = by('c', opaque("malware--1", "application/stix+json;version=2.1", "{}"), 1),
             ours = original("malware--1", R"(,"x":"ours")");
  const auto made = made_of({}, {beside(beside(second, first), broken)});
  EXPECT_NE(made.text.find("\"first\""), std::string::npos) << "what is no object is nobody's";
  EXPECT_EQ(made.text.find("\"second\""), std::string::npos);
  EXPECT_EQ(left(made, Left::SameId), 1u);
  const auto with_ours = made_of({}, {beside(beside(first, ours), second)});
  EXPECT_NE(with_ours.text.find("\"ours\""), std::string::npos);
  EXPECT_EQ(types_in(with_ours.text), (Types{"malware", "marking-definition"}));
}

TEST(StixExport, what_another_claims_of_an_object_is_told_by_it_where_its_author_claims_the_same) {
  const auto id = std::string(stix_id);
  const auto objects = beside(original(id), by('b', original(id, R"(,"x":1)"), 5));
  EXPECT_EQ(
      types_in(bundle_of({beside(read_of("evil-name.tw", id), by('b', read_of("evil-name.tw", id), 5))}, {objects})),
      (Types{"indicator", "marking-definition"}));
  EXPECT_EQ(types_in(bundle_of({read_of("evil-name.tw", id), by('b', read_of("bad-host.tw", id), 5)}, {objects})),
            (Types{"identity", "indicator", "indicator", "marking-definition"}))
      << "else it is made anew, under the name of who claims it";
}

TEST(StixExport, of_an_id_and_a_version_there_is_one_object_and_the_others_are_counted) {
  auto twice = original("malware--1", R"(,"modified":"2026-01-01T00:00:00.000Z","x":"green")");
  auto& narrow = *twice.add_said();
  narrow = original("malware--1", R"(,"modified":"2026-01-01T00:00:00Z","x":"amber")").said(0);
  narrow.set_tlp(v1::TLP_AMBER);
  narrow.set_pap(v1::PAP_AMBER);
  const auto made = made_of({}, {twice});
  EXPECT_EQ(types_in(made.text), (Types{"malware", "marking-definition"}));
  EXPECT_NE(made.text.find("\"green\""), std::string::npos) << "the widest";
  EXPECT_EQ(left(made, Left::SameId), 1u);
  *twice.mutable_said(1) = twice.said(0);
  EXPECT_EQ(left(made_of({}, {twice}), Left::SameId), 0u) << "the same word twice is one word";
}

TEST(StixExport, the_standards_definitions_are_the_standards) {
  const std::string white = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9";
  const auto marked = original("malware--1", R"(,"object_marking_refs":[")" + white + "\"]");
  auto clear = marked;
  clear.mutable_said(0)->set_tlp(v1::TLP_CLEAR);
  clear.mutable_said(0)->set_pap(v1::PAP_CLEAR);
  const auto made = made_of({}, {clear, original(white, R"(,"definition_type":"tlp","definition":{"tlp":"red"})")});
  EXPECT_EQ(types_in(made.text), (Types{"malware", "marking-definition"}));
  EXPECT_NE(made.text.find(*stix::marking_object(white)), std::string::npos);
  EXPECT_EQ(left(made, Left::SameId), 1u);
}

}  // namespace
}  // namespace tidings::exports
