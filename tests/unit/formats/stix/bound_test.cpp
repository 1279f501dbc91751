#include <gmock/gmock.h>

#include "core/bulletin/context.hpp"
#include "tests/unit/formats/stix/objects.hpp"

namespace tidings::stix {
namespace {

using draft::Fate;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// Of the object itself, as it travels.
const v1::Audience& audience_of(const Collected& made, const std::string& id) {
  for (const auto& each : made.made) {
    if (each.claim.has_opaque() && each.claim.value() == id) return made.contexts.at(each.context).audience();
  }
  ADD_FAILURE() << id << " does not travel";
  return v1::Audience::default_instance();
}
v1::Tlp tlp_of(const Collected& made, const std::string& id) { return audience_of(made, id).tlp(); }

Options given(v1::Tlp unmarked) {
  Options options;
  options.unmarked = unmarked;
  return options;
}

std::string refs(std::string_view member, const std::vector<std::string>& ids) {
  std::string list;
  for (const auto& each : ids) list += (list.empty() ? "\"" : ",\"") + each + "\"";
  return "\"" + std::string(member) + "\":[" + list + "]";
}
std::string sighting(int n, const std::string& of, const std::string& more = "") {
  return object("sighting", n, R"("sighting_of_ref":")" + of + "\"" + (more.empty() ? "" : ",") + more);
}
std::string opinion(int n, const std::string& about, const std::string& more = "") {
  return object("opinion", n,
                R"("opinion":"strongly-disagree",)" + refs("object_refs", {about}) + (more.empty() ? "" : ",") + more);
}
std::string note(int n, const std::string& about, const std::string& more = "") {
  return object("note", n,
                R"("content":"Seen in March.",)" + refs("object_refs", {about}) + (more.empty() ? "" : ",") + more);
}

TEST(StixBound, answers_that_nobody_marked_go_no_further_than_what_they_answer) {
  const auto about = id("indicator", 1);
  const auto made =
      read_text(bundle({sighting(1, about, R"("description":"hidden")"), indicator(1, "evil-name.tw", marked(red)),
                        opinion(1, about, R"("explanation":"hidden")")}),
                given(v1::TLP_GREEN));
  EXPECT_EQ(tlp_of(made, id("sighting", 1)), v1::TLP_RED);
  EXPECT_EQ(tlp_of(made, id("opinion", 1)), v1::TLP_RED);
  for (const auto& each : made.made) {
    const auto& context = made.contexts.at(each.context);
    EXPECT_EQ(context.audience().tlp(), v1::TLP_RED) << context.text() << each.claim.comment();
  }
}

TEST(StixBound, of_a_sighting_or_an_opinion_and_what_it_is_about_the_narrower_counts) {
  const auto made =
      read_text(bundle({indicator(1, "evil-name.tw", marked(amber)), indicator(2, "open-name.tw"),
                        sighting(1, id("indicator", 1), marked(green)), sighting(2, id("indicator", 1), marked(red)),
                        sighting(3, id("indicator", 2), R"("labels":["tlp:clear"])"),
                        opinion(1, id("indicator", 1), marked(green))}),
                given(v1::TLP_GREEN));
  EXPECT_EQ(tlp_of(made, id("sighting", 1)), v1::TLP_AMBER);
  EXPECT_EQ(tlp_of(made, id("sighting", 2)), v1::TLP_RED);
  EXPECT_EQ(tlp_of(made, id("sighting", 3)), v1::TLP_GREEN) << "of what is the publisher's";
  EXPECT_EQ(tlp_of(made, id("opinion", 1)), v1::TLP_AMBER);
  for (const auto& each : made.made) {
    const auto& context = made.contexts.at(each.context);
    if (context.kind() != v1::KIND_REPORT) {
      EXPECT_GE(context.audience().tlp(), v1::TLP_GREEN);
    }
  }
}

TEST(StixBound, whatever_refers_to_others_goes_no_further_unless_its_author_marked_it) {
  const auto about = id("indicator", 1);
  const auto made = read_text(
      bundle({indicator(1, "evil-name.tw", marked(red)), object("malware", 1, R"("name":"Loader")"), note(1, about),
              note(2, about, marked(green)), note(3, about, R"("labels":["pap:green"])"),
              indicates(1, 1, id("malware", 1)), indicates(2, 1, id("malware", 1), marked(amber)),
              object("language-content", 1, R"("object_ref":")" + about + R"(","contents":{"de":{"name":"Lader"}})"),
              object("grouping", 1, R"("name":"Kit",)" + refs("object_refs", {id("malware", 1), about})),
              object("observed-data", 1, R"("number_observed":1,)" + refs("object_refs", {about})),
              note(4, id("malware", 1)), note(5, id("indicator", 99))}),
      given(v1::TLP_GREEN));
  for (const auto& held : {id("note", 1), id("note", 3), id("relationship", 1), id("language-content", 1),
                           id("grouping", 1), id("observed-data", 1)})
    EXPECT_EQ(tlp_of(made, held), v1::TLP_RED) << held;
  EXPECT_EQ(tlp_of(made, id("note", 2)), v1::TLP_GREEN) << "as its author wants it";
  EXPECT_EQ(tlp_of(made, id("relationship", 2)), v1::TLP_AMBER);
  EXPECT_EQ(tlp_of(made, id("malware", 1)), v1::TLP_UNSPECIFIED);
  EXPECT_EQ(tlp_of(made, id("note", 4)), v1::TLP_UNSPECIFIED) << "the publisher's";
  EXPECT_EQ(tlp_of(made, id("note", 5)), v1::TLP_UNSPECIFIED) << "what is not in the file says nothing";
}

TEST(StixBound, what_is_marked_wider_than_the_publisher_s_default_widens_nothing) {
  const auto made = read_text(bundle({indicator(1, "open-name.tw", marked(green)), note(1, id("indicator", 1)),
                                      sighting(1, id("indicator", 1))}),
                              given(v1::TLP_AMBER));
  EXPECT_EQ(tlp_of(made, id("note", 1)), v1::TLP_UNSPECIFIED);
  EXPECT_EQ(tlp_of(made, id("sighting", 1)), v1::TLP_UNSPECIFIED);
  for (const auto& context : made.contexts) {
    if (context.kind() == v1::KIND_SIGHTING) {
      EXPECT_EQ(context.audience().tlp(), v1::TLP_UNSPECIFIED);
    }
  }
}

TEST(StixBound, what_is_referred_to_by_way_of_others_holds_too) {
  const auto report = object("report", 1, R"("name":"Campaign",)" + refs("object_refs", {id("note", 3)}));
  const auto made = read_text(
      bundle({note(2, id("note", 1)), note(1, id("opinion", 1)), opinion(1, id("sighting", 1)),
              sighting(1, id("indicator", 1)), indicator(1, "evil-name.tw", marked(red)), note(3, id("report", 1)),
              report,
              object("report", 2, R"("name":"Two",)" + refs("object_refs", {id("report", 3), id("indicator", 1)})),
              object("report", 3, R"("name":"Three",)" + refs("object_refs", {id("report", 2)}))}),
      given(v1::TLP_GREEN));
  for (const auto& held : {id("note", 2), id("note", 1), id("opinion", 1), id("report", 2), id("report", 3)})
    EXPECT_EQ(tlp_of(made, held), v1::TLP_RED) << held;
  EXPECT_EQ(tlp_of(made, id("note", 3)), v1::TLP_UNSPECIFIED) << "a ring of what nobody marked";
  EXPECT_EQ(tlp_of(made, id("report", 1)), v1::TLP_UNSPECIFIED);
}

TEST(StixBound, a_report_that_lists_what_is_narrower_lends_its_words_to_that_alone) {
  const auto members = refs("object_refs", {id("indicator", 1), id("indicator", 2)});
  const auto objects = [&](const std::string& more) {
    return bundle({object("report", 1, R"("name":"Campaign against one bank",)" + members + more),
                   indicator(1, "evil-name.tw", marked(red)), indicator(2, "open-name.tw", marked(green))});
  };
  auto made = read_text(objects(""), given(v1::TLP_GREEN));
  EXPECT_EQ(tlp_of(made, id("report", 1)), v1::TLP_RED);
  EXPECT_EQ(made.context_of("open-name.tw").title(), "");
  EXPECT_EQ(made.context_of("evil-name.tw").title(), "Campaign against one bank");
  EXPECT_EQ(made.context_of("open-name.tw").publication_id(), made.context_of("evil-name.tw").publication_id());
  made = read_text(objects("," + marked(green)), given(v1::TLP_GREEN));
  EXPECT_EQ(made.context_of("open-name.tw").title(), "Campaign against one bank") << "as its author wants it";
}

TEST(StixBound, what_is_about_an_object_that_stays_here_stays_and_is_told) {
  const auto made = read_text(
      bundle({indicator(1, "kept-name.tw", marked(id("marking-definition", 9))), note(1, id("indicator", 1))}));
  EXPECT_TRUE(audience_of(made, id("note", 1)).local());
  EXPECT_EQ(made.told(Fate::Local), 2U);
  EXPECT_THAT(made.notes[1].what + ": " + made.notes[1].reason, AllOf(HasSubstr("note"), HasSubstr("to what stays")));
}

TEST(StixBound, what_names_its_bulletins_binds_what_refers_to_it) {
  const std::string hex(64, 'a');
  const auto made =
      read_text(bundle({indicator(1, "evil-name.tw",
                                  R"("external_references":[{"source_name":"tidings","external_id":")" + hex + "\"}]"),
                        note(1, id("indicator", 1))}),
                given(v1::TLP_GREEN));
  for (const auto& each : made.made)
    EXPECT_THAT(made.contexts.at(each.context).based_on(), ElementsAre(std::string(32, '\xaa'))) << each.claim.value();
}

TEST(StixBound, of_several_versions_the_narrowest_holds_what_refers_to_them) {
  const auto made = read_text(bundle({indicator(1, "evil-name.tw", marked(red)), note(1, id("indicator", 1)),
                                      indicator(1, "evil-name.tw", marked(green))}),
                              given(v1::TLP_GREEN));
  EXPECT_EQ(tlp_of(made, id("note", 1)), v1::TLP_RED);
}

TEST(StixBound, a_mark_of_the_whole_bundle_is_none_of_the_object_s_author) {
  auto text = bundle({indicator(1, "evil-name.tw", marked(red)), note(1, id("indicator", 1))});
  text.insert(text.size() - 1, "," + marked(green));
  EXPECT_EQ(tlp_of(read_text(text, given(v1::TLP_GREEN)), id("note", 1)), v1::TLP_RED);
}

TEST(StixBound, an_author_whom_only_held_objects_name_goes_no_further_than_these) {
  const auto bank = object("identity", 1, R"("name":"One bank")");
  const auto where = refs("where_sighted_refs", {id("identity", 1)});
  const auto made =
      read_text(bundle({bank, sighting(1, id("indicator", 1), where), indicator(1, "evil-name.tw", marked(red))}),
                given(v1::TLP_GREEN));
  EXPECT_EQ(tlp_of(made, id("identity", 1)), v1::TLP_RED);
  const auto open = read_text(bundle({bank, sighting(1, id("indicator", 1), where), indicator(1, "evil-name.tw")}),
                              given(v1::TLP_GREEN));
  EXPECT_EQ(tlp_of(open, id("identity", 1)), v1::TLP_UNSPECIFIED);
  EXPECT_EQ(tlp_of(open, id("sighting", 1)), v1::TLP_UNSPECIFIED) << "where it was seen does not hold it";
}

}  // namespace
}  // namespace tidings::stix
