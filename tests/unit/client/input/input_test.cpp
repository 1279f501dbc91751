#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
        [this](const Refused& refused) { refusals_.push_back(std::to_string(refused.line) + ": " + refused.reason); },
        [](std::uint64_t) {});
    const auto status = reader_->read(file(name, content));
    for (const auto& batch : reader_->claims().finish()) {
      v1::PublishClaims some;
      EXPECT_TRUE(some.ParseFromString(batch));
      claims_.insert(claims_.end(), some.claims().begin(), some.claims().end());
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
  std::vector<std::string> refusals_;
  std::vector<v1::Claim> claims_;
};

TEST_F(Reading, a_plain_list_with_comments_mark_and_defanged_values) {
  ASSERT_TRUE(read("iocs.txt", "\xef\xbb\xbf# a list\r\nhxxps://evil[.]com/x\r\n\r\n185.70.184[.]41\r\n"));
  EXPECT_THAT(values(), ElementsAre("https://evil.com/x", "185.70.184.41"));
  EXPECT_EQ(reader_->values(), 2U);
}

TEST_F(Reading, refused_lines_are_counted_with_their_place) {
  ASSERT_TRUE(read("iocs.txt", "evil.com\n1.2.3.999\n10.0.0.1\n"));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_THAT(refusals_, ElementsAre(HasSubstr("2: "), HasSubstr("--allow-special")));
  EXPECT_EQ(reader_->values(), 3U);
  EXPECT_EQ(reader_->refused(), 2U);
}

TEST_F(Reading, private_addresses_are_published_if_one_insists) {
  ASSERT_TRUE(read("iocs.txt", "10.0.0.1\n", {{}, {}, SpecialValues::Allow}));
  EXPECT_THAT(values(), ElementsAre("10.0.0.1"));
}

TEST_F(Reading, the_very_same_claim_is_kept_once) {
  ASSERT_TRUE(read("iocs.txt", "evil.com\nEVIL.com\nevil[.]com\n"));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(reader_->repeated(), 2U);
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

TEST_F(Reading, json_and_xml_of_others_are_refused_with_a_word) {
  for (const char* foreign : {"{\"type\": \"bundle\"}\n", "[{\"Event\": {}}]", "{\"kind\": \"dispute\", \"bulletin\": \"ab\", \"claims\": []}"}) {
    const auto status = read("bundle.json", foreign);
    ASSERT_FALSE(status) << foreign;
    EXPECT_THAT(status.error().what, HasSubstr("tidings show")) << foreign;
  }
  EXPECT_THAT(read("a.json", "{\"value\": ").error().what, HasSubstr("ends in the middle"));
  EXPECT_THAT(read("a.json", "{\"value\": \"\xff\"}").error().what, HasSubstr("after 0 objects"));
  EXPECT_THAT(read("a.xml", "<stix/>").error().what, HasSubstr("XML"));
}

const std::string one_indicator =
    R"({"value": "evil.com", "type": "domain", "verdict": "malicious", "confidence": 70, "said": [)"
    R"({"kind": "report", "counts": true, "role": "c2", "tlp": "amber", "bulletin": "aa11"},)"
    R"({"kind": "report", "counts": false, "tlp": "red", "bulletin": "bb22"},)"
    R"({"kind": "dispute", "counts": false, "tlp": "green", "bulletin": "cc33"}]})";

TEST_F(Reading, indicators_in_our_json_come_with_the_reports_that_count_as_their_sources) {
  for (const auto& text : {one_indicator + "\n", "[\n" + one_indicator + "\n]\n", one_indicator + "\n" + one_indicator}) {
    claims_.clear();
    ASSERT_TRUE(read("found.json", text));
    EXPECT_THAT(values(), ElementsAre("evil.com"));
    EXPECT_EQ(claims_.at(0).role(), v1::ROLE_C2);
    EXPECT_EQ(claims_.at(0).confidence(), 71U);
    EXPECT_THAT(reader_->sources(), ElementsAre("aa11"));
    EXPECT_EQ(reader_->marking()->tlp, v1::TLP_AMBER);
  }
}

TEST_F(Reading, a_bulletin_in_our_json_is_the_source_of_its_claims) {
  ASSERT_TRUE(read("shown.json", R"([{"bulletin": "dd44", "kind": "report", "audience": {"tlp": "green"}, "claims": [)"
                                 R"({"type": "domain", "value": "evil.com", "comment": "seen", "tags": ["apt"], "confidence": null},)"
                                 R"({"type": "unknown", "value": "00ff"}]}])"));
  EXPECT_THAT(values(), ElementsAre("evil.com"));
  EXPECT_EQ(claims_.at(0).comment(), "seen");
  EXPECT_EQ(claims_.at(0).tags(0), "apt");
  EXPECT_EQ(claims_.at(0).confidence(), 0U);
  EXPECT_EQ(reader_->refused(), 1U);
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

TEST_F(Reading, a_file_that_is_not_there_is_bad_input) {
  ClaimReader reader(
      {}, [](const Refused&) {}, [](std::uint64_t) {});
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
  EXPECT_THAT(status.error().what, HasSubstr(":2: 'internal'"));
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

TEST(Marking, is_found_in_comments_as_people_write_it) {
  EXPECT_EQ(marking_in_comment("# tlp: amber"), v1::TLP_AMBER);
  EXPECT_EQ(marking_in_comment("; TLP:AMBER+STRICT, for members"), v1::TLP_AMBER_STRICT);
  EXPECT_EQ(marking_in_comment("# Shared as TLP:WHITE."), v1::TLP_CLEAR);
  EXPECT_EQ(marking_in_comment("# marking tlp = \"red\""), v1::TLP_RED);
  EXPECT_FALSE(marking_in_comment("# no marking here"));
  EXPECT_FALSE(marking_in_comment("# tlp is explained at first.org/tlp"));
  EXPECT_FALSE(marking_in_comment("# httlp:red"));
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

TEST(Shape, a_list_is_not_taken_for_a_table_because_of_a_comma) {
  EXPECT_EQ(shape_of("x", "http://evil.com/a,b\n", {}), Shape::List);
  EXPECT_EQ(shape_of("x", "evil.com\n", {}), Shape::List);
  EXPECT_EQ(shape_of("x", "[::1]:53\n", {}), Shape::List);
}

TEST(Shape, a_table_without_header_is_told_by_its_cells) {
  EXPECT_EQ(shape_of("-", "2026-11-22,evil.com,phishing kit\n", {}), Shape::Table);
  EXPECT_EQ(shape_of("x.CSV", "evil.com\n", {}), Shape::Table);
}

TEST(Shape, a_line_format_is_a_list) {
  EXPECT_EQ(shape_of("x.csv", "0.0.0.0 evil.com\n", list::hint_from_name("hosts")), Shape::List);
}

TEST(Summary, says_what_became_of_each_value) {
  EXPECT_EQ(summary({1204, 1187, 12, 0, 5}, "published"), "1,204 read, 1,187 published, 12 already said, 5 refused");
  EXPECT_EQ(summary({10, 7, 0, 3, 0}, "published"), "10 read, 7 published, 0 already said, 3 repeated, 0 refused");
}

TEST(Summary, a_refusal_names_file_line_value_and_reason) {
  EXPECT_EQ(describe(Refused{"iocs.txt", 17, "1.2.3.\x1b[1m999", "octet > 255"}),
            "iocs.txt:17: 1.2.3.\\u001b[1m999: octet > 255");
}

}  // namespace
}  // namespace tidings::input
