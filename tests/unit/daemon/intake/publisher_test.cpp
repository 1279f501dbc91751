#include <algorithm>
#include <set>

#include "tests/unit/daemon/intake/publisher_fixture.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

TEST_F(PublisherTest, what_is_published_is_stored_and_verifies_as_ours) {
  const auto published = node.publish(draft(claims_of({"45.62.198.73", "evil.example.net"})));
  ASSERT_TRUE(published) << published.error().what;
  EXPECT_EQ(published->claims, 2u);
  EXPECT_EQ(published->revision, 1u);
  node.read([&](store::Reading& reading) {
    const auto bytes = reading.ledger.bytes(published->bulletins.front()).value();
    ASSERT_TRUE(bytes);
    EXPECT_TRUE(bulletin::verify(*bytes, taipei.identity()));
  });
}

/// What warning lists know: one name and what lies below it, and what is special.
warnings::Loading known_site(std::string name) {
  warning::Builder builder;
  builder.add({"sites", warning::Kind::Hostname, warning::Types::all(), 50, {{std::move(name), 0}}}).value();
  builder.add({"special", warning::Kind::Special, warning::Types::all(), 100, {}}).value();
  return {builder.build(), {}};
}

TEST_F(PublisherTest, a_report_of_what_warning_lists_have_is_refused_unless_its_publisher_insists) {
  node.warnings.take(known_site("bank.tw"));
  const auto refused = node.publish(draft(claims_of({"45.62.198.73", "login.bank.tw"})));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Policy);
  EXPECT_EQ(
      refused.error().what,
      "1 of 2 values stand in warning lists: login[.]bank[.]tw in \"sites\" (bank.tw); nothing was published: --force "
      "publishes them all the same");
  EXPECT_EQ(stored(), 0u);
  auto insisting = draft(claims_of({"45.62.198.73", "login.bank.tw"}));
  insisting.accepted = Accepted::Everything;
  EXPECT_TRUE(node.publish(std::move(insisting)));
}

TEST_F(PublisherTest, special_values_that_are_meant_do_not_excuse_other_warnings) {
  node.warnings.take(known_site("bank.tw"));
  auto special = draft(claims_of({"10.1.2.3"}));
  expect_refused(special, ErrorCode::Policy);
  special.accepted = Accepted::Special;
  EXPECT_TRUE(node.publish(special));
  auto both = draft(claims_of({"10.1.2.3", "bank.tw"}));
  both.accepted = Accepted::Special;
  expect_refused(both, ErrorCode::Policy);
}

TEST_F(PublisherTest, to_clear_or_to_dispute_a_well_known_value_is_not_warned_of) {
  node.warnings.take(known_site("bank.tw"));
  auto cleared = draft(claims_of({"bank.tw"}));
  cleared.context.set_verdict(v1::VERDICT_BENIGN);
  EXPECT_TRUE(node.publish(cleared));
  cleared.claims.front().set_verdict(v1::VERDICT_MALICIOUS);
  expect_refused(cleared, ErrorCode::Policy);
}

TEST_F(PublisherTest, what_is_called_benign_is_published_with_that_verdict) {
  node.warnings.take(known_site("bank.tw"));
  auto harmless = draft(claims_of({"bank.tw", "evil.tw"}));
  harmless.context.set_role(v1::ROLE_BENIGN);
  harmless.claims.back().set_role(v1::ROLE_C2);
  const auto published = node.publish(harmless);
  ASSERT_TRUE(published) << published.error().what;
  node.read([&](store::Reading& reading) {
    const auto bytes = reading.ledger.bytes(published->bulletins.front()).value();
    const auto read = bulletin::read_verified(*bytes);
    ASSERT_TRUE(read);
    for (const auto& claim : read->claims) {
      const bool is_harmless = claim.message.role() != v1::ROLE_C2;
      EXPECT_EQ(claim.message.verdict(), is_harmless ? v1::VERDICT_BENIGN : v1::VERDICT_UNSPECIFIED);
    }
  });
}

TEST_F(PublisherTest, what_is_called_benign_and_accused_at_once_is_refused) {
  for (const auto verdict : {v1::VERDICT_MALICIOUS, v1::VERDICT_SUSPICIOUS}) {
    auto both = draft(claims_of({"a.tw", "b.tw"}));
    both.context.set_verdict(verdict);
    both.claims.back().set_role(v1::ROLE_BENIGN);
    expect_refused(both, ErrorCode::BadInput);
  }
  auto unknown = draft(claims_of({"a.tw"}));
  unknown.context.set_role(v1::ROLE_BENIGN);
  unknown.context.set_verdict(v1::VERDICT_UNKNOWN);
  EXPECT_TRUE(node.publish(unknown));
}

TEST_F(PublisherTest, many_warned_claims_are_counted_and_the_first_are_told) {
  node.warnings.take(known_site("bank.tw"));
  auto wide = draft({});
  for (int i = 0; i < 15'000; ++i) wide.claims.push_back(claims_of({"h" + std::to_string(i) + ".bank.tw"}).front());
  wide.dry_run = true;
  const auto judged = node.publish(wide);
  ASSERT_TRUE(judged);
  const auto* const warned = &judged->warned;
  EXPECT_EQ(warned->claims, 15'000u);
  ASSERT_EQ(warned->first.size(), max_warned_told);
  EXPECT_EQ(observable::to_text(warned->first.front().value), "h0.bank.tw");
  EXPECT_EQ(stored(), 0u);
}

TEST_F(PublisherTest, a_feed_with_ends_of_its_own_is_already_said_while_half_of_each_life_is_left) {
  const auto feed = [&] {
    auto made = draft(claims_of({"45.62.198.73", "45.62.198.74"}));
    made.skip_already_said = true;
    made.claims[0].set_valid_until((node.clock.now() + hours(24 * 10)).us);
    return made;
  };
  EXPECT_EQ(node.publish(feed())->claims, 2u);
  node.clock.advance(hours(24 * 4));
  EXPECT_EQ(node.publish(feed())->already_said, 2u);
  node.clock.advance(hours(24 * 4));  // of the first 2 days are left of 10, of the second 82 of 90
  const auto third = node.publish(feed()).value();
  EXPECT_EQ(third.already_said, 1u);
  EXPECT_EQ(third.claims, 1u);
}

TEST_F(PublisherTest, many_claims_make_numbered_parts_of_one_publication_with_rising_dates) {
  std::size_t last_progress = 0;
  const auto published = node.publish(draft(many_claims(2'500)), [&](std::size_t claims) { last_progress = claims; });
  ASSERT_TRUE(published) << published.error().what;
  EXPECT_EQ(published->claims, 2'500u);
  EXPECT_EQ(last_progress, 2'500u);
  const auto parts = headers(*published);
  ASSERT_EQ(parts.size(), 3u);
  std::set<std::uint64_t> dates;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    EXPECT_EQ(parts[i].publication, published->publication);
    EXPECT_EQ(parts[i].message.part(), i + 1);
    EXPECT_EQ(parts[i].message.parts(), 3u);
    dates.insert(parts[i].issued_at.us);
  }
  EXPECT_EQ(dates.size(), 3u) << "no two bulletins of an origin bear one date, though the clock stands";
}

TEST_F(PublisherTest, dates_rise_across_a_restart_though_the_clock_went_back) {
  const auto before = node.publish(draft(claims_of({"45.62.198.73"})));
  ASSERT_TRUE(before);
  const auto last = headers(*before).front().issued_at;
  node.close();
  node.clock.set(node.clock.now() - std::chrono::minutes(5));
  node.open();
  const auto after = node.publish(draft(claims_of({"45.62.198.74"})));
  ASSERT_TRUE(after) << after.error().what;
  EXPECT_GT(headers(*after).front().issued_at, last);
}

TEST_F(PublisherTest, red_without_names_is_refused) {
  expect_refused(draft(claims_of({"45.62.198.73"}), v1::TLP_RED), ErrorCode::Policy);
}

TEST_F(PublisherTest, a_name_that_is_no_partners_is_refused) {
  auto named = draft(claims_of({"45.62.198.73"}), v1::TLP_RED);
  named.context.mutable_audience()->add_release_to(vilnius.id().str());
  expect_refused(std::move(named), ErrorCode::Policy);
  auto fine = draft(claims_of({"45.62.198.73"}), v1::TLP_RED);
  fine.context.mutable_audience()->add_release_to(brussels.id().str());
  EXPECT_TRUE(node.publish(std::move(fine)));
}

TEST_F(PublisherTest, one_bad_claim_among_thousands_stops_all_of_it) {
  auto claims = many_claims(12'000);
  claims[11'500].set_value("not a hash");
  expect_refused(draft(std::move(claims)), ErrorCode::BadInput);
}

TEST_F(PublisherTest, what_would_have_expired_already_is_refused) {
  auto stale = draft(claims_of({"45.62.198.73"}));
  stale.context.set_expires_at(node.clock.now().us);
  expect_refused(std::move(stale), ErrorCode::Expired);
}

TEST_F(PublisherTest, a_list_leaves_out_what_is_already_said) {
  auto list = draft(many_claims(30));
  list.skip_already_said = true;
  ASSERT_TRUE(node.publish(list));
  list.claims = many_claims(40);
  const auto again = node.publish(list);
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ(again->already_said, 30u);
  EXPECT_EQ(again->claims, 10u);
  const auto nothing_new = node.publish(list);
  ASSERT_TRUE(nothing_new);
  EXPECT_EQ(nothing_new->already_said, 40u);
  EXPECT_TRUE(nothing_new->bulletins.empty());
}

TEST_F(PublisherTest, what_its_publisher_may_not_see_is_not_told_as_already_said) {
  auto list = draft(many_claims(3), v1::TLP_RED);
  list.context.mutable_audience()->add_release_to(brussels.id().str());
  list.skip_already_said = true;
  ASSERT_TRUE(node.publish(list));
  list.dry_run = true;
  EXPECT_EQ(node.publish(list)->already_said, 3u);
  list.said_up_to = v1::TLP_AMBER_STRICT;
  EXPECT_EQ(node.publish(list)->already_said, 0u);
}

TEST_F(PublisherTest, what_lives_for_less_than_half_the_new_lifetime_is_said_again) {
  auto list = draft(many_claims(5));
  list.skip_already_said = true;
  ASSERT_TRUE(node.publish(list));
  node.clock.advance(hours(24 * 46));
  auto later = draft(many_claims(5));
  later.skip_already_said = true;
  const auto again = node.publish(std::move(later));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->claims, 5u);
}

TEST_F(PublisherTest, another_audience_title_or_detail_is_not_already_said) {
  auto list = draft(many_claims(1));
  list.skip_already_said = true;
  ASSERT_TRUE(node.publish(list));
  auto wider = draft(many_claims(1), v1::TLP_GREEN);
  auto titled = draft(many_claims(1));
  titled.context.set_title("Another list");
  auto detailed = draft(many_claims(1));
  detailed.claims.front().set_comment("seen again");
  for (auto* other : {&wider, &titled, &detailed}) {
    other->skip_already_said = true;
    EXPECT_EQ(node.publish(*other).value().claims, 1u);
  }
}

TEST_F(PublisherTest, what_was_withdrawn_is_said_again) {
  auto list = draft(many_claims(1));
  list.skip_already_said = true;
  const auto said = node.publish(list);
  ASSERT_TRUE(said);
  auto withdrawal = draft({});
  withdrawal.context.set_kind(v1::KIND_WITHDRAWAL);
  withdrawal.context.add_targets()->set_bulletin_id(said->bulletins.front().str());
  ASSERT_TRUE(node.publish(std::move(withdrawal)));
  EXPECT_EQ(node.publish(list).value().claims, 1u);
}

TEST_F(PublisherTest, only_the_origin_withdraws_and_never_wider_than_the_target) {
  const auto theirs = sign(brussels, header_by(brussels, node.clock.now()), claims_of({"45.62.198.73"}));
  ASSERT_EQ(node.submit(theirs, brussels.id()).ending, Ending::Stored);
  auto withdrawal = draft({});
  withdrawal.context.set_kind(v1::KIND_WITHDRAWAL);
  withdrawal.context.add_targets()->set_bulletin_id(theirs.header.id.str());
  expect_refused(withdrawal, ErrorCode::Policy);

  const auto ours = node.publish(draft(claims_of({"45.62.198.73"}), v1::TLP_AMBER));
  withdrawal.context.mutable_targets(0)->set_bulletin_id(ours->bulletins.front().str());
  withdrawal.context.mutable_audience()->set_tlp(v1::TLP_GREEN);
  expect_refused(withdrawal, ErrorCode::Policy);
  withdrawal.context.mutable_targets(0)->set_bulletin_id(std::string(32, 'x'));
  expect_refused(std::move(withdrawal), ErrorCode::NotFound);
}

TEST_F(PublisherTest, what_it_is_based_on_is_held_and_reaches_as_far) {
  const auto theirs = sign(brussels, header_by(brussels, node.clock.now(), v1::TLP_AMBER), claims_of({"45.62.198.73"}));
  ASSERT_EQ(node.submit(theirs, brussels.id()).ending, Ending::Stored);
  auto copy = draft(claims_of({"45.62.198.73"}), v1::TLP_GREEN);
  copy.context.add_based_on(theirs.header.id.str());
  expect_refused(copy, ErrorCode::Policy);
  copy.context.mutable_audience()->set_tlp(v1::TLP_AMBER);
  expect_refused(copy, ErrorCode::Policy);  // only Brussels knows who its direct partners are
  copy.context.mutable_audience()->add_release_to(brussels.id().str());
  EXPECT_TRUE(node.publish(copy));
  copy.context.set_based_on(0, std::string(32, 'x'));
  expect_refused(copy, ErrorCode::NotFound);
  copy.context.set_based_on(0, "short");
  expect_refused(std::move(copy), ErrorCode::BadInput);
}

TEST_F(PublisherTest, after_a_restore_publishing_waits_for_a_partners_word) {
  node.publisher->hold(true);
  expect_refused(draft(claims_of({"45.62.198.73"})), ErrorCode::Policy);
  tell_own_last({});
  EXPECT_TRUE(node.publisher->held()) << "a partner that holds nothing of us cannot tell";
  const auto last = node.clock.now() + std::chrono::seconds(3);
  tell_own_last(last);
  EXPECT_FALSE(node.publisher->held());
  const auto published = node.publish(draft(claims_of({"45.62.198.73"})));
  ASSERT_TRUE(published) << published.error().what;
  EXPECT_GT(headers(*published).front().issued_at, last);
}

TEST_F(PublisherTest, a_partner_that_knows_less_of_us_than_we_do_releases_nothing) {
  const auto kept = node.publish(draft(claims_of({"45.62.198.73"})));
  ASSERT_TRUE(kept);
  const auto last = headers(*kept).front().issued_at;
  node.close();
  node.open();
  node.publisher->hold(true);
  tell_own_last(last - base::Duration(1));
  EXPECT_TRUE(node.publisher->held()) << "it says nothing of what the restore has lost";
  tell_own_last(last);
  EXPECT_FALSE(node.publisher->held());
}

TEST_F(PublisherTest, a_partner_cannot_date_us_ahead_of_our_clock) {
  node.publisher->hold(true);
  for (const base::Duration ahead :
       {base::Duration(std::chrono::seconds(6)), base::Duration(std::chrono::minutes(9)), base::Duration(hours(24))}) {
    EXPECT_EQ(node.publisher->heard_own_last(node.clock.now() + ahead), Publisher::Heard::TooFarAhead);
    tell_own_last(node.clock.now() + ahead);
    EXPECT_TRUE(node.publisher->held()) << "nor does such a word release anything";
  }
  node.publisher->hold(false);
  const auto published = node.publish(draft(claims_of({"45.62.198.73"})));
  ASSERT_TRUE(published) << published.error().what;
  EXPECT_EQ(headers(*published).front().issued_at, node.clock.now());
}

TEST_F(PublisherTest, an_overridden_marking_is_audited) {
  auto audited = draft(claims_of({"45.62.198.73"}));
  audited.audit.push_back({node.clock.now(), "uid 1000", "override_marking", "agreed with the author"});
  ASSERT_TRUE(node.publish(std::move(audited)));
  node.read([&](store::Reading& reading) {
    const auto records = reading.ledger.audit(10).value();
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records.front().what, "override_marking");
  });
}

TEST_F(PublisherTest, a_tag_of_a_feed_is_for_that_feed_alone) {
  auto made = draft(claims_of({"45.62.198.73"}));
  made.context.add_tags("feed:soc");
  expect_refused(made, ErrorCode::Policy);
  made.feed_tag = "feed:other";
  expect_refused(made, ErrorCode::Policy);
  made.feed_tag = "feed:soc";
  EXPECT_TRUE(node.publish(made));
  auto claimed = draft(claims_of({"45.62.198.73"}));
  claimed.feed_tag = "feed:soc";
  claimed.claims.front().add_tags("feed:soc");
  expect_refused(claimed, ErrorCode::Policy);
}

}  // namespace
}  // namespace tidings::intake
