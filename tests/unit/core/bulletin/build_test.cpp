#include "core/bulletin/build.hpp"

#include <gtest/gtest.h>

#include "core/bulletin/verify.hpp"
#include "tests/unit/core/bulletin/sample.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;
using sample::Organisation;

TEST(Build, two_bulletins_of_the_same_words_have_different_seeds_and_so_different_roots) {
  const Organisation org;
  const auto claims = sample::sha256_claims(2);
  const auto first = build(org.signer(), sample::context(org.id), claims).value();
  const auto second = build(org.signer(), sample::context(org.id), claims).value();
  EXPECT_NE(first.header.message.claims_root(), second.header.message.claims_root());
  EXPECT_NE(first.header.id, second.header.id);
}

TEST(Build, refuses_a_claim_that_is_not_canonical_and_says_which) {
  const Organisation org;
  auto claims = sample::sha256_claims(2);
  claims[1].set_value("short");
  const auto refused = build(org.signer(), sample::context(org.id), claims);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::BadInput);
  EXPECT_TRUE(refused.error().what.starts_with("claim 1: ")) << refused.error().what;
}

TEST(Build, refuses_what_a_receiver_would_refuse) {
  const Organisation org;
  auto untimely = sample::context(org.id);
  untimely.set_expires_at(untimely.issued_at());
  EXPECT_FALSE(build(org.signer(), untimely, sample::sha256_claims(1)));
  EXPECT_EQ(build(org.signer(), sample::context(org.id), sample::sha256_claims(4097)).error().code,
            ErrorCode::TooLarge);
  EXPECT_TRUE(build(org.signer(), sample::context(org.id), sample::sha256_claims(4096)));
}

TEST(Split, keeps_order_and_the_number_asked_for) {
  const auto claims = sample::sha256_claims(2500);
  const auto runs = split(sample::context({}), claims);
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_EQ(runs[0].size(), 1000U);
  EXPECT_EQ(runs[2].size(), 500U);
  EXPECT_EQ(runs[1].data(), &claims[1000]);
  EXPECT_EQ(split(sample::context({}), claims, 10'000).size(), 1U);
  EXPECT_EQ(split(sample::context({}), {}).size(), 1U);
}

TEST(Split, every_run_fits_a_bulletin_whatever_its_claims_weigh) {
  const Organisation org;
  auto context = sample::context(org.id);
  context.set_text(std::string(max_text_bytes, 't'));
  std::vector<v1::Claim> claims;
  for (int i = 0; i < 40; ++i) {
    v1::Claim claim;
    claim.set_type(static_cast<std::uint32_t>(observable::Type::Yara));
    claim.set_value("rule r" + std::to_string(i) +
                    " { condition: " + std::string(static_cast<std::size_t>(i) * 5000, 'a') + " }");
    claims.push_back(claim);
  }
  const auto runs = split(context, claims, max_claims);
  EXPECT_GT(runs.size(), 3U);
  std::size_t total = 0;
  for (const auto run : runs) {
    const auto made = build(org.signer(), context, run);
    ASSERT_TRUE(made) << made.error().what;
    total += run.size();
  }
  EXPECT_EQ(total, claims.size());
}

}  // namespace
}  // namespace tidings::bulletin
