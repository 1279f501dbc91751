#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/client/input/reading.hpp"

namespace tidings::input {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(Reading, what_is_of_no_format_that_is_read_is_refused_with_a_word) {
  EXPECT_THAT(read("a.json", "{\"colour\": 1}").error().what, HasSubstr("neither STIX nor a MISP event"));
  EXPECT_THAT(read("own.json", R"({"kind": "dispute", "bulletin": "ab", "origin": "a", "claims": []})").error().what,
              HasSubstr("tidings show"));
  EXPECT_THAT(read("a.json", R"({"type": "domain", "value": )").error().what, HasSubstr("ends in the middle"));
  EXPECT_THAT(read("a.json", "{\"type\": \"domain\", \"value\": \"\xff\"}").error().what, HasSubstr("after 0 objects"));
  EXPECT_THAT(read("a.json", "{\"type\": \"domain\", \"value\": \"\xff\"}").error().what, HasSubstr("no UTF-8"));
  EXPECT_THAT(read("a.json", R"({"type": "domain", "value": NaN})").error().what, HasSubstr("NaN is no number"));
  EXPECT_THAT(read("a.xml", "<?xml version=\"1.0\"?><stix/>").error().what, HasSubstr("XML"));
  EXPECT_THAT(read("a.gz", "\x1f\x8b\x08").error().what, HasSubstr("zcat"));
  EXPECT_THAT(read("a.pdf", "%PDF-1.7").error().what, HasSubstr("pdftotext"));
}

TEST_F(Reading, a_format_that_is_named_is_not_guessed) {
  EXPECT_EQ(format_from_name("openioc"), detect::Format::OpenIoc);
  EXPECT_FALSE(format_from_name("gzip"));
  ReaderOptions as_list;
  as_list.format = format_from_name("list");
  ASSERT_TRUE(read("a.json", "{\"colour\": 1}\nevil.com\n", as_list));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(tally().refused, 1U);
}

constexpr std::string_view bundle =
    R"({"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d", "objects": [
  {"type": "indicator", "spec_version": "2.1", "id": "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
   "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "pattern_type": "stix",
   "pattern": "[domain-name:value = 'evil.com']", "valid_from": "2026-01-01T00:00:00Z",
   "object_marking_refs": ["marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"]},
  {"type": "indicator", "spec_version": "2.1", "id": "indicator--1e2e2d2b-17d4-4cbf-938f-98ee46b3cd30",
   "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "pattern_type": "stix",
   "pattern": "[ipv4-addr:value = '10.1.2.3']", "valid_from": "2026-01-01T00:00:00Z"},
  7]})";

TEST_F(Reading, a_bundle_comes_with_contexts_of_its_own) {
  ASSERT_TRUE(read("bundle.json", std::string(bundle)));
  ASSERT_EQ(contexts().size(), 2U);
  EXPECT_EQ(contexts()[0].audience().tlp(), v1::TLP_AMBER_STRICT);
  EXPECT_EQ(contexts()[1].audience().tlp(), v1::TLP_UNSPECIFIED) << "the publisher's";
  EXPECT_EQ(reader_->gathered().own().claims.size(), 0U);
  EXPECT_THAT(refusals_, ElementsAre(HasSubstr("--allow-special"), "/objects/2: it is no object"));
  EXPECT_EQ(claims_.size(), 3U) << "one value, and both objects as they were";
  EXPECT_EQ(tally().values, 3U) << "one that is published and two that are refused";
  EXPECT_EQ(tally().originals, 2U);
}

TEST_F(Reading, originals_are_dropped_where_nobody_wants_them) {
  ReaderOptions without;
  without.originals = Originals::Drop;
  ASSERT_TRUE(read("bundle.json", std::string(bundle), without));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(claims_[0].tags_size(), 0) << "it is of no object that would be there";
}

TEST_F(Reading, the_readers_are_told_what_the_publisher_knows) {
  int asked = 0;
  ReaderOptions options;
  options.terms = [&asked]() -> base::Result<Terms> {
    ++asked;
    return Terms{v1::TLP_GREEN, {{"6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e90", {std::string(32, 'b')}}}, {}};
  };
  const std::string event =
      R"({"Event": {"uuid": "58503e2f-4c78-442d-833f-8ad202de0b81", "info": "Phish", "distribution": "4",
    "SharingGroup": {"uuid": "6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e90"}, "Attribute": [
    {"type": "domain", "category": "Network activity", "value": "evil.com", "to_ids": true, "distribution": "5"}]}})";
  ASSERT_TRUE(read("event.json", event, options));
  EXPECT_EQ(asked, 1);
  ASSERT_EQ(contexts().size(), 1U);
  EXPECT_EQ(contexts()[0].audience().release_to_size(), 1);
  EXPECT_EQ(base::to_hex(contexts()[0].publication_id()), "58503e2f4c78442d833f8ad202de0b81");
  ASSERT_TRUE(read("event.json", event));
  EXPECT_TRUE(contexts().empty()) << "nobody said who is in the group";
  EXPECT_EQ(tally().refused, 1U);
}

TEST_F(Reading, words_of_an_event_widen_no_publishers_own_tlp) {
  ReaderOptions options;
  options.terms = []() -> base::Result<Terms> { return Terms{v1::TLP_AMBER, {}, {}}; };
  const std::string event = R"({"Event": {"info": "TLP:GREEN phish", "Attribute": [{"type": "domain",
    "category": "Network activity", "value": "evil-name.tw", "to_ids": true}]}})";
  ASSERT_TRUE(read("event.json", event, options));
  ASSERT_EQ(contexts().size(), 1U);
  EXPECT_EQ(contexts()[0].audience().tlp(), v1::TLP_UNSPECIFIED) << "that of the publisher";
}

TEST_F(Reading, sightings_of_others_are_not_said_again_in_our_name) {
  ASSERT_TRUE(read("event.json", R"({"Event": {"info": "Phish", "Attribute": [{"type": "domain", "value": "evil.com",
    "category": "Network activity", "to_ids": true, "Sighting": [{"type": "0", "date_sighting": "1700000000"}]}]}})"));
  EXPECT_EQ(tally().answers, 1U);
  EXPECT_THAT(values(), ::testing::Contains("evil.com"));
}

TEST_F(Reading, a_report_can_be_looked_over_before_it_is_published) {
  ReaderOptions options;
  options.review = folder_ / "review.tsv";
  ASSERT_TRUE(read("report.md", "# Kit\n\nIt called hxxps://evil[.]kit-one[.]net/a and 45.62.198[.]73.\n", options));
  ASSERT_TRUE(reader_->reviewed());
  EXPECT_EQ(reader_->reviewed()->meant, 2U);
  EXPECT_TRUE(claims_.empty());
  EXPECT_FALSE(read("report.md", "# Kit\n\nIt called 45.62.198[.]73.\n", options)) << "it is not written over";
  std::ifstream written(options.review);
  const std::string listing{std::istreambuf_iterator<char>(written), {}};
  ASSERT_TRUE(read("review.tsv", listing));
  EXPECT_EQ(values().size(), 2U);
  EXPECT_EQ(contexts()[0].title(), "Kit");
  EXPECT_FALSE(read("list.txt", "evil.com\n", options)) << "a list has nothing to be looked over";
}

TEST_F(Reading, a_file_that_breaks_off_leaves_nothing_behind) {
  EXPECT_FALSE(read("bundle.json", std::string(bundle.substr(0, bundle.size() - 9))));
  EXPECT_TRUE(reader_->may_go_on());
  EXPECT_TRUE(claims_.empty());
  EXPECT_FALSE(read("iocs.csv", "value,tlp\na.com,green\nb.com,internal\n"));
  EXPECT_FALSE(reader_->may_go_on()) << "its values stand among those of others";
}

const std::string one_indicator =
    R"({"value": "evil.com", "type": "domain", "verdict": "malicious", "confidence": 70, "said": [)"
    R"({"kind": "report", "counts": true, "role": "c2", "tlp": "amber", "bulletin": "aa11"},)"
    R"({"kind": "report", "counts": false, "tlp": "red", "bulletin": "bb22"},)"
    R"({"kind": "dispute", "counts": false, "tlp": "green", "bulletin": "cc33"}]})";

TEST_F(Reading, a_report_of_which_nothing_is_meant_says_how_to_choose) {
  const auto status = read("list.txt", "evil-name.tw C2 server\nother-name.tw C2 server\n");
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().what, HasSubstr("none of the 2 values in it is surely meant: --review FILE"));
  EXPECT_EQ(notes_.size(), 2U) << "each with why";
  EXPECT_TRUE(claims_.empty());
}

TEST_F(Reading, indicators_in_our_json_come_with_the_reports_that_count_as_their_sources) {
  for (const auto& text :
       {one_indicator + "\n", "[\n" + one_indicator + "\n]\n", one_indicator + "\n" + one_indicator}) {
    claims_.clear();
    ASSERT_TRUE(read("found.json", text));
    EXPECT_THAT(values(), ElementsAre("evil.com"));
    EXPECT_EQ(claims_.at(0).role(), v1::ROLE_C2);
    EXPECT_EQ(claims_.at(0).confidence(), 71U);
    EXPECT_THAT(reader_->sources(), ElementsAre("aa11"));
    EXPECT_EQ(reader_->marking()->tlp, v1::TLP_AMBER);
  }
}

TEST_F(Reading, the_role_of_another_verdict_is_not_the_indicators_and_a_contradiction_is_refused) {
  ASSERT_TRUE(read("found.json", R"({"value": "evil.com", "type": "domain", "verdict": "malicious", "said": [)"
                                 R"({"kind": "report", "counts": true, "role": "benign", "verdict": "benign"},)"
                                 R"({"kind": "report", "counts": true, "role": "c2", "verdict": "malicious"}]})"));
  EXPECT_EQ(claims_.at(0).role(), v1::ROLE_C2);
  claims_.clear();
  ASSERT_TRUE(read("rows.csv", "domain,role,verdict\nevil.com,benign,malicious\ngood.com,benign,\n"));
  EXPECT_THAT(values(), ElementsAre("good.com"));
}

TEST_F(Reading, a_confidence_that_the_publisher_gives_goes_before_what_files_say) {
  ReaderOptions options;
  options.confidence = 91;
  ASSERT_TRUE(read("found.json", one_indicator, options));
  EXPECT_EQ(claims_.at(0).confidence(), 0U) << "the context has it";
  EXPECT_EQ(claims_.at(0).role(), v1::ROLE_C2);
  claims_.clear();
  ASSERT_TRUE(read("rows.csv", "domain,confidence\nevil.com,30\n", options));
  EXPECT_EQ(claims_.at(0).confidence(), 0U);
}

TEST_F(Reading, a_bulletin_in_our_json_is_the_source_of_its_claims) {
  ASSERT_TRUE(read("shown.json",
                   R"([{"bulletin": "dd44", "kind": "report", "audience": {"tlp": "green"}, "claims": [)"
                   R"({"type": "domain", "value": "evil.com", "comment": "seen", "tags": ["apt"], "confidence": null},)"
                   R"({"type": "unknown", "value": "00ff"}]}])"));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(claims_.at(0).comment(), "seen");
  EXPECT_EQ(claims_.at(0).tags(0), "apt");
  EXPECT_EQ(claims_.at(0).confidence(), 0U);
  EXPECT_EQ(tally().refused, 1U);
  EXPECT_THAT(reader_->sources(), ElementsAre("dd44"));
  EXPECT_EQ(reader_->marking()->tlp, v1::TLP_GREEN);
}

TEST_F(Reading, what_came_from_more_bulletins_than_one_can_be_based_on_is_refused) {
  std::string many;
  for (int i = 0; i < 65; ++i) {
    many += R"({"value": "evil.com", "type": "domain", "said": [{"kind": "report", "counts": true, "bulletin": ")" +
            std::to_string(10'000'000 + i) + "\"}]}\n";
  }
  EXPECT_THAT(read("many.jsonl", many).error().what, HasSubstr("more than 64"));
}

TEST_F(Reading, bulletins_that_our_own_csv_names_are_the_sources_of_its_rows) {
  const std::string first(64, 'a'), second(64, 'b');
  ASSERT_TRUE(read("re.csv", "value,type,bulletin\nevil-name.tw,domain," + first + ";" + second +
                                 "\nother-name.tw,domain," + first + "\nthird-name.tw,domain,weekly 12\n"));
  EXPECT_THAT(values(), ElementsAre("evil-name.tw", "other-name.tw", "third-name.tw"));
  EXPECT_THAT(reader_->sources(), ElementsAre(first, second));
  std::string many = "value,bulletin\n";
  for (int i = 100; i < 165; ++i)
    many += "n" + std::to_string(i) + ".tw," + std::string(61, 'a') + std::to_string(i) + "\n";
  const auto status = read("many.csv", many);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().what, HasSubstr("more than 64 bulletins"));
}

TEST_F(Reading, half_of_a_character_in_our_json_is_told_with_its_place) {
  const auto status = read("half.json", R"({"value":"evil-name.tw","type":"domain","said":[{"title":"\ud800"}]})");
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().what, HasSubstr(R"(/said/0/title: \ud800 is half of a character)"));
}

TEST_F(Reading, a_misp_feed_is_read_by_its_folder_or_its_manifest) {
  const auto event = [](const std::string& id, const std::string& name) {
    return R"({"Event":{"uuid":")" + id +
           R"(","info":"x","Attribute":[{"type":"domain","category":"Network activity",)" + R"("value":")" + name +
           R"("}]}})";
  };
  const std::string first = "5f6b0000-0000-4000-8000-000000000001", second = "5f6b0000-0000-4000-8000-000000000002",
                    missing = "5f6b0000-0000-4000-8000-000000000003", broken = "5f6b0000-0000-4000-8000-000000000004";
  file(first + ".json", event(first, "a.com"));
  file(second + ".json", event(second, "b.com"));
  file(broken + ".json", event(broken, "c.com").substr(0, 90));
  const auto entry = [](const std::string& id) { return "\"" + id + R"(":{"info":"x","timestamp":"1"})"; };
  const auto manifest = "{" + entry(first) + "," + entry(second) + "," + entry(missing) + "," + entry(broken) +
                        R"(,"../secret":{"info":"x"}})";
  file("manifest.json", manifest);
  const std::vector<std::string> ways = {folder_.string(), (folder_ / "manifest.json").string()};
  for (const auto& way : ways) {
    std::vector<std::string> refused;
    ClaimReader reader(
        {}, [&](const Refused& one) { refused.push_back(one.file.substr(one.file.rfind('/') + 1)); },
        [](const std::string&, const draft::Note&) {}, [](std::uint64_t) {});
    ASSERT_TRUE(reader.read(way));
    EXPECT_EQ(reader.gathered().contexts().size(), 3U) << "an event each, and the publisher's own";
    EXPECT_EQ(reader.gathered().contexts()[1].header.publication_id().size(), 16U);
    EXPECT_THAT(refused, ElementsAre("manifest.json", missing + ".json", broken + ".json"));
  }
  std::filesystem::remove(folder_ / "manifest.json");
  ClaimReader reader({}, [](const Refused&) {}, [](const std::string&, const draft::Note&) {}, [](std::uint64_t) {});
  EXPECT_THAT(reader.read(folder_.string()).error().what, HasSubstr("no manifest.json"));
  EXPECT_THAT(read("index.json", manifest).error().what, HasSubstr("give the folder"));
}

TEST_F(Reading, of_an_event_in_several_files_the_newest_counts_and_the_other_is_told) {
  const auto event = [](int second, const std::string& value) {
    return R"({"Event":{"uuid":"58503e2f-4c78-442d-833f-8ad202de0b81","info":"Phish","timestamp":")" +
           std::to_string(1'700'000'000 + second) + R"(","Attribute":[{"type":"domain","to_ids":true,"value":")" +
           value + "\"}]}}";
  };
  for (const auto originals : {Originals::Carry, Originals::Drop}) {
    ReaderOptions options;
    options.originals = originals;
    ASSERT_TRUE(read("newer.json", event(2, "new-one.tw"), options)) << "which clears what is kept of the last";
    ASSERT_TRUE(reader_->read(file("older.json", event(1, "deleted-one.tw"))));
    EXPECT_EQ(contexts().size(), 2u);
    notes_.clear();
    reader_->gathered().keep_newest();
    ASSERT_EQ(contexts().size(), 1u);
    EXPECT_TRUE(reader_->gathered().contexts().back().file.ends_with("newer.json"));
    EXPECT_THAT(notes_, ElementsAre(HasSubstr("a newer copy of the same event stands in")));
  }
}

TEST_F(Reading, a_file_that_is_not_there_is_bad_input) {
  ClaimReader reader({}, [](const Refused&) {}, [](const std::string&, const draft::Note&) {}, [](std::uint64_t) {});
  const auto status = reader.read((folder_ / "none").string());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, base::ErrorCode::BadInput);
}

TEST_F(Reading, an_indicator_that_is_over_travels_and_claims_nothing) {
  ASSERT_TRUE(read("old.json", R"({"type": "indicator", "spec_version": "2.1",
    "id": "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "pattern_type": "stix", "valid_from": "2019-01-01T00:00:00Z",
    "valid_until": "2020-01-01T00:00:00Z", "pattern": "[domain-name:value = 'evil.com']"})"));
  EXPECT_THAT(values(), ElementsAre("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"));
  EXPECT_THAT(notes_, ::testing::Contains(HasSubstr("it was valid until 2020-01-01")));
}

TEST_F(Reading, no_event_says_anything_for_a_feed_of_this_node) {
  ASSERT_TRUE(read("event.json", R"({"Event": {"info": "Phish", "Tag": [{"name": "feed:soc"}, {"name": "kept"}],
    "Attribute": [{"type": "domain", "value": "evil-name.tw", "category": "Network activity", "to_ids": true}]}})"));
  EXPECT_THAT(contexts().at(0).tags(), ElementsAre("kept"));
  EXPECT_THAT(notes_, ::testing::Contains(HasSubstr("begin with feed:")));
}

TEST_F(Reading, a_file_that_cannot_be_read_is_told_by_its_own_name) {
  std::vector<std::string> refused;
  ClaimReader reader(
      {}, [&](const Refused& one) { refused.push_back(one.file.substr(one.file.rfind('/') + 1)); },
      [](const std::string&, const draft::Note&) {}, [](std::uint64_t) {});
  ASSERT_TRUE(reader.read(file("good.txt", "evil-name.tw\n")));
  ASSERT_FALSE(reader.read((folder_ / "none.txt").string()));
  reader.gathered().refuse({}, {}, "it cannot be opened");
  EXPECT_THAT(refused, ElementsAre("none.txt"));
}

TEST_F(Reading, a_name_that_stands_twice_in_our_json_is_told_with_its_place) {
  const auto status =
      read("own.jsonl", one_indicator + "\n" +
                            R"({"value": "evil.com", "type": "domain", "said": [{"tlp": "red", "tlp": "green"}]})");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().what, "after 1 objects: /said/0 has \"tlp\" twice");
}

}  // namespace
}  // namespace tidings::input
