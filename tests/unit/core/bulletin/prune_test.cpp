#include "core/bulletin/prune.hpp"

#include <gtest/gtest.h>

#include "core/bulletin/verify.hpp"
#include "tests/unit/core/bulletin/sample.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;

TEST(Prune, leaves_out_the_seed_and_every_byte_of_what_was_withheld) {
  const sample::Organisation org;
  const auto made = build(org.signer(), sample::context(org.id), sample::sha256_claims(6)).value();
  const std::vector<std::uint32_t> kept{4};
  const std::string pruned = prune(made.bytes, kept).value();
  EXPECT_EQ(pruned.find(open(made.bytes)->seed), std::string::npos);
  for (std::uint32_t i = 0; i < 6; ++i) {
    EXPECT_EQ(pruned.find(sample::sha256_claim(i).value()) != std::string::npos, i == 4) << i;
  }
}

TEST(Prune, numbers_that_do_not_rise_or_do_not_exist_are_refused) {
  const sample::Organisation org;
  const auto made = build(org.signer(), sample::context(org.id), sample::sha256_claims(6)).value();
  for (const std::vector<std::uint32_t>& kept : {std::vector<std::uint32_t>{2, 1}, {1, 1}, {6}}) {
    EXPECT_EQ(prune(made.bytes, kept).error().code, ErrorCode::BadInput);
  }
  const std::vector<std::uint32_t> one{1};
  EXPECT_EQ(prune(prune(made.bytes, one).value(), one).error().code, ErrorCode::BadInput);
}

TEST(Prune, a_pruned_bulletin_whose_numbers_are_moved_is_refused) {
  const sample::Organisation org;
  const auto made = build(org.signer(), sample::context(org.id), sample::sha256_claims(6)).value();
  const std::vector<std::uint32_t> kept{1, 4};
  v1::Bulletin envelope;
  ASSERT_TRUE(envelope.ParseFromString(prune(made.bytes, kept).value()));
  for (const auto& [first, second] : {std::pair{0U, 4U}, {4U, 1U}, {1U, 1U}, {1U, 6U}, {1U, 5000U}, {1U, 5U}}) {
    envelope.mutable_pruning()->set_numbers(0, first);
    envelope.mutable_pruning()->set_numbers(1, second);
    EXPECT_FALSE(verify(envelope.SerializeAsString(), org.identity)) << first << " " << second;
  }
}

TEST(Prune, a_pruned_bulletin_that_brings_a_seed_or_lacks_salts_is_refused) {
  const sample::Organisation org;
  const auto made = build(org.signer(), sample::context(org.id), sample::sha256_claims(6)).value();
  const std::vector<std::uint32_t> kept{1, 4};
  v1::Bulletin envelope;
  ASSERT_TRUE(envelope.ParseFromString(prune(made.bytes, kept).value()));
  v1::Bulletin seeded = envelope;
  seeded.set_seed(std::string(32, 's'));
  EXPECT_EQ(verify(seeded.SerializeAsString(), org.identity).error().code, ErrorCode::BadInput);
  envelope.mutable_pruning()->mutable_salts()->RemoveLast();
  EXPECT_EQ(verify(envelope.SerializeAsString(), org.identity).error().code, ErrorCode::BadInput);
}

}  // namespace
}  // namespace tidings::bulletin
