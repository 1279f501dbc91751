#include "core/bulletin/opaque_claims.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/bulletin/prune.hpp"
#include "tests/unit/core/bulletin/sample.hpp"

namespace tidings::bulletin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Claim opaque(const std::string& id, std::string content) {
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(observable::Type::Opaque));
  claim.set_value(id);
  claim.mutable_opaque()->set_content(std::move(content));
  return claim;
}

TEST(OpaqueClaims, all_that_are_of_one_value_are_found_and_no_other_claims) {
  const sample::Organisation org;
  v1::Claim same_value;
  same_value.set_type(static_cast<std::uint32_t>(observable::Type::Domain));
  same_value.set_value("a.tw");
  const std::vector<v1::Claim> claims{opaque("a.tw", "a"), sample::sha256_claim(1), opaque("b.tw", "b"),
                                      opaque("a.tw", "c"), same_value};
  const auto made = build(org.signer(), sample::context(org.id), claims).value();
  const auto whole = open(made.bytes).value();
  EXPECT_THAT(OpaqueClaims(whole).places_of("a.tw"), ElementsAre(0, 3));
  EXPECT_THAT(OpaqueClaims(whole).places_of("b.tw"), ElementsAre(2));
  EXPECT_THAT(OpaqueClaims(whole).places_of("c.tw"), IsEmpty());
  const std::vector<std::uint32_t> kept{1, 3};
  const auto pruned_bytes = prune(made.bytes, kept).value();
  const auto pruned = open(pruned_bytes).value();
  ASSERT_THAT(OpaqueClaims(pruned).places_of("a.tw"), ElementsAre(1));
  EXPECT_EQ(number_at(pruned, 1), 3U);
}

}  // namespace
}  // namespace tidings::bulletin
