#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>

#include "base/bytes.hpp"
#include "client/view/audience.hpp"
#include "client/view/explanation.hpp"
#include "client/view/held.hpp"
#include "client/view/indicator.hpp"
#include "client/view/names.hpp"
#include "client/view/partner.hpp"
#include "client/view/records.hpp"
#include "client/view/status.hpp"
#include "core/observable/observable.hpp"

namespace tidings::view {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Indicator evil_example() {
  v1::Indicator indicator;
  indicator.mutable_value()->set_type(static_cast<std::uint32_t>(observable::Type::Domain));
  indicator.mutable_value()->set_value("evil.example.net");
  indicator.set_verdict(v1::VERDICT_MALICIOUS);
  indicator.set_confidence(81);
  auto& said = *indicator.add_said();
  said.set_origin(std::string(32, '\x11'));
  said.set_origin_name("taipei");
  said.set_received_from("brussels");
  said.set_bulletin_id(std::string(32, '\x22'));
  said.set_tlp(v1::TLP_GREEN);
  said.set_role(v1::ROLE_C2);
  said.set_issued_at(1'000'000);
  said.set_valid_until(2'000'000);
  said.set_title("\x1b]0;owned\x07 title");
  said.set_signature_verified(true);
  return indicator;
}

/// What `write` puts into a file.
template <class Write>
std::string written(const Write& write) {
  char* bytes = nullptr;
  std::size_t size = 0;
  std::FILE* file = ::open_memstream(&bytes, &size);
  write(file);
  std::fclose(file);
  std::string out(bytes, size);
  std::free(bytes);
  return out;
}

std::string record_in(Format format, text::FormulaGuard guard, const Record& record) {
  return written([&](std::FILE* file) {
    constexpr std::array<std::string_view, 2> columns = {"value", "title"};
    Records records(file, format, columns, guard);
    records.add(record);
    EXPECT_TRUE(records.finish());
  });
}

TEST(Explanation, people_are_told_why_before_the_long_list_of_what_was_said) {
  v1::ExplainAnswer answer;
  *answer.mutable_indicator() = evil_example();
  answer.add_view("1 source counts");
  const auto text = describe(Look{}, answer);
  EXPECT_LT(text.find("malicious"), text.find("1 source counts")) << text;
  EXPECT_LT(text.find("1 source counts"), text.find("by way of brussels")) << text;
  EXPECT_NE(text.find("taipei"), std::string::npos) << text;
}

TEST(Names, in_punycode_are_shown_with_how_they_read_and_what_is_odd_about_it) {
  const auto domain = static_cast<std::uint32_t>(observable::Type::Domain);
  Look look;
  EXPECT_EQ(shown_value(look, domain, "xn--pypal-4ve.com"),
            "xn--pypal-4ve[.]com (reads p\u0430ypal[.]com, mixes Cyrillic and Latin)");
  EXPECT_EQ(shown_value(look, domain, "xn--fsqu00a.com"), "xn--fsqu00a[.]com (reads \u4f8b\u5b50[.]com)");
  EXPECT_EQ(shown_value(look, domain, "evil.com"), "evil[.]com");
  const auto url = static_cast<std::uint32_t>(observable::Type::Url);
  EXPECT_THAT(shown_value(look, url, "http://xn--pypal-4ve.com/x"), HasSubstr("(reads p\u0430ypal[.]com, mixes"));
}

TEST(Indicator, values_are_defanged_for_people_unless_told_otherwise) {
  EXPECT_THAT(describe(Look{Colours::No, Defang::Yes}, evil_example()), HasSubstr("evil[.]example[.]net"));
  EXPECT_THAT(describe(Look{Colours::No, Defang::No}, evil_example()), HasSubstr("evil.example.net"));
}

TEST(Indicator, a_title_cannot_steer_the_terminal) {
  const std::string text = describe(Look{Colours::No, Defang::Yes}, evil_example());
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("\\u001b]0;owned\\u0007"));
}

TEST(Indicator, a_row_names_the_origins_whose_reports_count_and_a_reports_title) {
  auto indicator = evil_example();
  auto report = indicator.said(0);
  report.set_kind(v1::KIND_REPORT);
  report.set_title("Loader");
  report.set_counts(true);
  auto copy = report, sighting = report;
  copy.set_origin_name("vilnius");
  copy.set_title("Copied");
  copy.set_counts(false);
  copy.set_bulletin_id(std::string(32, '\x33'));
  sighting.set_kind(v1::KIND_SIGHTING);
  sighting.set_origin_name("riga");
  sighting.set_title("Sighting");
  sighting.set_counts(false);
  sighting.set_bulletin_id(std::string(32, '\x44'));
  indicator.clear_said();
  for (const auto& said : {sighting, copy, report}) *indicator.add_said() = said;
  const auto cells = record_of(indicator).cells;
  EXPECT_EQ(cells[4], "taipei");
  EXPECT_EQ(cells[10], "Loader");
  EXPECT_EQ(cells.back(), base::to_hex(std::string(32, '\x22')) + ";" + base::to_hex(std::string(32, '\x33')))
      << "of every report whose words the row has";
}

TEST(Indicator, who_said_it_and_by_whose_hand_it_came_is_told) {
  const std::string text = describe(Look{}, evil_example());
  EXPECT_THAT(text, HasSubstr("taipei (signature verified), by way of brussels"));
  EXPECT_THAT(text, HasSubstr("TLP:GREEN"));
}

TEST(Sighting, tells_how_often_when_and_where) {
  v1::Sighting sighting;
  sighting.set_count(1);
  EXPECT_EQ(shown_sighting(sighting), "seen once");
  sighting.set_count(1'200);
  sighting.set_first_seen(1'000'000);
  sighting.set_last_seen(61'000'000);
  sighting.set_ecosystem("finance");
  EXPECT_EQ(shown_sighting(sighting),
            "seen 1,200 times between 1970-01-01T00:00:01Z and 1970-01-01T00:01:01Z in finance");
}

TEST(Held, when_it_is_dropped_tells_whether_somebody_must_release_it) {
  v1::HeldInfo held;
  held.set_release_at(1'000'000);
  EXPECT_THAT(describe(Look{}, held), HasSubstr("if it cannot be released by then"));
  held.set_needs_review(true);
  EXPECT_THAT(describe(Look{}, held), HasSubstr("if nobody releases it"));
  held.set_approved_by("uid 1001");
  EXPECT_THAT(describe(Look{}, held), HasSubstr("if it cannot be released by then"));
}

TEST(Held, what_stays_on_this_node_is_told) {
  v1::HeldInfo held;
  EXPECT_THAT(describe(Look{}, held), Not(HasSubstr("stays on this node")));
  EXPECT_FALSE(json_of(held).at("local").as_bool());
  held.set_local(true);
  EXPECT_THAT(describe(Look{}, held), HasSubstr("stays on this node"));
  EXPECT_TRUE(json_of(held).at("local").as_bool());
}

TEST(Held, all_that_a_second_person_answers_for_is_shown) {
  Draft draft;
  draft.info.set_title("Phishing");
  auto& context = draft.contexts.emplace_back();
  context.header.mutable_audience()->set_tlp(v1::TLP_AMBER);
  context.header.mutable_audience()->add_release_to("\xab\xcd");
  context.header.set_role(v1::ROLE_PHISHING);
  context.header.set_confidence(81);
  context.header.set_expires_at(1'000'000);
  context.header.add_references("https://report.example.org/7");
  auto& claim = context.claims.emplace_back();
  claim.set_type(static_cast<std::uint32_t>(observable::Type::Domain));
  claim.set_value("evil.com");
  claim.set_verdict(v1::VERDICT_SUSPICIOUS);
  claim.set_comment("by hand");
  const auto text = describe(Look{}, draft);
  for (const auto* part : {"PAP:", "expires 1970-01-01T00:00:01Z", "release to   abcd", "report.example.org/7",
                           "evil[.]com", "suspicious", "phishing", "confidence 80", "by hand"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  const auto json = told::compact(json_of(draft));
  for (const auto* part : {R"("pap")", R"("expires_at":"1970)", R"("verdict":"suspicious")", R"("role":"phishing")",
                           R"("confidence":80)", R"("comment":"by hand")"}) {
    EXPECT_THAT(json, HasSubstr(part));
  }
}

TEST(Indicator, colour_appears_only_where_it_is_wanted) {
  EXPECT_THAT(describe(Look{Colours::No, Defang::Yes}, evil_example()), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(describe(Look{Colours::Yes, Defang::Yes}, evil_example()), HasSubstr("\x1b["));
}

TEST(Indicator, json_has_the_canonical_value_and_null_for_what_is_not_stated) {
  const json::object object = json_of(evil_example());
  EXPECT_EQ(object.at("value").as_string(), "evil.example.net");
  EXPECT_EQ(object.at("confidence").to_number<int>(), 80);
  const json::object& said = object.at("said").as_array().at(0).as_object();
  EXPECT_TRUE(said.at("confidence").is_null());
  EXPECT_TRUE(said.at("introduced_by").is_null());
  EXPECT_EQ(said.at("issued_at").as_string(), "1970-01-01T00:00:01Z");
  EXPECT_TRUE(said.at("signature_verified").as_bool());
}

TEST(Indicator, the_original_author_is_told_where_it_is_known) {
  auto indicator = evil_example();
  const auto told = [&] { return json_of(indicator).at("said").as_array().at(0).as_object().at("producer"); };
  EXPECT_TRUE(told().is_null());
  EXPECT_THAT(describe(Look{}, indicator), Not(HasSubstr("    by ")));
  indicator.mutable_said(0)->set_producer("CERT\x1b[31m Example");
  EXPECT_EQ(told().as_string(), "CERT\x1b[31m Example");
  EXPECT_THAT(describe(Look{}, indicator), HasSubstr("    by CERT\\u001b[31m Example\n"));
}

TEST(Names, a_type_of_a_later_version_is_shown_as_its_bytes) {
  EXPECT_EQ(type_name(999), "unknown");
  EXPECT_EQ(value_text(999, "\x01\xff"), "01ff");
}

TEST(Records, json_lines_are_one_object_a_line) {
  EXPECT_EQ(record_in(Format::Jsonl, text::FormulaGuard::Yes, {{{"value", "x"}}, {}}), "{\"value\":\"x\"}\n");
}

TEST(Records, json_is_an_array_even_of_nothing) {
  const std::string none = written([](std::FILE* file) {
    Records records(file, Format::Json, {}, text::FormulaGuard::Yes);
    EXPECT_TRUE(records.finish());
  });
  EXPECT_EQ(none, "[]\n");
  EXPECT_EQ(record_in(Format::Json, text::FormulaGuard::Yes, {{{"value", "x"}}, {}}),
            "[\n{\n  \"value\": \"x\"\n}\n]\n");
}

TEST(Records, csv_has_a_header_and_guarded_cells) {
  EXPECT_EQ(record_in(Format::Csv, text::FormulaGuard::Yes, {{}, {"a.example", "=1+1"}}),
            "value,title\na.example,'=1+1\n");
  EXPECT_EQ(record_in(Format::Csv, text::FormulaGuard::No, {{}, {"a.example", "=1+1"}}),
            "value,title\na.example,=1+1\n");
}

TEST(Records, tsv_has_no_header_and_keeps_its_columns) {
  EXPECT_EQ(record_in(Format::Tsv, text::FormulaGuard::Yes, {{}, {"a\tb", "c"}}), "a\\tb\tc\n");
}

TEST(Audience, both_sides_are_told_with_reasons) {
  v1::AudienceAnswer audience;
  audience.set_tlp(v1::TLP_GREEN);
  auto& may = *audience.add_holdings();
  may.set_partner("brussels");
  may.set_may_hold(true);
  auto& may_not = *audience.add_holdings();
  may_not.set_partner("riga");
  may_not.set_why("it is not of our community");
  EXPECT_EQ(describe(Look{}, audience),
            "TLP:GREEN, 1 partner will receive it:\n  brussels\nnot for:\n  riga: it is not of our community\n");
}

TEST(Partner, no_terms_means_nothing_flows_and_it_says_so) {
  EXPECT_EQ(describe(v1::PartnerTerms()), "none: nothing flows");
  v1::PartnerTerms terms;
  terms.set_trust(30);
  EXPECT_EQ(describe(terms), "none: nothing flows, trust 30");
}

TEST(Status, a_node_without_partners_is_told_what_to_do) {
  EXPECT_THAT(describe(Look{}, v1::StatusAnswer()), HasSubstr("tidings partner add"));
}

}  // namespace
}  // namespace tidings::view
