#include "core/bulletin/verify.hpp"

#include <gtest/gtest.h>

#include "core/bulletin/build.hpp"
#include "core/bulletin/prune.hpp"
#include "tests/unit/core/bulletin/sample.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;
using sample::Organisation;

Signed report(const Organisation& org, std::size_t claims) {
  return build(org.signer(), sample::context(org.id), sample::sha256_claims(claims)).value();
}

v1::Bulletin parsed(const std::string& bytes) {
  v1::Bulletin envelope;
  EXPECT_TRUE(envelope.ParseFromString(bytes));
  return envelope;
}

ErrorCode refusal(const std::string& bytes, const identity::Identity& origin) {
  const auto verified = verify(bytes, origin);
  return verified ? ErrorCode::Cancelled : verified.error().code;
}

TEST(Verify, gives_back_what_was_built) {
  const Organisation org;
  const auto made = report(org, 1000);
  const auto verified = verify(made.bytes, org.identity);
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_EQ(verified->header.id, made.header.id);
  ASSERT_EQ(verified->claims.size(), 1000U);
  EXPECT_EQ(verified->not_indexable, 0U);
  EXPECT_FALSE(verified->pruned);
  for (std::size_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(verified->claims[i].number, i);
    EXPECT_TRUE(verified->claims[i].indexable);
    EXPECT_EQ(verified->claims[i].type, observable::Type::Sha256);
    EXPECT_EQ(verified->claims[i].message.value(), sample::sha256_claim(i).value());
  }
}

TEST(Verify, a_bulletin_without_claims_has_no_seed) {
  const Organisation org;
  auto context = sample::context(org.id);
  context.set_kind(v1::KIND_WITHDRAWAL);
  context.add_targets()->set_bulletin_id(std::string(32, 'b'));
  const auto made = build(org.signer(), context, {}).value();
  EXPECT_TRUE(verify(made.bytes, org.identity));
  EXPECT_EQ(made.header.lane, Lane::Withdrawal);
  auto envelope = parsed(made.bytes);
  EXPECT_TRUE(envelope.seed().empty());
  envelope.set_seed(std::string(32, 's'));
  EXPECT_EQ(refusal(envelope.SerializeAsString(), org.identity), ErrorCode::BadInput);
}

TEST(Verify, a_wrong_signature_is_refused) {
  const Organisation org;
  auto envelope = parsed(report(org, 3).bytes);
  envelope.set_signature(std::string(64, 'x'));
  EXPECT_EQ(refusal(envelope.SerializeAsString(), org.identity), ErrorCode::BadSignature);
  envelope.set_signature("short");
  EXPECT_EQ(refusal(envelope.SerializeAsString(), org.identity), ErrorCode::BadInput);
}

TEST(Verify, an_altered_claim_is_refused) {
  const Organisation org;
  auto envelope = parsed(report(org, 3).bytes);
  envelope.mutable_claims(1)->back() ^= 1;
  EXPECT_EQ(refusal(envelope.SerializeAsString(), org.identity), ErrorCode::BadProof);
}

TEST(Verify, claims_in_another_order_are_refused) {
  const Organisation org;
  auto envelope = parsed(report(org, 3).bytes);
  envelope.mutable_claims()->SwapElements(0, 2);
  EXPECT_EQ(refusal(envelope.SerializeAsString(), org.identity), ErrorCode::BadProof);
}

TEST(Verify, an_altered_header_is_refused) {
  const Organisation org;
  auto envelope = parsed(report(org, 3).bytes);
  v1::Header header;
  ASSERT_TRUE(header.ParseFromString(envelope.header()));
  header.mutable_audience()->set_tlp(v1::TLP_CLEAR);
  envelope.set_header(header.SerializeAsString());
  EXPECT_EQ(refusal(envelope.SerializeAsString(), org.identity), ErrorCode::BadSignature);
}

TEST(Verify, a_header_that_claims_more_or_less_than_comes_is_refused_before_any_signature) {
  const Organisation org;
  auto less = parsed(report(org, 3).bytes);
  less.mutable_claims()->RemoveLast();
  const auto refused = verify(less.SerializeAsString(), org.identity);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::BadProof);
  EXPECT_EQ(refused.error().what, "the header says 3 claims, 2 came");
  auto more = parsed(report(org, 3).bytes);
  more.add_claims(more.claims(0));
  EXPECT_EQ(refusal(more.SerializeAsString(), org.identity), ErrorCode::BadProof);
}

TEST(Verify, a_delegation_must_cover_the_issue_not_today) {
  const Organisation org;
  auto context = sample::context(org.id);
  context.set_issued_at((sample::issued_at + 399 * sample::day).us);
  context.set_expires_at((sample::issued_at + 420 * sample::day).us);
  const auto late = build(org.signer(), context, sample::sha256_claims(1)).value();
  EXPECT_EQ(refusal(late.bytes, org.identity), ErrorCode::NotDelegated);
  context.set_issued_at((sample::issued_at + 399 * sample::day).us - 1);
  EXPECT_TRUE(verify(build(org.signer(), context, sample::sha256_claims(1)).value().bytes, org.identity));
}

TEST(Verify, a_key_delegated_for_contact_alone_signs_no_bulletin) {
  Organisation org;
  org.identity = org.make_identity({identity::DelegatedFor::Contact});
  EXPECT_EQ(refusal(report(org, 1).bytes, org.identity), ErrorCode::NotDelegated);
}

TEST(Verify, a_delegation_that_the_identity_does_not_have_is_refused) {
  const Organisation org;
  auto envelope = parsed(report(org, 1).bytes);
  envelope.set_delegation_id(std::string(32, 'd'));
  EXPECT_EQ(refusal(envelope.SerializeAsString(), org.identity), ErrorCode::NotDelegated);
}

TEST(Verify, needs_the_identity_of_the_origin_itself) {
  const Organisation org;
  auto stranger = org.identity;
  stranger.organisation = identity::OrgId{};
  EXPECT_EQ(refusal(report(org, 1).bytes, stranger), ErrorCode::UnknownKey);
}

TEST(Verify, another_algorithm_is_unsupported) {
  const Organisation org;
  auto envelope = parsed(report(org, 1).bytes);
  envelope.set_algorithm(2);
  EXPECT_EQ(refusal(envelope.SerializeAsString(), org.identity), ErrorCode::Unsupported);
}

TEST(Verify, unknown_types_and_values_that_are_not_canonical_are_carried_and_marked) {
  const Organisation org;
  v1::Claim later;
  later.set_type(60000);
  later.set_value("of a later version");
  v1::Claim upper;
  upper.set_type(6);
  upper.set_value("EVIL.example");
  const auto bytes = sample::sign_raw(org.signer(), sample::context(org.id),
                                      {sample::sha256_claim(0).SerializeAsString(), later.SerializeAsString(),
                                       upper.SerializeAsString() + "\xfa\x7d\x05later"});
  const auto verified = verify(bytes, org.identity);
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_EQ(verified->not_indexable, 2U);
  EXPECT_TRUE(verified->claims[0].indexable);
  EXPECT_FALSE(verified->claims[1].indexable);
  EXPECT_EQ(verified->claims[1].type, observable::Type::None);
  EXPECT_FALSE(verified->claims[2].indexable);
  EXPECT_EQ(verified->claims[2].message.value(), "EVIL.example");
}

TEST(Verify, claims_that_cannot_be_read_or_go_beyond_limits_are_refused_by_number) {
  const Organisation org;
  const auto with = [&](const std::string& claim) {
    return verify(
        sample::sign_raw(org.signer(), sample::context(org.id), {sample::sha256_claim(0).SerializeAsString(), claim}),
        org.identity);
  };
  v1::Claim confident = sample::sha256_claim(1);
  confident.set_confidence(102);
  v1::Claim talkative = sample::sha256_claim(1);
  talkative.set_comment(std::string(max_comment_bytes + 1, 'c'));
  v1::Claim tagged = sample::sha256_claim(1);
  for (int i = 0; i < 257; ++i) tagged.add_tags("t");
  v1::Claim opaque;
  opaque.mutable_opaque()->set_content(std::string(max_opaque_bytes + 1, 'o'));
  const std::string not_utf8 = std::string("\x42\x02", 2) + "\xff\xff";
  for (const std::string& claim :
       {confident.SerializeAsString(), talkative.SerializeAsString(), tagged.SerializeAsString(),
        opaque.SerializeAsString(), not_utf8, std::string("\x12\x7f")}) {
    const auto refused = with(claim);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().what.starts_with("claim 1: ")) << refused.error().what;
  }
}

TEST(Verify, a_claim_reads_the_same_whether_plain_or_through_protobuf) {
  const Organisation org;
  v1::Claim claim = sample::sha256_claim(0);
  claim.set_role(v1::ROLE_C2);
  claim.set_verdict(v1::VERDICT_SUSPICIOUS);
  claim.set_confidence(51);
  claim.set_valid_from(7);
  claim.set_valid_until(~0ULL);
  claim.set_comment("seen twice");
  const std::string plain = claim.SerializeAsString();
  const std::string later = plain + "\xfa\x7d\x05later";
  const auto verified = verify(sample::sign_raw(org.signer(), sample::context(org.id), {plain, later}), org.identity);
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->claims[0].message.SerializeAsString(), plain);
  EXPECT_EQ(verified->claims[1].message.SerializeAsString(), later);
}

TEST(Verify, a_claim_that_protobuf_would_refuse_is_refused_though_its_fields_are_plain) {
  const Organisation org;
  const std::string long_tag("\x88\x80\x80\x80\x80\x00\x16", 7);  // field 1 with its tag in six bytes
  v1::Claim claim;
  ASSERT_FALSE(claim.ParseFromString(long_tag));
  EXPECT_EQ(refusal(sample::sign_raw(org.signer(), sample::context(org.id), {long_tag}), org.identity),
            ErrorCode::BadInput);
}

TEST(Open, refuses_more_claims_than_a_bulletin_may_have) {
  v1::Bulletin envelope;
  envelope.set_header("h");
  envelope.set_seed(std::string(32, 's'));
  for (std::size_t i = 0; i < max_claims; ++i) envelope.add_claims("");
  EXPECT_TRUE(open(envelope.SerializeAsString()));
  envelope.add_claims("");
  EXPECT_EQ(open(envelope.SerializeAsString()).error().code, ErrorCode::TooLarge);
}

TEST(Open, refuses_what_is_larger_than_a_bulletin_or_fattened_with_unknown_fields) {
  EXPECT_EQ(open(std::string(max_bulletin_bytes + 1, 'x')).error().code, ErrorCode::TooLarge);
  const Organisation org;
  const std::string bytes = report(org, 3).bytes;
  EXPECT_TRUE(verify(bytes + "\xfa\x7d\x05later", org.identity));
  EXPECT_EQ(open(bytes + "\xfa\x7d\x88\x27" + std::string(5000, 'x')).error().code, ErrorCode::TooLarge);
}

TEST(Open, refuses_a_field_that_stands_twice) {
  const Organisation org;
  const std::string bytes = report(org, 3).bytes;
  v1::Bulletin other;
  other.set_header("another header");
  EXPECT_EQ(open(bytes + other.SerializeAsString()).error().code, ErrorCode::BadInput);
}

TEST(Open, points_into_the_bytes_given) {
  const Organisation org;
  const auto made = report(org, 2);
  const auto envelope = open(made.bytes);
  ASSERT_TRUE(envelope);
  EXPECT_EQ(BulletinId::from_bytes(base::sha256(envelope->header).bytes()), made.header.id);
  EXPECT_GE(envelope->claims[0].data(), made.bytes.data());
  EXPECT_LT(envelope->claims[1].data(), made.bytes.data() + made.bytes.size());
}

TEST(PeekHeader, reads_the_header_of_a_bulletin_whose_claims_have_not_come_yet) {
  const Organisation org;
  const auto made = report(org, 100);
  const auto whole = open(made.bytes).value();
  const auto start = static_cast<std::size_t>(whole.header.data() - made.bytes.data()) + whole.header.size();
  const auto header = peek_header(std::string_view(made.bytes).substr(0, start));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->id, made.header.id);
  EXPECT_FALSE(peek_header(""));
}

TEST(ReadClaim, finds_a_claim_in_whole_and_pruned_bytes) {
  const Organisation org;
  const auto made = report(org, 9);
  EXPECT_EQ(read_claim(made.bytes, 8)->value(), sample::sha256_claim(8).value());
  EXPECT_EQ(read_claim(made.bytes, 9).error().code, ErrorCode::NotFound);
  const std::vector<std::uint32_t> kept{2, 8};
  const std::string pruned = prune(made.bytes, kept).value();
  EXPECT_EQ(read_claim(pruned, 8)->value(), sample::sha256_claim(8).value());
  EXPECT_EQ(read_claim(pruned, 3).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace tidings::bulletin
