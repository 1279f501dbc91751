#include "core/bulletin/verify.hpp"
#include "tests/unit/daemon/intake/held_fixture.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;
using std::chrono::minutes;

TEST_F(HeldDraftsTest, nothing_is_signed_before_its_time_and_then_it_is_released_by_itself) {
  hold_for(minutes(10), draft(claims_of({"evil.example.net"})));
  look();
  EXPECT_EQ(stored(), 0U);
  node.clock.advance(minutes(10));
  look();
  EXPECT_EQ(stored(), 1U);
  EXPECT_TRUE(held->all().empty());
  EXPECT_EQ(audited().front(), "released by the time");
  look();
  EXPECT_EQ(stored(), 1U) << "once";
}

TEST_F(HeldDraftsTest, the_date_is_drawn_at_the_release) {
  hold_for(minutes(10), draft(claims_of({"evil.example.net"})));
  node.clock.advance(hours(1));
  look();
  node.read([&](store::Reading& reading) {
    const auto bytes = reading.ledger.bytes(store::Sequence{1}).value();
    EXPECT_EQ(bulletin::peek_header(bytes)->issued_at, node.clock.now());
  });
}

TEST_F(HeldDraftsTest, a_default_lifetime_begins_at_the_release) {
  hold(draft(claims_of({"evil.example.net"})), {author, node.clock.now() + hours(48), false, hours(24)}).value();
  node.clock.advance(hours(48));
  look();
  node.read([&](store::Reading& reading) {
    const auto bytes = reading.ledger.bytes(store::Sequence{1}).value();
    EXPECT_EQ(bulletin::peek_header(bytes)->expires_at, node.clock.now() + hours(24));
  });
}

TEST_F(HeldDraftsTest, what_came_due_while_the_daemon_was_down_is_released_when_it_is_back) {
  hold_for(minutes(10), draft(claims_of({"evil.example.net"})));
  node.clock.advance(hours(2));
  restart();
  ASSERT_EQ(held->all().size(), 1U);
  look();
  EXPECT_EQ(stored(), 1U);
}

TEST_F(HeldDraftsTest, what_nobody_need_release_is_released_after_weeks_that_the_daemon_was_down) {
  hold_for(minutes(10), draft(claims_of({"evil.example.net"})));
  node.clock.advance(hours(24 * 20));
  restart();
  look();
  EXPECT_EQ(stored(), 1U);
}

TEST_F(HeldDraftsTest, a_clock_that_leapt_ends_nothing) {
  hold(draft(claims_of({"evil.example.net"})), {author, {}, true, {}}).value();
  node.clock.advance(hours(24 * 100));
  held->look(false);
  node.home.run();
  EXPECT_EQ(held->all().size(), 1U);
  look();
  EXPECT_TRUE(held->all().empty());
}

TEST_F(HeldDraftsTest, what_is_dropped_is_never_published_by_anybody_with_the_role) {
  const auto record = hold_for(minutes(10), draft(claims_of({"evil.example.net"})));
  const auto dropped = node.wait<base::Status>([&](auto done) { held->drop(record.id, colleague, done); });
  EXPECT_TRUE(dropped);
  node.clock.advance(hours(1));
  look();
  EXPECT_EQ(stored(), 0U);
  EXPECT_EQ(audited().front(), "held_dropped by uid 1001");
  restart();
  EXPECT_TRUE(held->all().empty());
}

TEST_F(HeldDraftsTest, it_is_judged_again_at_its_release_and_stays_with_the_reason) {
  auto named = draft(claims_of({"evil.example.net"}), v1::TLP_RED);
  named.context.mutable_audience()->add_release_to(brussels.id().str());
  const auto record = hold_for(minutes(10), std::move(named));
  const auto removed = node.wait<base::Status>(
      [&](auto done) { node.book->set_standing(brussels.id(), policy::Standing::Removed, done); });
  ASSERT_TRUE(removed);
  node.clock.advance(minutes(10));
  look();
  EXPECT_EQ(stored(), 0U);
  ASSERT_EQ(held->all().size(), 1U);
  EXPECT_NE(held->all().front().trouble.find("no partner"), std::string::npos) << held->all().front().trouble;
  EXPECT_EQ(node.counters.value(telemetry::CounterByReason::ReleasesFailed, ErrorCode::Policy), 1U);
  node.clock.advance(hours(1));
  look();
  EXPECT_EQ(node.counters.value(telemetry::CounterByReason::ReleasesFailed, ErrorCode::Policy), 1U)
      << "not again and again";
  EXPECT_FALSE(release(record, colleague));
}

TEST_F(HeldDraftsTest, what_a_warning_list_has_by_then_stays_until_a_release_insists) {
  const auto record = hold_for(minutes(10), draft(claims_of({"evil.example.net"})));
  warn_of("evil.example.net");
  const auto released = release(record, author);
  ASSERT_FALSE(released);
  EXPECT_EQ(released.error().code, ErrorCode::Policy);
  const auto trouble = held->all().front().trouble;
  EXPECT_EQ(released.error().what, trouble);
  EXPECT_NE(trouble.find("'tidings held release " + record.id.text() + " --force' publishes"), std::string::npos)
      << trouble;
  EXPECT_EQ(stored(), 0U);
  EXPECT_TRUE(release(record, author, Accepted::Everything));
  EXPECT_EQ(stored(), 1U);
  EXPECT_EQ(audited().front(), "release_forced by uid 1000");
}

TEST_F(HeldDraftsTest, a_release_insists_only_where_it_publishes) {
  const auto record =
      hold(draft(claims_of({"evil.example.net"})), {author, node.clock.now() + minutes(10), true, {}}).value();
  warn_of("evil.example.net");
  EXPECT_EQ(release(record, author, Accepted::Everything).error().code, ErrorCode::Policy) << "not by its author";
  EXPECT_EQ(release(record, colleague, Accepted::Everything).error().code, ErrorCode::Policy)
      << "nothing would keep it";
  EXPECT_FALSE(held->all().front().approved_by);
  ASSERT_TRUE(release(record, colleague));
  const auto released = release(record, colleague, Accepted::Everything);
  ASSERT_TRUE(released) << released.error().what;
  EXPECT_EQ(stored(), 1U);
  EXPECT_EQ(audited().front(), "release_forced by uid 1001");
}

TEST_F(HeldDraftsTest, what_is_said_meanwhile_is_left_out_of_a_list) {
  auto list = draft(many_claims(10));
  list.skip_already_said = true;
  hold_for(minutes(10), list);
  auto meanwhile = draft(many_claims(10));
  ASSERT_TRUE(node.publish(std::move(meanwhile)));
  node.clock.advance(minutes(10));
  look();
  EXPECT_EQ(stored(), 1U);
  EXPECT_TRUE(held->all().empty()) << "released, with nothing new to say";
}

TEST_F(HeldDraftsTest, what_would_be_refused_is_refused_when_it_is_held) {
  EXPECT_EQ(hold(draft(claims_of({"evil.example.net"}), v1::TLP_RED), {}).error().code, ErrorCode::Policy);
  auto bad = draft(many_claims(3));
  bad.claims.back().set_value("no digest");
  EXPECT_EQ(hold(std::move(bad), {}).error().code, ErrorCode::BadInput);
  EXPECT_TRUE(held->all().empty());
}

TEST_F(HeldDraftsTest, their_number_and_bytes_are_bounded) {
  options.most = 2;
  held->set_options(options);
  hold_for(minutes(1), draft(many_claims(1)));
  hold_for(minutes(1), draft(many_claims(1)));
  EXPECT_EQ(hold(draft(many_claims(1)), {}).error().code, ErrorCode::Quota);
  options.most = 10;
  options.most_bytes = 1'000;
  held->set_options(options);
  EXPECT_EQ(hold(draft(many_claims(100)), {}).error().code, ErrorCode::Quota);
  auto large = draft(many_claims(1));
  for (int i = 0; i < 5'000; ++i) large.claims.push_back(large.claims.front());
  for (auto& claim : large.claims) claim.set_comment(std::string(4'000, 'x'));
  EXPECT_EQ(hold(std::move(large), {}).error().code, ErrorCode::TooLarge);
}

TEST_F(HeldDraftsTest, what_nobody_releases_in_time_is_dropped_and_audited) {
  hold(draft(many_claims(1)), {author, {}, true, {}}).value();
  node.clock.advance(options.keep);
  look();
  EXPECT_TRUE(held->all().empty());
  EXPECT_EQ(stored(), 0U);
  EXPECT_EQ(audited().front(), "held_expired by the time");
}

TEST_F(HeldDraftsTest, a_release_of_many_parts_ends_with_the_last_of_them) {
  const auto record = hold_for(minutes(10), draft(many_claims(5'500)));
  const auto released = release(record, author);
  ASSERT_TRUE(released) << released.error().what;
  EXPECT_EQ(released->published->bulletins.size(), 6U);
  restart();
  EXPECT_TRUE(held->all().empty());
}

TEST_F(HeldDraftsTest, a_release_that_a_crash_cut_is_published_again_as_the_next_revision) {
  const auto record = hold_for(minutes(10), draft(claims_of({"evil.example.net"})));
  // What a crash leaves: some of it stored under the chosen publication, and the draft still held.
  const auto kept = node.wait<base::Result<Draft>>([&](auto done) { held->read(record.id, done); }).value();
  ASSERT_TRUE(node.publish(kept));
  restart();
  const auto released = release(record, author);
  ASSERT_TRUE(released) << released.error().what;
  EXPECT_EQ(released->published->revision, 2U);
  EXPECT_EQ(released->published->publication.bytes(), kept.context.publication_id());
}

TEST_F(HeldDraftsTest, it_is_found_by_the_first_digits_of_its_id) {
  const auto record = hold_for(minutes(10), draft(many_claims(1)));
  EXPECT_EQ(held->find(record.id.text().substr(0, 6)).value().id, record.id);
  EXPECT_EQ(held->find("ab").error().code, ErrorCode::BadInput);
  EXPECT_EQ(held->find("zzzz").error().code, ErrorCode::NotFound);
}

TEST_F(HeldDraftsTest, what_amends_is_refused_once_that_was_amended_or_withdrawn_meanwhile) {
  const auto was = [&](bool withdrawn) {
    const auto made = node.publish(draft(claims_of({"evil.example.net", "worse.example.net"}))).value();
    auto amendment = draft(claims_of({"evil.example.net"}));
    amendment.context.set_publication_id(made.publication.str());
    const auto record = hold_for(minutes(10), amendment);
    auto meanwhile = withdrawn ? draft({}) : draft(claims_of({"other.example.net"}));
    if (withdrawn) {
      meanwhile.context.set_kind(v1::KIND_WITHDRAWAL);
      auto& target = *meanwhile.context.add_targets();
      target.set_bulletin_id(made.bulletins.front().str());
      target.add_claims(0);
    } else {
      meanwhile.context.set_publication_id(made.publication.str());
    }
    EXPECT_TRUE(node.publish(std::move(meanwhile)));
    return record;
  };
  for (const bool withdrawn : {false, true}) {
    const auto record = was(withdrawn);
    const auto before = stored();
    restart();
    const auto refused = release(record, author);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Policy);
    EXPECT_NE(refused.error().what.find("since it was held"), std::string::npos) << refused.error().what;
    EXPECT_EQ(stored(), before);
  }
  EXPECT_EQ(node.counters.value(telemetry::CounterByReason::ReleasesFailed, ErrorCode::Policy), 2U);
  node.clock.advance(minutes(11));
  const auto before = stored();
  look();
  EXPECT_EQ(stored(), before) << "nor by its time";
}

TEST_F(HeldDraftsTest, what_amends_is_released_where_nothing_changed_and_goes_on_after_a_crash) {
  const auto made = node.publish(draft(claims_of({"evil.example.net", "worse.example.net"}))).value();
  auto amendment = draft(many_claims(3'000));
  amendment.context.set_publication_id(made.publication.str());
  const auto record = hold_for(minutes(10), amendment);
  const auto kept = node.wait<base::Result<Draft>>([&](auto done) { held->read(record.id, done); }).value();
  ASSERT_TRUE(kept.begun);
  // What a crash leaves: the draft marked as begun, and some of its revision.
  store::Batch batch;
  batch.held.push_back({record, kept.begun->draft});
  ASSERT_TRUE(node.wait<base::Result<store::Committed>>(
      [&](auto done) { node.store->commit(std::move(batch), node.home, done); }));
  auto part = draft(many_claims(1'000));
  part.context.set_publication_id(made.publication.str());
  ASSERT_TRUE(node.publish(std::move(part)));
  restart();
  const auto released = release(record, author);
  ASSERT_TRUE(released) << released.error().what;
  EXPECT_EQ(released->published->revision, 3U);
  EXPECT_EQ(released->published->claims, 3'000U);
}

TEST_F(HeldDraftsTest, a_release_that_began_is_marked_so_before_anything_of_it_is_stored) {
  const auto made = node.publish(draft(claims_of({"evil.example.net"}))).value();
  auto amendment = draft(claims_of({"worse.example.net"}));
  amendment.context.set_publication_id(made.publication.str());
  const auto record = hold_for(minutes(10), amendment);
  const auto is_begun = [&] {
    return node.wait<base::Result<Draft>>([&](auto done) { held->read(record.id, done); }).value().made_from->begun;
  };
  // Refused before it begins, it has begun nothing.
  node.publisher->ask_clock([] { return minutes(1); });
  EXPECT_EQ(release(record, author).error().code, ErrorCode::Busy);
  EXPECT_FALSE(is_begun());
  node.publisher->ask_clock({});
  const auto released = release(record, author);
  ASSERT_TRUE(released) << released.error().what;
  EXPECT_EQ(released->published->revision, 2U);
  EXPECT_TRUE(held->all().empty());
}

}  // namespace
}  // namespace tidings::intake
