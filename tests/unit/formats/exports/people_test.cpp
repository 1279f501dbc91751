// What people and log searches are given.
#include <boost/json/parse.hpp>

#include "tests/unit/formats/exports/samples.hpp"

namespace tidings::exports {
namespace {

using observable::Type;
namespace json = boost::json;

TEST(Csv, has_the_columns_of_query_and_more) {
  auto indicator = reported("evil.example");
  *indicator.add_said() = indicator.said(0);
  indicator.mutable_said(1)->set_origin_name("CERT Prague");
  indicator.mutable_said(1)->set_tlp(v1::TLP_AMBER);
  indicator.mutable_said(0)->add_tags("malware:x");
  EXPECT_EQ(make("csv", {indicator}).text.substr(0, 201),
            "value,type,verdict,confidence,origins,tlp,roles,sightings,disputes,valid_until,title,score,pap,tags,"
            "ecosystems,bulletin\n"
            "evil.example,domain,malicious,70,\"CERT Prague;CERT Taipei\",amber,c2,0,0,2027-01-1");
}

TEST(Csv, names_the_newest_report_and_not_what_answers_it) {
  auto indicator = reported("evil.example");
  *indicator.add_said() = indicator.said(0);
  auto& dispute = *indicator.mutable_said(0);
  dispute.set_kind(v1::KIND_DISPUTE);
  dispute.set_counts(false);
  dispute.set_title("Dispute of evil.example");
  dispute.set_bulletin_id(std::string(32, '\x2b'));
  const auto text = make("csv", {indicator}).text;
  EXPECT_NE(text.find(",Winter campaign,80,"), std::string::npos) << text;
  EXPECT_NE(text.find(base::to_hex(std::string(32, '\x2a'))), std::string::npos) << text;
  EXPECT_EQ(text.find("Dispute"), std::string::npos) << text;
  GateOptions narrow;
  narrow.max_tlp = v1::TLP_GREEN;
  indicator.mutable_said(1)->set_tlp(v1::TLP_AMBER);
  EXPECT_EQ(make("csv", {indicator}, {}, narrow).text.find("Winter"), std::string::npos) << "above what may leave";
}

TEST(Csv, names_every_report_whose_words_a_row_has) {
  auto indicator = reported("evil.example");
  *indicator.add_said() = indicator.said(0);
  indicator.mutable_said(1)->set_bulletin_id(std::string(32, '\x2b'));
  *indicator.add_said() = indicator.said(1);
  const auto text = make("csv", {indicator}).text;
  EXPECT_TRUE(text.ends_with(",\"" + base::to_hex(std::string(32, '\x2a')) + ";" +
                             base::to_hex(std::string(32, '\x2b')) + "\"\n"))
      << text;
}

TEST(Csv, who_only_saw_or_disputes_a_value_is_no_origin_and_lends_it_no_words) {
  auto indicator = reported("evil-name.tw");
  auto& seen = *indicator.add_said();
  seen = indicator.said(0);
  seen.set_kind(v1::KIND_SIGHTING);
  seen.set_counts(false);
  seen.set_origin_name("CERT Prague");
  seen.set_role(v1::ROLE_VICTIM);
  seen.add_tags("prague:seen");
  seen.add_ecosystems("rail");
  seen.set_tlp(v1::TLP_AMBER);
  const auto text = make("csv", {indicator}).text;
  for (const auto* word : {"Prague", "victim", "prague", "rail"})
    EXPECT_EQ(text.find(word), std::string::npos) << word << text;
  EXPECT_NE(text.find(",CERT Taipei,amber,c2,"), std::string::npos) << "the narrowest of all: " << text;
}

TEST(Csv, cells_that_a_spreadsheet_would_run_are_guarded) {
  auto indicator = reported("evil.example");
  indicator.mutable_said(0)->set_title("=HYPERLINK(\"http://x\"),\n1");
  EXPECT_NE(make("csv", {indicator}).text.find(",\"'=HYPERLINK(\"\"http://x\"\"),\n1\",80,"), std::string::npos);
}

TEST(Jsonl, is_an_object_a_line) {
  auto indicator = reported("evil.example");
  indicator.mutable_said(0)->set_title("two\nlines \"quoted\"");
  const auto text = make("jsonl", {indicator, indicator}).text;
  const auto end = text.find('\n');
  const auto object = json::parse(text.substr(0, end)).as_object();
  EXPECT_EQ(object.at("value"), "evil.example");
  EXPECT_EQ(object.at("said").as_array().at(0).as_object().at("title"), "two\nlines \"quoted\"");
  EXPECT_EQ(text.find('\n', end + 1), text.size() - 1);
}

json::object threat(const v1::Indicator& indicator) {
  const auto text = make("ecs", {indicator}).text;
  return json::parse(text.substr(0, text.size() - 1)).as_object().at("threat").as_object().at("indicator").as_object();
}

TEST(Ecs, each_type_has_the_field_that_logs_are_searched_by) {
  EXPECT_EQ(threat(reported("198.51.100.7")).at("ip"), "198.51.100.7");
  EXPECT_EQ(threat(reported("198.51.100.7")).at("type"), "ipv4-addr");
  EXPECT_EQ(threat(reported("[2001:db8::1]:53")).at("port"), 53);
  EXPECT_EQ(threat(reported("evil.example")).at("url").at("domain"), "evil.example");
  EXPECT_EQ(threat(reported("http://evil.example/a")).at("url").at("full"), "http://evil.example/a");
  EXPECT_EQ(threat(reported(std::string(64, 'a'))).at("file").at("hash").at("sha256"), json::string(64, 'a'));
  EXPECT_EQ(threat(reported("AS64500")).at("as").at("number"), 64500);
  const auto evil = threat(reported("evil.example"));
  EXPECT_EQ(evil.at("marking").at("tlp"), "GREEN");
  EXPECT_EQ(evil.at("confidence"), "High");
  EXPECT_EQ(evil.at("provider"), "CERT Taipei");
}

TEST(Ecs, every_type_that_it_takes_has_one) {
  for (const auto type : find_format("ecs")->types) {
    const auto size = type == Type::Ipv4 || type == Type::Asn ? 4u : 16u;
    v1::Indicator indicator = said_of(type, std::string(size, 'a'));
    if (!observable::is_canonical(type, indicator.value().value())) continue;
    EXPECT_TRUE(threat(indicator).contains("type")) << observable::name(type);
  }
}

TEST(Ecs, the_bulk_form_names_a_document_after_its_value) {
  const auto text = make("ecs-bulk", {reported("evil.example")}).text;
  const auto key = observable::key({Type::Domain, "evil.example"}).text();
  EXPECT_TRUE(text.starts_with("{\"index\":{\"_id\":\"" + key + "\"}}\n{\"@timestamp\":")) << text;
}

}  // namespace
}  // namespace tidings::exports
