// What holds for every bulletin, tried on generated ones.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/bulletin/build.hpp"
#include "core/bulletin/prune.hpp"
#include "core/bulletin/verify.hpp"
#include "tests/unit/core/bulletin/sample.hpp"

namespace tidings::bulletin {
namespace {

const sample::Organisation& org() {
  static const sample::Organisation organisation;
  return organisation;
}

Signed any_bulletin() {
  const auto count = *rc::gen::inRange<std::size_t>(1, 40);
  return build(org().signer(), sample::context(org().id), sample::sha256_claims(count)).value();
}

/// `part` of `bytes` (a view into it) with one bit of one byte turned.
std::string altered(const std::string& bytes, std::string_view part) {
  const auto start = static_cast<std::size_t>(part.data() - bytes.data());
  const auto at = start + *rc::gen::inRange<std::size_t>(0, part.size());
  std::string copy = bytes;
  copy[at] = static_cast<char>(copy[at] ^ (1 << *rc::gen::inRange(0, 8)));
  return copy;
}

RC_GTEST_PROP(Bulletin, with_any_bit_of_any_claim_altered_is_refused, ()) {
  const auto made = any_bulletin();
  const auto envelope = open(made.bytes).value();
  RC_ASSERT(!verify(altered(made.bytes, *rc::gen::elementOf(envelope.claims)), org().identity));
}

RC_GTEST_PROP(Bulletin, with_any_bit_of_its_header_altered_is_refused, ()) {
  const auto made = any_bulletin();
  RC_ASSERT(!verify(altered(made.bytes, open(made.bytes)->header), org().identity));
}

RC_GTEST_PROP(Bulletin, with_any_bit_of_signature_seed_or_delegation_altered_is_refused, ()) {
  const auto made = any_bulletin();
  const auto envelope = open(made.bytes).value();
  const std::vector<std::string_view> parts{envelope.signature, envelope.seed, envelope.delegation_id};
  RC_ASSERT(!verify(altered(made.bytes, *rc::gen::elementOf(parts)), org().identity));
}

RC_GTEST_PROP(Bulletin, pruned_to_any_claims_still_verifies_as_the_same_bulletin, ()) {
  const auto made = any_bulletin();
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < made.header.message.claim_count(); ++i) {
    if (*rc::gen::arbitrary<bool>()) kept.push_back(i);
  }
  const auto pruned = prune(made.bytes, kept);
  RC_ASSERT(pruned.has_value());
  const auto verified = verify(*pruned, org().identity);
  RC_ASSERT(verified.has_value());
  RC_ASSERT(verified->header.id == made.header.id);
  RC_ASSERT(verified->pruned);
  RC_ASSERT(verified->claims.size() == kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    RC_ASSERT(verified->claims[i].number == kept[i]);
    RC_ASSERT(verified->claims[i].message.value() == sample::sha256_claim(kept[i]).value());
  }
}

RC_GTEST_PROP(Bulletin, pruned_and_then_altered_is_refused, ()) {
  const auto made = any_bulletin();
  const std::vector<std::uint32_t> kept{*rc::gen::inRange(0U, made.header.message.claim_count())};
  const std::string pruned = prune(made.bytes, kept).value();
  const auto envelope = open(pruned).value();
  std::vector<std::string_view> parts{envelope.claims[0], envelope.salts[0]};
  parts.insert(parts.end(), envelope.hashes.begin(), envelope.hashes.end());
  RC_ASSERT(!verify(altered(pruned, *rc::gen::elementOf(parts)), org().identity));
}

RC_GTEST_PROP(Bulletin, any_bytes_are_read_or_refused_without_harm, (const std::string& bytes)) {
  RC_ASSERT(!verify(bytes, org().identity));
  (void)read_verified(bytes);
  (void)peek_header(bytes);
  (void)read_claim(bytes, 0);
}

TEST(Bulletin, cut_at_any_byte_is_refused) {
  const auto made = build(org().signer(), sample::context(org().id), sample::sha256_claims(20)).value();
  const std::vector<std::uint32_t> kept{3, 4, 17};
  for (const std::string& whole : {made.bytes, prune(made.bytes, kept).value()}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      // A copy of its own size, so that a sanitizer sees any step beyond its end.
      EXPECT_FALSE(verify(std::string(whole, 0, size), org().identity)) << size;
    }
  }
}

}  // namespace
}  // namespace tidings::bulletin
