#include "formats/stix/reader.hpp"

#include <gmock/gmock.h>

#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"
#include "tests/unit/formats/stix/objects.hpp"

namespace tidings::stix {
namespace {

using draft::Fate;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST(StixReader, what_is_called_benign_alone_is_and_of_several_words_the_gravest_counts) {
  const std::string benign_phase = R"("kill_chain_phases":[{"kill_chain_name":"own","phase_name":"benign"}])";
  const auto made =
      read_text(bundle({indicator(1, "a.tw", R"("labels":["benign"])"), indicator(2, "b.tw", benign_phase),
                        indicator(3, "c.tw", R"("labels":["benign","malicious-activity"])")}));
  std::vector<std::string> said;
  for (const auto& [context, claim] : made.made) {
    if (claim.type() == static_cast<std::uint32_t>(observable::Type::Domain))
      said.push_back(claim.value() + " " + bulletin::name(claim.verdict()) + " " + bulletin::name(claim.role()));
  }
  EXPECT_THAT(said, ElementsAre("a.tw benign benign", "b.tw benign benign",
                                "c.tw malicious " + bulletin::name(v1::ROLE_UNSPECIFIED)));
}

TEST(StixReader, an_indicator_becomes_a_claim_and_travels_as_it_is) {
  const auto text = indicator(
      1, "evil.tw",
      R"("name":"Loader", "description":"seen \u00e9", "confidence":80,"indicator_types":["malicious-activity"],)"
      R"("labels":["loader"],"valid_until":"2026-02-01T00:00:00Z","kill_chain_phases":)"
      R"([{"kill_chain_name":"lockheed-martin-cyber-kill-chain","phase_name":"command-and-control"}])");
  const auto made = read_text(bundle({text}));
  ASSERT_THAT(made.values(), ElementsAre("domain evil.tw"));
  const auto& claim = made.find("evil.tw")->claim;
  EXPECT_EQ(claim.verdict(), v1::VERDICT_MALICIOUS);
  EXPECT_EQ(claim.role(), v1::ROLE_C2);
  EXPECT_EQ(bulletin::decode_confidence(claim.confidence()), 80U);
  EXPECT_EQ(claim.comment(), "Loader: seen é");
  EXPECT_EQ(claim.valid_until(), base::instant_from_text("2026-02-01")->us);
  EXPECT_THAT(claim.tags(), ElementsAre("loader", "kill-chain:lockheed-martin-cyber-kill-chain:command-and-control",
                                        "stix:" + id("indicator", 1)));
  ASSERT_EQ(made.originals().size(), 1U);
  EXPECT_THAT(made.originals()[0], HasSubstr(R"("name":"Loader","description":"seen \u00e9","confidence":80)"));
  EXPECT_EQ(made.made.back().claim.opaque().media_type(), media_type_21);
  EXPECT_EQ(made.made.back().claim.value(), id("indicator", 1));
}

std::string told(const std::string& text) {
  const auto made = read_text(text);
  std::string out;
  for (const auto& value : made.values()) out += value + ";";
  for (const auto& note : made.notes) {
    if (note.fate != Fate::Opaque)
      out += (note.fate == Fate::Refused ? " refused " : " left out ") + note.what + ": " + note.reason;
  }
  return out;
}

TEST(StixReader, a_confidence_that_is_none_is_told_and_the_value_taken) {
  for (const auto* bad : {"1e999", "101", "-1", "\"high\"", "50.5"}) {
    EXPECT_THAT(told(bundle({indicator(1, "evil.tw", R"("confidence":)" + std::string(bad))})),
                StartsWith("domain evil.tw; left out confidence: no whole number from 0 to 100"))
        << bad;
  }
}

TEST(StixReader, an_indicator_whose_life_nobody_can_read_makes_no_claims) {
  for (const auto* bad : {"\"2026-13-01T00:00:00Z\"", "\"soon\"", "7", "1e999"}) {
    EXPECT_THAT(told(bundle({indicator(1, "evil.tw", R"("valid_until":)" + std::string(bad))})),
                StartsWith(" refused valid_until: "))
        << bad;
  }
}

TEST(StixReader, all_forms_of_a_file_are_read) {
  const auto one = indicator(1, "evil.tw");
  for (const auto& text :
       {one, "[" + one + "]", R"({"objects":[)" + one + R"(],"more":false})", bundle({one}), " \n" + one + "\n"}) {
    const auto made = read_text(text);
    EXPECT_THAT(made.values(), ElementsAre("domain evil.tw")) << text;
    EXPECT_THAT(made.originals(), ElementsAre(one)) << text;
  }
  EXPECT_THAT(read_text(R"({"more":false})").values(), IsEmpty());
}

TEST(StixReader, what_is_no_stix_is_refused_as_a_whole) {
  EXPECT_EQ(status_of("{\"a\":1}").error().code, base::ErrorCode::BadInput);
  EXPECT_EQ(status_of("17").error().code, base::ErrorCode::BadInput);
  EXPECT_EQ(status_of(R"({"type":"bundle","type":"malware","objects":[]})").error().code, base::ErrorCode::BadInput);
  EXPECT_EQ(status_of(std::string(100'000, '[')).error().code, base::ErrorCode::BadInput);
  EXPECT_EQ(status_of(bundle({indicator(1, "evil.tw"), indicator(2, "b.tw")}),
                      {.originals = true, .unmarked = {}, .markings = {}, .max_remembered_bytes = 100})
                .error()
                .code,
            base::ErrorCode::TooLarge);
}

TEST(StixReader, a_broken_object_is_told_and_the_rest_goes_on) {
  const auto made =
      read_text(bundle({"7", R"({"type":"indicator"})", R"({"type":"malware","id":"tool--1"})", indicator(1, "evil.tw"),
                        object("indicator", 2, R"("pattern":"[domain-name:value = ")")}));
  EXPECT_THAT(made.values(), ElementsAre("domain evil.tw"));
  EXPECT_EQ(made.told(Fate::Refused), 4U);
  EXPECT_EQ(made.notes[0].where, "/objects/0");
  EXPECT_THAT(made.notes.back().reason, Not(IsEmpty()));
}

TEST(StixReader, a_report_lends_its_words_to_what_it_holds) {
  const auto made = read_text(bundle(
      {object("report", 1,
              R"("name":"Campaign X","description":"What we saw.","created_by_ref":")" + id("identity", 1) +
                  R"(","external_references":[{"source_name":"b","url":"https://r.example/x"}],"object_refs":[")" +
                  id("indicator", 1) + "\"]"),
       indicator(1, "a.tw"), object("identity", 1, R"("name":"CERT Example")")}));
  const auto& context = made.context_of("a.tw");
  EXPECT_EQ(context.title(), "Campaign X");
  EXPECT_EQ(context.text(), "What we saw.");
  EXPECT_EQ(context.producer(), "CERT Example");
  EXPECT_THAT(context.references(), ElementsAre("https://r.example/x"));
  EXPECT_EQ(context.publication_id().size(), 16U);
}

TEST(StixReader, a_file_that_is_more_than_one_report_names_no_publication) {
  const auto made =
      read_text(bundle({object("report", 1, R"("name":"X","object_refs":[")" + id("indicator", 1) + "\"]"),
                        indicator(1, "a.tw"), indicator(2, "b.tw")}));
  EXPECT_EQ(made.context_of("a.tw").publication_id(), "");
}

TEST(StixReader, a_sighting_adds_up_on_the_values_of_its_indicator) {
  const auto made =
      read_text(bundle({object("sighting", 1,
                               R"("sighting_of_ref":")" + id("indicator", 1) +
                                   R"(","count":7,"first_seen":"2026-01-03T00:00:00Z",)"
                                   R"("last_seen":"2026-01-04T00:00:00Z","where_sighted_refs":[")" +
                                   id("identity", 1) + "\"]"),
                        indicator(1, "a.tw", marked(amber)), object("identity", 1, R"("name":"Bank Example")")}),
                {.originals = false, .unmarked = v1::TLP_GREEN, .markings = {}});
  ASSERT_EQ(made.made.size(), 2U);
  const auto& sighting = made.made[1];
  EXPECT_EQ(made.contexts[sighting.context].kind(), v1::KIND_SIGHTING);
  EXPECT_EQ(made.contexts[sighting.context].audience().tlp(), v1::TLP_AMBER)
      << "it reaches no further than its indicator";
  EXPECT_EQ(sighting.claim.sighting().count(), 7U);
  EXPECT_EQ(sighting.claim.sighting().last_seen(), base::instant_from_text("2026-01-04")->us);
  EXPECT_EQ(sighting.claim.comment(), "seen at Bank Example");
}

TEST(StixReader, a_sighting_of_malware_is_told_of_what_was_observed) {
  const auto made = read_text(bundle(
      {R"({"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--11111111-2222-5333-8444-000000000001","value":"203.0.113.7"})",
       R"({"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--11111111-2222-5333-8444-000000000002","value":"203.0.113.8"})",
       object("observed-data", 1,
              R"("number_observed":1,"object_refs":["ipv4-addr--11111111-2222-5333-8444-000000000001"])"),
       object("malware", 1, R"("name":"Rat")"),
       object("sighting", 1,
              R"("sighting_of_ref":")" + id("malware", 1) + R"(","observed_data_refs":[")" + id("observed-data", 1) +
                  "\"]")}));
  EXPECT_THAT(made.values(), ElementsAre("ipv4 203.0.113.7"));
  EXPECT_EQ(made.context_of("203.0.113.7").kind(), v1::KIND_SIGHTING);
  EXPECT_EQ(made.originals().size(), 5U);
}

TEST(StixReader, an_opinion_that_disagrees_disputes) {
  const auto made =
      read_text(bundle({indicator(1, "a.tw"),
                        object("opinion", 1,
                               R"("opinion":"strongly-disagree","explanation":"it is our CDN","object_refs":[")" +
                                   id("indicator", 1) + "\"]"),
                        object("opinion", 2, R"("opinion":"agree","object_refs":[")" + id("indicator", 1) + "\"]")}),
                {.originals = false, .unmarked = {}, .markings = {}});
  ASSERT_EQ(made.made.size(), 2U);
  EXPECT_EQ(made.contexts[made.made[1].context].kind(), v1::KIND_DISPUTE);
  EXPECT_EQ(made.contexts[made.made[1].context].text(), "it is our CDN");
}

TEST(StixReader, a_revoked_indicator_is_no_claim) {
  const auto made = read_text(bundle({indicator(1, "a.tw", R"("revoked":true)")}));
  EXPECT_THAT(made.values(), IsEmpty());
  EXPECT_EQ(made.told(Fate::Withdrawn), 1U);
  EXPECT_EQ(made.originals().size(), 1U);
}

TEST(StixReader, what_may_be_revoked_is_no_claim) {
  const auto made =
      read_text(bundle({indicator(1, "a.tw", R"("revoked":"true")"), indicator(2, "b.tw", R"("revoked":1)"),
                        indicator(3, "c.tw", R"("revoked":false)")}));
  EXPECT_THAT(made.values(), ElementsAre("domain c.tw"));
  EXPECT_EQ(made.told(Fate::Refused), 2U);
  EXPECT_EQ(made.originals().size(), 3U);
}

TEST(StixReader, a_part_of_a_pattern_is_suspicious_with_half_the_confidence) {
  const auto made = read_text(bundle({object(
      "indicator", 1, R"("confidence":80,"pattern":"[url:value = 'http://a.tw/'] FOLLOWEDBY [file:name = 'x']")")}));
  EXPECT_THAT(made.values(), ElementsAre("url http://a.tw/", StartsWith("stix-pattern [url:value")));
  EXPECT_EQ(made.find("http://a.tw/")->claim.verdict(), v1::VERDICT_SUSPICIOUS);
  EXPECT_EQ(bulletin::decode_confidence(made.find("http://a.tw/")->claim.confidence()), 40U);
}

TEST(StixReader, rules_of_other_kinds_are_claims_of_their_type) {
  const auto made =
      read_text(bundle({object("indicator", 1, R"("pattern_type":"yara","pattern":"rule a { condition: true }")"),
                        object("indicator", 2, R"("pattern_type":"spl","pattern":"index=x")")}));
  EXPECT_THAT(made.values(), ElementsAre("yara rule a { condition: true }"));
  EXPECT_EQ(made.originals().size(), 2U);
}

TEST(StixReader, an_original_that_is_too_long_stays_and_its_claim_goes_without_it) {
  const auto made = read_text(bundle({indicator(1, "a.tw", R"("x_long":")" + std::string(300'000, 'x') + "\"")}));
  EXPECT_THAT(made.values(), ElementsAre("domain a.tw"));
  EXPECT_THAT(made.find("a.tw")->claim.tags(), IsEmpty());
  EXPECT_EQ(made.told(Fate::LeftOut), 1U);
}

TEST(StixReader, stix_2_0_is_read) {
  const auto made = read_text(
      R"({"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","id":"indicator--1","created":"2018-01-01T00:00:00Z",)"
      R"("modified":"2018-01-01T00:00:00Z","labels":["anomalous-activity","apt"],"pattern":"[ipv4-addr:value = '203.0.113.7']",)"
      R"("valid_from":"2018-01-01T00:00:00Z"}],"spec_version":"2.0"})");
  ASSERT_THAT(made.values(), ElementsAre("ipv4 203.0.113.7"));
  EXPECT_EQ(made.find("203.0.113.7")->claim.verdict(), v1::VERDICT_SUSPICIOUS);
  EXPECT_THAT(made.find("203.0.113.7")->claim.tags(), Contains("apt"));
  EXPECT_EQ(made.made.back().claim.opaque().media_type(), media_type_20);
}

TEST(StixReader, an_object_that_cannot_be_read_is_refused_and_the_rest_goes_on) {
  const auto twofold = R"({"type":"indicator","id":")" + id("indicator", 2) + R"(","name":"a","name":"b"})";
  const auto made = read_text(bundle({indicator(1, "first-name.tw"), twofold, indicator(3, "third-name.tw")}));
  EXPECT_EQ(made.told(Fate::Refused), 1U);
  const auto refused = std::ranges::find(made.notes, Fate::Refused, &draft::Note::fate);
  EXPECT_EQ(refused->where + " " + refused->reason, "/objects/1 has \"name\" twice");
  EXPECT_THAT(made.values(), ElementsAre("domain first-name.tw", "domain third-name.tw"));
}

TEST(StixReader, a_definition_that_cannot_be_read_keeps_here_what_it_marks) {
  const auto definition = R"({"type":"marking-definition","id":")" + id("marking-definition", 9) +
                          R"(","definition_type":"statement","definition":{"statement":"a","statement":"b"}})";
  const auto made = read_text(bundle({definition, indicator(1, "kept-name.tw", marked(id("marking-definition", 9)))}));
  EXPECT_EQ(made.told(Fate::Refused), 1U);
  EXPECT_EQ(made.told(Fate::Local), 1U);
}

}  // namespace
}  // namespace tidings::stix
