#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <array>

#include "client/input/claim_batch.hpp"
#include "client/input/file_source.hpp"
#include "client/input/marking.hpp"
#include "client/input/summary.hpp"
#include "tests/unit/client/input/reading.hpp"

namespace tidings::input {
namespace {

using ::testing::HasSubstr;

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

TEST(Marking, what_part_of_the_input_states_does_not_widen_the_rest) {
  const Marking clear{v1::TLP_CLEAR, "iocs.txt", 1};
  const auto settled = settle({{}, "", v1::TLP_AMBER}, clear);
  EXPECT_EQ(settled->tlp, v1::TLP_AMBER);
  EXPECT_TRUE(settled->narrowed);
  EXPECT_EQ(settle({{}, "", v1::TLP_AMBER}, Marking{v1::TLP_RED, "iocs.txt", 1})->tlp, v1::TLP_RED);
  EXPECT_FALSE(settle({{}, "", v1::TLP_AMBER}, Marking{v1::TLP_RED, "iocs.txt", 1})->narrowed);
  EXPECT_EQ(settle({v1::TLP_CLEAR, "", v1::TLP_AMBER}, clear)->tlp, v1::TLP_CLEAR) << "--tlp says so of all";
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
  Counts counts{{1204, 5, 0, 0, 0, 0, 0, 0, 0}, 1187, 12};
  EXPECT_EQ(summary(counts, "published"), "1,204 read, 1,187 published, 12 already said, 5 refused");
  counts.input.repeated = 3;
  counts.input.carried = 2;
  counts.input.local = 1;
  counts.input.originals = 21;
  EXPECT_EQ(
      summary(counts, "published"),
      "1,204 read, 1,187 published, 12 already said, 3 repeated, 5 refused, 2 carried as they are, 1 kept here for "
      "their marking, 21 originals");
}

TEST(Summary, a_refusal_names_file_line_value_and_reason) {
  EXPECT_EQ(describe(Refused{"iocs.txt", "17", "1.2.3.\x1b[1m999", "octet > 255"}),
            "iocs.txt:17: 1.2.3.\\u001b[1m999: octet > 255");
  EXPECT_EQ(describe(Refused{"b.json", "/objects/3", "", "it is no object"}), "b.json: /objects/3: it is no object");
  EXPECT_EQ(describe("b.json", {draft::Fate::Opaque, "/objects/0", "report--1", "no value is read of it"}),
            "b.json: /objects/0: report--1: carried as it is, no value is read of it");
  EXPECT_EQ(describe("a.yar", {draft::Fate::Opaque, "17", "yara:Evil", "no text that could be a value"}),
            "a.yar:17: yara:Evil: carried as it is, no text that could be a value");
}

}  // namespace
}  // namespace tidings::input
