#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "base/clock.hpp"
#include "client/input/claim_reader.hpp"
#include "client/input/summary.hpp"

namespace tidings::input {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Reading : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("tidings-input-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& content) {
    const auto path = folder_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  /// Reads one input; claims, refusals and the status are kept.
  base::Status read(const std::string& name, const std::string& content, ReaderOptions options = {}) {
    reader_.emplace(
        std::move(options),
        [this](const Refused& refused) { refusals_.push_back(refused.where + ": " + refused.reason); },
        [this](const std::string&, const draft::Note& note) { notes_.push_back(note.where + ": " + note.reason); },
        [](std::uint64_t) {});
    const auto status = reader_->read(file(name, content));
    for (auto& context : reader_->gathered().contexts()) {
      for (const auto& batch : context.claims.finish()) {
        v1::PublishClaims some;
        EXPECT_TRUE(some.ParseFromString(batch));
        claims_.insert(claims_.end(), some.claims().begin(), some.claims().end());
      }
    }
    return status;
  }
  std::vector<std::string> values() const {
    std::vector<std::string> out;
    for (const auto& claim : claims_) {
      out.push_back(observable::to_text(*observable::type_from_number(claim.type()), claim.value()));
    }
    return out;
  }

  std::filesystem::path folder_;
  std::optional<ClaimReader> reader_;
  const Tally& tally() const { return reader_->gathered().tally(); }
  /// The headers of contexts that came with the file.
  std::vector<v1::Header> contexts() const {
    std::vector<v1::Header> out;
    for (const auto& context : reader_->gathered().contexts()) out.push_back(context.header);
    out.erase(out.begin());
    return out;
  }
  std::vector<std::string> refusals_, notes_;
  std::vector<v1::Claim> claims_;
};

TEST_F(Reading, a_plain_list_with_comments_mark_and_defanged_values) {
  ASSERT_TRUE(read("iocs.txt", "\xef\xbb\xbf# a list\r\nhxxps://evil[.]com/x\r\n\r\n185.70.184[.]41\r\n"));
  EXPECT_THAT(values(), ElementsAre("https://evil.com/x", "185.70.184.41"));
  EXPECT_EQ(tally().values, 2U);
}

TEST_F(Reading, refused_lines_are_counted_with_their_place) {
  ASSERT_TRUE(read("iocs.txt", "evil.com\n1.2.3.999\n10.0.0.1\n"));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_THAT(refusals_, ElementsAre(HasSubstr("2: "), HasSubstr("--allow-special")));
  EXPECT_EQ(tally().values, 3U);
  EXPECT_EQ(tally().refused, 2U);
}

TEST_F(Reading, private_addresses_are_published_if_one_insists) {
  ASSERT_TRUE(read("iocs.txt", "10.0.0.1\n", {{}, {}, SpecialValues::Allow}));
  EXPECT_THAT(values(), ElementsAre("10.0.0.1"));
}

TEST_F(Reading, the_very_same_claim_is_kept_once) {
  ASSERT_TRUE(read("iocs.txt", "evil.com\nEVIL.com\nevil[.]com\n"));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(tally().repeated, 2U);
}

TEST_F(Reading, a_header_makes_a_table_whatever_the_name) {
  ASSERT_TRUE(read("feed.txt", "indicator,type,comment,tags\nevil[.]com,domain,\"a, b\",x;y\n"));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(claims_.at(0).comment(), "a, b");
  EXPECT_EQ(claims_.at(0).tags_size(), 2);
}

TEST_F(Reading, what_a_row_says_becomes_fields_of_the_claim) {
  ASSERT_TRUE(read("feed.csv", "indicator,role,confidence,first seen\nevil.com,C2,high,2026-01-02\n"));
  ASSERT_EQ(claims_.size(), 1U);
  EXPECT_EQ(claims_[0].role(), v1::ROLE_C2);
  EXPECT_EQ(claims_[0].confidence(), 86U);
  EXPECT_EQ(claims_[0].valid_from(), base::instant_from_text("2026-01-02")->us);
}

TEST_F(Reading, columns_can_be_named) {
  ASSERT_TRUE(read("x.csv", "17,evil.com,seen today\n", {{}, "-,value,comment", SpecialValues::Refuse}));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(claims_.at(0).comment(), "seen today");
}

TEST_F(Reading, a_declared_type_decides) {
  ASSERT_TRUE(read("names.txt", "report.zip\n", {list::hint_from_name("filename"), {}, SpecialValues::Refuse}));
  ASSERT_EQ(claims_.size(), 1U);
  EXPECT_EQ(claims_[0].type(), static_cast<std::uint32_t>(observable::Type::Filename));
}

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

TEST(FileSource, reads_a_pipe_again_from_its_start) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ASSERT_EQ(::write(ends[1], "evil.com", 8), 8);
  ::close(ends[1]);
  auto source = FileSource::open("/dev/fd/" + std::to_string(ends[0]));
  ::close(ends[0]);
  ASSERT_TRUE(source);
  std::array<char, 16> into{};
  EXPECT_EQ(source->read(into).value(), 8U);
  EXPECT_EQ(source->read(into).value(), 0U);
  ASSERT_TRUE(source->rewind());
  EXPECT_EQ(source->read(into).value(), 8U);
}

TEST(FileSource, a_pipe_that_does_not_end_is_refused) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ASSERT_EQ(::write(ends[1], "evil.com", 8), 8);
  const auto source = FileSource::open("/dev/fd/" + std::to_string(ends[0]), 4);
  ::close(ends[0]);
  ::close(ends[1]);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, base::ErrorCode::TooLarge);
}

const std::string one_indicator =
    R"({"value": "evil.com", "type": "domain", "verdict": "malicious", "confidence": 70, "said": [)"
    R"({"kind": "report", "counts": true, "role": "c2", "tlp": "amber", "bulletin": "aa11"},)"
    R"({"kind": "report", "counts": false, "tlp": "red", "bulletin": "bb22"},)"
    R"({"kind": "dispute", "counts": false, "tlp": "green", "bulletin": "cc33"}]})";

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

TEST_F(Reading, what_hides_a_character_is_published_without_it_and_told) {
  ASSERT_TRUE(read("iocs.txt", "evil.com\nev\u200bil.net\nm\u00fcnchen.example.de\n"));
  EXPECT_THAT(values(), ElementsAre("evil.com", "evil.net", "xn--mnchen-3ya.example.de"));
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("2: what stands there hides a character")));
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

TEST_F(Reading, a_file_that_is_not_there_is_bad_input) {
  ClaimReader reader({}, [](const Refused&) {}, [](const std::string&, const draft::Note&) {}, [](std::uint64_t) {});
  const auto status = reader.read((folder_ / "none").string());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, base::ErrorCode::BadInput);
}

TEST_F(Reading, a_comment_marks_a_list) {
  ASSERT_TRUE(read("iocs.txt", "# TLP:AMBER+STRICT\nevil.com\n"));
  ASSERT_TRUE(reader_->marking());
  EXPECT_EQ(reader_->marking()->tlp, v1::TLP_AMBER_STRICT);
  EXPECT_EQ(reader_->marking()->line, 1U);
}

TEST_F(Reading, a_pap_is_kept_wherever_it_is_stated) {
  ASSERT_TRUE(read("iocs.txt", "# TLP:GREEN PAP:RED\nevil.com\n"));
  EXPECT_EQ(reader_->pap(), v1::PAP_RED);
  ASSERT_TRUE(read("iocs.csv", "value,pap\na.com,green\nb.com,amber\n"));
  EXPECT_EQ(reader_->pap(), v1::PAP_AMBER);
  ASSERT_TRUE(read("own.jsonl", R"({"value": "a.com", "type": "domain", "said": [)"
                                R"({"kind": "report", "counts": true, "pap": "red", "bulletin": "aa11"}]})"));
  EXPECT_EQ(reader_->pap(), v1::PAP_RED);
}

TEST_F(Reading, what_is_over_already_is_left_out_and_told) {
  ASSERT_TRUE(read("iocs.csv", "value,valid_until\na.com,2020-01-01\nb.com,2099-01-01\n"));
  EXPECT_THAT(values(), ElementsAre("b.com"));
  EXPECT_THAT(notes_, ElementsAre("line 2: it was valid until 2020-01-01T00:00:00Z"));
  EXPECT_EQ(tally().left_out, 1U);
}

TEST_F(Reading, an_indicator_that_is_over_travels_and_claims_nothing) {
  ASSERT_TRUE(read("old.json", R"({"type": "indicator", "spec_version": "2.1",
    "id": "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "pattern_type": "stix", "valid_from": "2019-01-01T00:00:00Z",
    "valid_until": "2020-01-01T00:00:00Z", "pattern": "[domain-name:value = 'evil.com']"})"));
  EXPECT_THAT(values(), ElementsAre("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"));
  EXPECT_THAT(notes_, ::testing::Contains(HasSubstr("it was valid until 2020-01-01")));
}

TEST_F(Reading, a_tlp_column_marks_a_table_and_the_narrowest_row_counts) {
  ASSERT_TRUE(read("iocs.csv", "value,tlp\na.com,TLP:GREEN\nb.com,tlp:amber\nc.com,white\nd.com,\n"));
  EXPECT_EQ(values().size(), 4U);
  ASSERT_TRUE(reader_->marking());
  EXPECT_EQ(reader_->marking()->tlp, v1::TLP_AMBER);
  EXPECT_EQ(reader_->marking()->line, 3U);
}

TEST_F(Reading, a_tlp_column_can_be_named) {
  ASSERT_TRUE(read("iocs.csv", "a.com;red\n", {{}, "value,tlp", SpecialValues::Refuse}));
  ASSERT_TRUE(reader_->marking());
  EXPECT_EQ(reader_->marking()->tlp, v1::TLP_RED);
}

TEST_F(Reading, a_marking_that_is_none_is_not_guessed) {
  const auto status = read("iocs.csv", "value,tlp\na.com,internal\n");
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().what, HasSubstr("line 2: 'internal'"));
}

TEST_F(Reading, a_million_claims_are_cut_into_batches_below_the_frame_limit) {
  ClaimBatches batches;
  v1::Claim claim;
  for (int i = 0; i < 10'000; ++i) {
    claim.set_value(std::string(200, 'x') + std::to_string(i));
    ASSERT_TRUE(batches.add(claim));
  }
  std::uint64_t total = 0;
  for (const auto& batch : batches.finish()) {
    EXPECT_LT(batch.size(), 512U * 1024);
    v1::PublishClaims some;
    ASSERT_TRUE(some.ParseFromString(batch));
    total += static_cast<std::uint64_t>(some.claims_size());
  }
  EXPECT_EQ(total, 10'000U);
}

TEST(Marking, without_a_tlp_the_input_decides) {
  EXPECT_EQ(settle({{}, ""}, Marking{v1::TLP_RED, "f", 1})->tlp, v1::TLP_RED);
  EXPECT_FALSE(settle({{}, ""}, std::nullopt)->tlp);
}

TEST(Marking, may_be_narrowed_freely) {
  const auto settled = settle({v1::TLP_RED, ""}, Marking{v1::TLP_GREEN, "f", 1});
  ASSERT_TRUE(settled);
  EXPECT_EQ(settled->tlp, v1::TLP_RED);
  EXPECT_FALSE(settled->widened);
}

TEST(Marking, is_widened_only_with_a_reason) {
  const auto refused = settle({v1::TLP_CLEAR, ""}, Marking{v1::TLP_AMBER, "iocs.txt", 3});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::Policy);
  EXPECT_THAT(refused.error().what, HasSubstr("iocs.txt:3"));
  const auto settled = settle({v1::TLP_CLEAR, "the author agreed"}, Marking{v1::TLP_AMBER, "iocs.txt", 3});
  ASSERT_TRUE(settled);
  EXPECT_TRUE(settled->widened);
}

TEST(Summary, says_what_became_of_each_value) {
  Counts counts{{1204, 5, 0, 0, 0, 0, 0, 0}, 1187, 12};
  EXPECT_EQ(summary(counts, "published"), "1,204 read, 1,187 published, 12 already said, 5 refused");
  counts.input.repeated = 3;
  counts.input.carried = 2;
  counts.input.local = 1;
  EXPECT_EQ(
      summary(counts, "published"),
      "1,204 read, 1,187 published, 12 already said, 3 repeated, 5 refused, 2 carried as they are, 1 kept here for "
      "their marking");
}

TEST(Summary, a_refusal_names_file_line_value_and_reason) {
  EXPECT_EQ(describe(Refused{"iocs.txt", "17", "1.2.3.\x1b[1m999", "octet > 255"}),
            "iocs.txt:17: 1.2.3.\\u001b[1m999: octet > 255");
  EXPECT_EQ(describe(Refused{"b.json", "/objects/3", "", "it is no object"}), "b.json: /objects/3: it is no object");
}

}  // namespace
}  // namespace tidings::input
