#include <gtest/gtest.h>

#include <functional>

#include "core/bulletin/bulletin.hpp"
#include "tests/unit/core/bulletin/sample.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;

v1::Header complete() {
  v1::Header header = sample::context(identity::OrgId::from_bytes(std::string(32, 'o')).value());
  header.set_version(1);
  header.set_canonicalisation(1);
  header.set_claims_root(std::string(32, 'r'));
  header.set_claim_count(3);
  return header;
}

base::Result<Header> read(const v1::Header& header) { return read_header(header.SerializeAsString()); }

/// What a changed header is refused with; Cancelled stands for "it was not".
ErrorCode refusal(const std::function<void(v1::Header&)>& change) {
  v1::Header header = complete();
  change(header);
  const auto result = read(header);
  return result ? ErrorCode::Cancelled : result.error().code;
}

TEST(Header, gives_the_fields_that_decisions_need) {
  const auto header = read(complete());
  ASSERT_TRUE(header) << header.error().what;
  EXPECT_EQ(header->id.bytes(), base::sha256(complete().SerializeAsString()).bytes());
  EXPECT_EQ(header->origin.bytes(), std::string(32, 'o'));
  EXPECT_EQ(header->kind, v1::KIND_REPORT);
  EXPECT_EQ(header->issued_at, sample::issued_at);
  EXPECT_EQ(header->expires_at, sample::issued_at + 90 * sample::day);
  EXPECT_EQ(header->lane, Lane::Normal);
  EXPECT_EQ(header->publication.bytes(), std::string(16, 'p'));
  EXPECT_EQ(header->revision, 1U);
  EXPECT_EQ(header->message.title(), complete().title());
}

TEST(Header, its_lane_follows_from_kind_and_priority) {
  v1::Header header;
  EXPECT_EQ(lane_of(header), Lane::Normal);
  header.set_priority(v1::PRIORITY_URGENT);
  EXPECT_EQ(lane_of(header), Lane::Urgent);
  header.set_kind(v1::KIND_WITHDRAWAL);
  EXPECT_EQ(lane_of(header), Lane::Withdrawal);
}

TEST(Header, of_a_version_or_a_tlp_of_later_times_is_unsupported) {
  EXPECT_EQ(refusal([](auto& h) { h.set_version(2); }), ErrorCode::Unsupported);
  EXPECT_EQ(refusal([](auto& h) { h.set_version(0); }), ErrorCode::Unsupported);
  EXPECT_EQ(refusal([](auto& h) { h.mutable_audience()->set_tlp(static_cast<v1::Tlp>(6)); }), ErrorCode::Unsupported);
  EXPECT_EQ(refusal([](auto& h) { h.mutable_audience()->set_tlp(static_cast<v1::Tlp>(-1)); }), ErrorCode::Unsupported);
}

TEST(Header, kinds_and_enumerators_of_later_times_are_carried) {
  auto header = complete();
  header.set_kind(static_cast<v1::Kind>(77));
  header.set_role(static_cast<v1::Role>(77));
  header.set_verdict(static_cast<v1::Verdict>(77));
  header.set_priority(static_cast<v1::Priority>(77));
  header.mutable_audience()->set_pap(static_cast<v1::Pap>(77));
  EXPECT_TRUE(read(header));
  EXPECT_TRUE(read_header(header.SerializeAsString() + "\xfa\x7d\x05later"));
}

TEST(Header, ids_of_a_wrong_size_are_refused) {
  EXPECT_EQ(refusal([](auto& h) { h.set_origin("short"); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.set_publication_id(std::string(17, 'p')); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.set_claims_root(""); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.mutable_audience()->add_release_to("Brussels"); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.add_based_on("x"); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.add_targets()->set_bulletin_id("x"); }), ErrorCode::BadInput);
}

TEST(Header, numbers_that_contradict_themselves_are_refused) {
  EXPECT_EQ(refusal([](auto& h) { h.set_kind(v1::KIND_UNSPECIFIED); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.set_revision(0); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.set_part(0); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.set_part(2); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.set_confidence(102); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.set_claim_count(4097); }), ErrorCode::TooLarge);
  EXPECT_EQ(refusal([](auto& h) { h.clear_audience(); }), ErrorCode::BadInput);
}

TEST(Header, an_expiry_before_its_issue_or_more_than_two_years_after_is_refused_with_why) {
  EXPECT_EQ(refusal([](auto& h) { h.set_issued_at(0); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.set_expires_at(h.issued_at()); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.set_issued_at(~0ULL); }), ErrorCode::BadInput);
  EXPECT_EQ(refusal([](auto& h) { h.set_expires_at(~0ULL); }), ErrorCode::BadInput);
  auto header = complete();
  const auto most = static_cast<std::uint64_t>(max_lifetime.count());
  header.set_expires_at(header.issued_at() + most);
  EXPECT_TRUE(read(header));
  header.set_expires_at(header.issued_at() + most + 1);
  const auto refused = read(header);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("2 years"), std::string::npos);
}

TEST(Header, a_withdrawal_names_what_it_withdraws) {
  EXPECT_EQ(refusal([](auto& h) { h.set_kind(v1::KIND_WITHDRAWAL); }), ErrorCode::BadInput);
  auto header = complete();
  header.set_kind(v1::KIND_WITHDRAWAL);
  header.add_targets()->set_bulletin_id(std::string(32, 'b'));
  header.mutable_targets(0)->add_claims(4095);
  EXPECT_TRUE(read(header));
  header.mutable_targets(0)->add_claims(4096);
  EXPECT_FALSE(read(header));
}

TEST(Header, a_sighting_or_dispute_refers_to_bulletins_or_to_values) {
  for (const auto kind : {v1::KIND_SIGHTING, v1::KIND_DISPUTE}) {
    auto header = complete();
    header.set_kind(kind);
    EXPECT_TRUE(read(header));
    header.set_claim_count(0);
    EXPECT_FALSE(read(header));
    header.add_targets()->set_bulletin_id(std::string(32, 'b'));
    EXPECT_TRUE(read(header));
  }
}

TEST(Header, lists_and_texts_beyond_their_limits_are_too_large) {
  const std::string id(32, 'i');
  const auto many = [](int count, const std::function<void()>& add) {
    for (int i = 0; i < count; ++i) add();
  };
  EXPECT_EQ(refusal([&](auto& h) { many(257, [&] { h.add_tags("t"); }); }), ErrorCode::TooLarge);
  EXPECT_EQ(refusal([&](auto& h) { many(257, [&] { h.add_references(""); }); }), ErrorCode::TooLarge);
  EXPECT_EQ(refusal([&](auto& h) { many(257, [&] { h.add_ecosystems("e"); }); }), ErrorCode::TooLarge);
  EXPECT_EQ(refusal([&](auto& h) { many(257, [&] { h.add_targets()->set_bulletin_id(id); }); }), ErrorCode::TooLarge);
  EXPECT_EQ(refusal([&](auto& h) { many(257, [&] { h.mutable_audience()->add_release_to(id); }); }),
            ErrorCode::TooLarge);
  EXPECT_EQ(refusal([&](auto& h) { many(65, [&] { h.add_based_on(id); }); }), ErrorCode::TooLarge);
  EXPECT_EQ(refusal([](auto& h) { h.add_tags(std::string(2049, 't')); }), ErrorCode::TooLarge);
  EXPECT_EQ(refusal([](auto& h) { h.set_title(std::string(1025, 't')); }), ErrorCode::TooLarge);
  EXPECT_EQ(refusal([](auto& h) { h.set_text(std::string(48 * 1024 + 1, 't')); }), ErrorCode::TooLarge);
  EXPECT_EQ(read_header(std::string(max_header_bytes + 1, 'x')).error().code, ErrorCode::TooLarge);
}

TEST(Header, a_field_that_stands_twice_is_refused_because_readers_could_differ_on_it) {
  const std::string bytes = complete().SerializeAsString();
  v1::Header wider;
  wider.mutable_audience()->set_tlp(v1::TLP_CLEAR);
  EXPECT_FALSE(read_header(bytes + wider.SerializeAsString()));
  auto header = complete();
  std::string audience = header.audience().SerializeAsString() + wider.audience().SerializeAsString();
  header.clear_audience();
  const std::string twice = header.SerializeAsString() + "\x3a" + static_cast<char>(audience.size()) + audience;
  EXPECT_FALSE(read_header(twice));
}

TEST(Header, texts_that_are_not_utf8_are_refused) {
  v1::Header header = complete();
  std::string bytes = header.SerializeAsString();
  const auto at = bytes.find("Loader");
  bytes[at] = '\xff';
  EXPECT_EQ(read_header(bytes).error().code, ErrorCode::BadInput);
}

TEST(Header, cut_at_any_byte_is_refused) {
  const std::string bytes = complete().SerializeAsString();
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(read_header(bytes.substr(0, size))) << size;
}

}  // namespace
}  // namespace tidings::bulletin
