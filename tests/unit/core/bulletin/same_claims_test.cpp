#include "core/bulletin/same_claims.hpp"

#include <gtest/gtest.h>

#include "core/bulletin/build.hpp"
#include "tests/unit/core/bulletin/sample.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;
using sample::day;
using sample::issued_at;
using sample::Organisation;

struct SameClaims : testing::Test {
  Organisation org;
  Signed former = build(org.signer(), sample::context(org.id), sample::sha256_claims(300)).value();
  Signed fresh = renew(org.signer(), former.bytes, {issued_at + day, issued_at + 100 * day, 2}).value();
};

TEST_F(SameClaims, a_renewed_bulletin_has_another_id_and_the_same_root) {
  EXPECT_NE(fresh.header.id, former.header.id);
  EXPECT_EQ(fresh.header.message.claims_root(), former.header.message.claims_root());
  EXPECT_EQ(fresh.header.revision, 2u);
  EXPECT_EQ(fresh.header.expires_at, issued_at + 100 * day);
  EXPECT_EQ(fresh.header.message.title(), former.header.message.title());
  EXPECT_TRUE(verify(fresh.bytes, org.identity));
}

TEST_F(SameClaims, it_travels_without_its_claims_and_is_whole_again_with_the_formers) {
  const auto sent = without_claims(fresh.bytes, former.header.id).value();
  EXPECT_LT(sent.size(), 700u);
  EXPECT_EQ(claims_elsewhere(sent), former.header.id);
  const auto whole = with_claims_of(sent, former.bytes).value();
  EXPECT_EQ(whole, fresh.bytes);
}

TEST_F(SameClaims, a_bulletin_with_claims_of_its_own_has_them_nowhere_else) {
  EXPECT_FALSE(claims_elsewhere(fresh.bytes));
  auto both = fresh.bytes;
  both += without_claims(fresh.bytes, former.header.id).value();
  EXPECT_FALSE(claims_elsewhere(both));
}

TEST_F(SameClaims, another_root_is_not_taken) {
  const auto sent = without_claims(fresh.bytes, former.header.id).value();
  const auto other = build(org.signer(), sample::context(org.id), sample::sha256_claims(300)).value();
  EXPECT_EQ(with_claims_of(sent, other.bytes).error().code, ErrorCode::BadProof);
}

TEST_F(SameClaims, the_form_without_claims_is_no_bulletin) {
  const auto sent = without_claims(fresh.bytes, former.header.id).value();
  EXPECT_FALSE(verify(sent, org.identity));
}

TEST_F(SameClaims, a_bulletin_without_claims_has_none_elsewhere) {
  const auto empty = build(org.signer(), sample::context(org.id), {}).value();
  EXPECT_FALSE(without_claims(empty.bytes, former.header.id));
  EXPECT_TRUE(renew(org.signer(), empty.bytes, {issued_at + day, issued_at + 100 * day, 2}));
}

}  // namespace
}  // namespace tidings::bulletin
