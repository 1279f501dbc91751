#include "daemon/intake/intake.hpp"

#include "core/bulletin/merkle.hpp"
#include "core/bulletin/prune.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;
using telemetry::Counter;
using telemetry::CounterByReason;
using telemetry::Event;

struct IntakeTest : testing::Test {
  IntakeTest() { node.befriend(brussels, "brussels"); }

  bulletin::Signed report(const Organisation& origin, v1::Tlp tlp = v1::TLP_GREEN) {
    return sign(origin, header_by(origin, node.clock.now(), tlp), claims_of({"45.62.198.73", "evil.example.net"}));
  }
  void expect_refused(const Answer& answer, Ending ending, ErrorCode code) {
    EXPECT_EQ(answer.ending, ending) << answer.error.what;
    EXPECT_EQ(base::name(answer.error.code), base::name(code)) << answer.error.what;
    const bool for_now = ending == Ending::RefusedForNow;
    EXPECT_EQ(
        node.counters.value(for_now ? CounterByReason::BulletinsPostponed : CounterByReason::BulletinsRefused, code),
        1u);
    EXPECT_EQ(node.counters.value(Counter::BulletinsStored), 0u) << "what is refused is not stored";
  }

  Organisation taipei{"Taipei"}, brussels{"Brussels"}, vilnius{"Vilnius"}, riga{"Riga"};
  Node node{taipei};
};

TEST_F(IntakeTest, a_bulletin_from_its_origin_is_stored_and_then_known) {
  const auto bulletin = report(brussels);
  const auto first = node.submit(bulletin, brussels.id());
  EXPECT_EQ(first.ending, Ending::Stored) << first.error.what;
  const auto second = node.submit(bulletin, brussels.id());
  EXPECT_EQ(second.ending, Ending::Known);
  EXPECT_EQ(second.sequence, first.sequence);
  node.read([&](store::Reading& reading) {
    EXPECT_EQ(reading.ledger.bytes(first.sequence).value(), bulletin.bytes) << "carried verbatim";
  });
  EXPECT_EQ(node.counters.value(Counter::BulletinsStored), 1u);
  EXPECT_EQ(node.counters.value(Counter::BulletinsKnown), 1u);
  EXPECT_EQ(node.counters.value(Counter::ClaimsStored), 2u);
}

TEST_F(IntakeTest, what_is_larger_than_a_bulletin_may_be_is_refused_for_good) {
  const auto bulletin = report(brussels);
  const auto answer =
      node.submit(bulletin.header.id, std::string(bulletin::max_bulletin_bytes + 1, 'x'), brussels.id());
  expect_refused(answer, Ending::RefusedForGood, ErrorCode::TooLarge);
}

TEST_F(IntakeTest, garbage_is_refused_for_good) {
  expect_refused(node.submit(BulletinId{}, "\x01garbage", brussels.id()), Ending::RefusedForGood, ErrorCode::BadInput);
}

TEST_F(IntakeTest, a_body_of_another_id_is_refused) {
  auto bulletin = report(brussels);
  bulletin.header.id.data()[0] ^= 1;
  expect_refused(node.submit(bulletin, brussels.id()), Ending::RefusedForGood, ErrorCode::BadProof);
}

TEST_F(IntakeTest, an_expired_bulletin_is_refused_for_good) {
  const auto bulletin = report(brussels);
  node.clock.advance(hours(24 * 30));
  expect_refused(node.submit(bulletin, brussels.id()), Ending::RefusedForGood, ErrorCode::Expired);
}

TEST_F(IntakeTest, a_bulletin_of_the_far_future_is_refused_until_its_time_comes) {
  const auto bulletin = sign(brussels, header_by(brussels, node.clock.now() + hours(1)), claims_of({"45.62.198.73"}));
  expect_refused(node.submit(bulletin, brussels.id()), Ending::RefusedForNow, ErrorCode::FarFuture);
  node.clock.advance(hours(1));
  EXPECT_EQ(node.submit(bulletin, brussels.id()).ending, Ending::Stored);
}

TEST_F(IntakeTest, clocks_may_differ_by_some_minutes) {
  const auto bulletin =
      sign(brussels, header_by(brussels, node.clock.now() + std::chrono::minutes(9)), claims_of({"45.62.198.73"}));
  EXPECT_EQ(node.submit(bulletin, brussels.id()).ending, Ending::Stored);
}

TEST_F(IntakeTest, who_is_no_partner_is_refused) {
  expect_refused(node.submit(report(vilnius), vilnius.id()), Ending::RefusedForGood, ErrorCode::Policy);
}

TEST_F(IntakeTest, what_is_beyond_our_terms_is_refused_and_no_leak) {
  node.befriend(vilnius, "vilnius", {v1::TLP_GREEN, v1::TLP_GREEN, true, true});
  expect_refused(node.submit(report(vilnius, v1::TLP_AMBER), vilnius.id()), Ending::RefusedForGood, ErrorCode::Policy);
  EXPECT_EQ(node.counters.value(Counter::LeaksReported), 0u);
}

TEST_F(IntakeTest, red_that_does_not_name_us_is_refused_and_reported_as_a_leak) {
  auto header = header_by(brussels, node.clock.now(), v1::TLP_RED);
  header.mutable_audience()->add_release_to(vilnius.id().str());
  const auto bulletin = sign(brussels, header, claims_of({"45.62.198.73"}));
  expect_refused(node.submit(bulletin, brussels.id()), Ending::RefusedForGood, ErrorCode::Leak);
  EXPECT_EQ(node.counters.value(Counter::LeaksReported), 1u);
  EXPECT_EQ(node.log.count(Event::LeakReported), 1u);
}

TEST_F(IntakeTest, amber_from_a_relay_is_a_leak_and_green_is_not) {
  node.introduce(brussels, vilnius);
  const auto amber = report(vilnius, v1::TLP_AMBER);
  expect_refused(node.submit(amber, brussels.id()), Ending::RefusedForGood, ErrorCode::Leak);
  EXPECT_EQ(node.submit(report(vilnius), brussels.id()).ending, Ending::Stored);
}

TEST_F(IntakeTest, an_origin_that_is_no_active_partner_counts_as_introduced) {
  node.introduce(brussels, vilnius);
  ASSERT_TRUE(node.wait<base::Status>(
      [&](auto done) { node.book->set_terms(brussels.id(), {v1::TLP_RED, v1::TLP_RED, true, false}, done); }));
  for (const auto* origin : {&vilnius, &riga}) {
    const auto answer = node.submit(report(*origin), brussels.id());
    EXPECT_EQ(answer.ending, Ending::RefusedForGood) << origin->name;
    EXPECT_EQ(base::name(answer.error.code), base::name(ErrorCode::Policy)) << answer.error.what;
  }
  node.befriend(riga, "riga");
  EXPECT_EQ(node.submit(report(riga), brussels.id()).ending, Ending::Stored) << "a partner's word may come by another";
}

TEST_F(IntakeTest, a_suspended_or_removed_partner_is_not_heard_through_relays) {
  node.befriend(vilnius, "vilnius");
  const auto held = report(vilnius);
  ASSERT_EQ(node.submit(held, brussels.id()).ending, Ending::Stored);
  for (const auto standing : {policy::Standing::Suspended, policy::Standing::Removed}) {
    ASSERT_TRUE(node.wait<base::Status>([&](auto done) { node.book->set_standing(vilnius.id(), standing, done); }));
    const auto answer = node.submit(report(vilnius), brussels.id());
    EXPECT_EQ(answer.ending, Ending::RefusedForGood);
    EXPECT_EQ(base::name(answer.error.code), base::name(ErrorCode::Policy)) << answer.error.what;
    // Nor does an introduction by a relay bring it back.
    const auto renewed = node.wait<base::Status>(
        [&](auto done) { node.book->learn(brussels.id(), vilnius.identity(2).signed_bytes, "", done); });
    ASSERT_TRUE(renewed) << renewed.error().what;
    EXPECT_EQ(node.submit(report(vilnius), brussels.id()).ending, Ending::RefusedForGood);
  }
  const auto withdrawal = sign(vilnius, withdrawal_of(vilnius, held, node.clock.now()), {});
  EXPECT_EQ(node.submit(withdrawal, brussels.id()).ending, Ending::Stored)
      << "what it takes back of ours is owed to us";
}

TEST_F(IntakeTest, our_own_bulletins_are_taken_back_from_a_partner) {
  EXPECT_EQ(node.submit(report(taipei, v1::TLP_AMBER), brussels.id()).ending, Ending::Stored);
}

TEST_F(IntakeTest, an_origin_that_we_do_not_know_is_refused_for_now) {
  const auto bulletin = report(vilnius);
  expect_refused(node.submit(bulletin, brussels.id()), Ending::RefusedForNow, ErrorCode::UnknownKey);
  node.introduce(brussels, vilnius);
  EXPECT_EQ(node.submit(bulletin, brussels.id()).ending, Ending::Stored);
}

TEST_F(IntakeTest, a_delegation_that_we_do_not_know_is_refused_for_now) {
  const auto fresh = identity::SigningKey::generate();
  identity::DelegationId delegation;
  delegation.data()[0] = 7;
  const auto header = header_by(brussels, node.clock.now());
  const auto bulletin = bulletin::build({fresh, delegation}, header, claims_of({"45.62.198.73"})).value();
  expect_refused(node.submit(bulletin, brussels.id()), Ending::RefusedForNow, ErrorCode::UnknownKey);
}

TEST_F(IntakeTest, a_delegation_that_does_not_cover_the_date_of_issue_is_refused_for_good) {
  const auto header = header_by(brussels, test_start - hours(24));
  const auto bulletin = sign(brussels, header, claims_of({"45.62.198.73"}));
  expect_refused(node.submit(bulletin, brussels.id()), Ending::RefusedForGood, ErrorCode::NotDelegated);
}

TEST_F(IntakeTest, a_wrong_signature_is_refused) {
  const auto stranger = identity::SigningKey::generate();
  const bulletin::Signer impostor{stranger, brussels.identity().delegations.front().id};
  const auto bulletin =
      bulletin::build(impostor, header_by(brussels, node.clock.now()), claims_of({"45.62.198.73"})).value();
  expect_refused(node.submit(bulletin, brussels.id()), Ending::RefusedForGood, ErrorCode::BadSignature);
}

TEST_F(IntakeTest, an_altered_claim_is_refused) {
  const auto bulletin = report(brussels);
  v1::Bulletin altered;
  ASSERT_TRUE(altered.ParseFromString(bulletin.bytes));
  altered.set_claims(0, claim_of("45.62.198.74").SerializeAsString());
  const auto answer = node.submit(bulletin.header.id, altered.SerializeAsString(), brussels.id());
  expect_refused(answer, Ending::RefusedForGood, ErrorCode::BadProof);
}

TEST_F(IntakeTest, a_header_that_says_more_claims_than_come_is_refused) {
  const auto bulletin = report(brussels);
  v1::Bulletin cut;
  ASSERT_TRUE(cut.ParseFromString(bulletin.bytes));
  cut.mutable_claims()->RemoveLast();
  const auto answer = node.submit(bulletin.header.id, cut.SerializeAsString(), brussels.id());
  expect_refused(answer, Ending::RefusedForGood, ErrorCode::BadProof);
}

TEST_F(IntakeTest, a_pruned_copy_is_refused_and_the_whole_is_taken_after_it) {
  const auto bulletin = report(brussels);
  for (const auto& kept : {std::vector<std::uint32_t>{}, std::vector<std::uint32_t>{1}}) {
    const auto pruned = bulletin::prune(bulletin.bytes, kept);
    ASSERT_TRUE(pruned) << pruned.error().what;
    const auto answer = node.submit(bulletin.header.id, *pruned, brussels.id());
    EXPECT_EQ(answer.ending, Ending::RefusedForGood);
    EXPECT_EQ(base::name(answer.error.code), base::name(ErrorCode::Unsupported)) << answer.error.what;
  }
  EXPECT_EQ(node.counters.value(CounterByReason::BulletinsRefused, ErrorCode::Unsupported), 2u);
  EXPECT_EQ(node.submit(bulletin, brussels.id()).ending, Ending::Stored) << "a relay erases nothing of an origin's";
  EXPECT_EQ(node.counters.value(Counter::ClaimsStored), 2u);
}

TEST_F(IntakeTest, two_copies_at_once_are_stored_once) {
  const auto bulletin = report(brussels);
  std::vector<Ending> endings;
  for (int i = 0; i < 3; ++i) {
    node.intake->submit({bulletin.header.id, bulletin.bytes, brussels.id()},
                        [&](const Answer& answer) { endings.push_back(answer.ending); });
  }
  while (endings.size() < 3) node.submit(report(brussels), brussels.id());
  EXPECT_EQ(endings, (std::vector{Ending::Stored, Ending::Known, Ending::Known}));
}

TEST_F(IntakeTest, a_bad_copy_does_not_spoil_a_good_one_that_comes_at_once) {
  const auto bulletin = report(brussels);
  v1::Bulletin bad;
  ASSERT_TRUE(bad.ParseFromString(bulletin.bytes));
  bad.set_claims(0, claim_of("45.62.198.74").SerializeAsString());
  std::optional<Answer> of_bad;
  node.intake->submit({bulletin.header.id, bad.SerializeAsString(), brussels.id()},
                      [&](Answer answer) { of_bad = std::move(answer); });
  EXPECT_EQ(node.submit(bulletin, brussels.id()).ending, Ending::Stored);
  ASSERT_TRUE(of_bad) << "it was first, and the good one waited for its end";
  EXPECT_EQ(of_bad->ending, Ending::RefusedForGood);
}

TEST_F(IntakeTest, a_withdrawal_that_comes_first_wins_over_its_target) {
  const auto target = report(brussels);
  const auto withdrawal = sign(brussels, withdrawal_of(brussels, target, node.clock.now()), {});
  EXPECT_EQ(node.submit(withdrawal, brussels.id()).ending, Ending::Stored);
  const auto late = node.submit(target, brussels.id());
  ASSERT_EQ(late.ending, Ending::Stored);
  node.read([&](store::Reading& reading) {
    const auto standing = reading.index.standing(std::span(&late.sequence, 1)).value();
    ASSERT_TRUE(standing.front());
    EXPECT_TRUE(standing.front()->withdrawn);
  });
}

TEST_F(IntakeTest, a_withdrawal_of_what_another_said_is_refused_for_good) {
  node.befriend(vilnius, "vilnius");
  const auto target = report(brussels);
  ASSERT_EQ(node.submit(target, brussels.id()).ending, Ending::Stored);
  const auto withdrawal = sign(vilnius, withdrawal_of(vilnius, target, node.clock.now()), {});
  const auto answer = node.submit(withdrawal, vilnius.id());
  EXPECT_EQ(answer.ending, Ending::RefusedForGood);
  EXPECT_EQ(answer.error.code, ErrorCode::Policy);
}

TEST_F(IntakeTest, a_sighting_never_reaches_further_than_what_it_refers_to) {
  const auto target = report(brussels, v1::TLP_AMBER);
  ASSERT_EQ(node.submit(target, brussels.id()).ending, Ending::Stored);
  auto header = header_by(brussels, node.clock.now(), v1::TLP_CLEAR);
  header.set_kind(v1::KIND_SIGHTING);
  header.add_targets()->set_bulletin_id(target.header.id.str());
  const auto sighting = sign(brussels, header, claims_of({"45.62.198.73"}));
  EXPECT_EQ(node.submit(sighting, brussels.id()).ending, Ending::RefusedForGood);
}

TEST_F(IntakeTest, a_claim_that_is_not_canonical_is_stored_and_marked) {
  // build() would refuse to sign it, so it is signed by hand, as another implementation might.
  v1::Claim odd;
  odd.set_type(60'000);
  odd.set_value("?");
  auto header = header_by(brussels, node.clock.now());
  const auto model = sign(brussels, header, claims_of({"45.62.198.73"}));
  v1::Bulletin bulletin;
  ASSERT_TRUE(bulletin.ParseFromString(model.bytes));
  const auto claim = odd.SerializeAsString();
  const std::string_view view(claim);
  header = model.header.message;
  header.set_claims_root(bulletin::merkle_root(bulletin.seed(), std::span(&view, 1)).str());
  bulletin.set_claims(0, claim);
  bulletin.set_header(header.SerializeAsString());
  bulletin.set_signature(brussels.node.sign(identity::purpose::bulletin, bulletin.header()).str());
  const auto id = *BulletinId::from_bytes(base::sha256(bulletin.header()).bytes());
  EXPECT_EQ(node.submit(id, bulletin.SerializeAsString(), brussels.id()).ending, Ending::Stored);
  EXPECT_EQ(node.counters.value(Counter::ClaimsNotIndexed), 1u);
}

TEST_F(IntakeTest, refusals_are_counted_by_giver_and_logged_once_an_hour) {
  for (int i = 0; i < 3; ++i) node.submit(report(brussels).header.id, report(brussels).bytes, brussels.id());
  const auto counts = node.intake->refusals();
  ASSERT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts.front().giver, brussels.id());
  EXPECT_EQ(counts.front().code, ErrorCode::BadProof);
  EXPECT_EQ(counts.front().count, 3u);
  EXPECT_EQ(node.log.count(Event::BulletinRefused), 1u);
  node.clock.advance(hours(1));
  node.submit(report(brussels).header.id, report(brussels).bytes, brussels.id());
  EXPECT_EQ(node.log.count(Event::BulletinRefused), 2u);
}

struct IntakeRateTest : testing::Test {
  static IntakeOptions two_a_second() {
    IntakeOptions options;
    options.partner_checks_per_s = 2;
    return options;
  }
  bulletin::Signed report(const Organisation& origin) {
    return sign(origin, header_by(origin, node.clock.now()), claims_of({"45.62.198.73"}));
  }
  Organisation taipei{"Taipei"}, brussels{"Brussels"}, vilnius{"Vilnius"};
  Node node{taipei, two_a_second()};
};

TEST_F(IntakeRateTest, a_partner_has_a_rate_which_covers_whom_it_introduces) {
  node.befriend(brussels, "brussels");
  node.introduce(brussels, vilnius);
  EXPECT_EQ(node.submit(report(brussels), brussels.id()).ending, Ending::Stored);
  EXPECT_EQ(node.submit(report(vilnius), brussels.id()).ending, Ending::Stored);
  const auto late = report(vilnius);
  const auto answer = node.submit(late, brussels.id());
  EXPECT_EQ(answer.ending, Ending::RefusedForNow);
  EXPECT_EQ(answer.error.code, ErrorCode::Quota);
  EXPECT_EQ(node.log.count(Event::QuotaMet), 1u);
  node.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(node.submit(late, brussels.id()).ending, Ending::Stored);
}

TEST_F(IntakeRateTest, one_partners_rate_is_not_anothers) {
  node.befriend(brussels, "brussels");
  node.befriend(vilnius, "vilnius");
  for (int i = 0; i < 3; ++i) node.submit(report(brussels), brussels.id());
  EXPECT_EQ(node.submit(report(vilnius), vilnius.id()).ending, Ending::Stored);
}

}  // namespace
}  // namespace tidings::intake
