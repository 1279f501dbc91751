#include "tests/unit/daemon/watching/watching_fixture.hpp"

namespace tidings::watching {
namespace {

using base::ErrorCode;
using intake::claims_of;
using intake::many_claims;

TEST_F(WatchingTest, a_score_that_is_asked_for_is_of_all_that_is_said_with_the_arrival_among_it) {
  Wish wish;
  wish.filter.set_min_score(20);
  const auto one = told(wish);
  auto sure = header();
  sure.set_confidence(bulletin::encode_confidence(90));
  auto unsure = header();
  unsure.set_confidence(bulletin::encode_confidence(10));
  say(unsure, claims_of({"unsure.example.net"}));
  say(sure, claims_of({"sure.example.net"}));
  ASSERT_TRUE(until_told(*one, 1));
  EXPECT_EQ(one->values(), (Texts{"sure.example.net"}));
}

TEST_F(WatchingTest, what_arrives_is_told_once_in_order_with_who_said_it) {
  say({"before.example.net"});
  const auto one = told();
  EXPECT_TRUE(until([&] { return one->caught_up; })) << "told at once that nothing is missing";
  say({"a.example.net", "b.example.net"});
  say({"45.62.198.73"});
  ASSERT_TRUE(until_told(*one, 3));
  EXPECT_EQ(one->values(), (Texts{"a.example.net", "b.example.net", "45.62.198.73"}));
  const auto& said = one->arrivals[0].said();
  EXPECT_EQ(said.origin_name(), "brussels");
  EXPECT_EQ(said.verdict(), v1::VERDICT_MALICIOUS);
  EXPECT_EQ(said.title(), "A report");
  EXPECT_EQ(one->arrivals[1].said().claim(), 1U);
}

TEST_F(WatchingTest, a_watch_goes_on_exactly_behind_any_cursor_it_was_told) {
  const auto first = told();
  for (int i = 0; i < 5; ++i) say({"a" + std::to_string(i) + ".example.net", "b" + std::to_string(i) + ".example.net"});
  ASSERT_TRUE(until_told(*first, 10));
  const auto all = first->values();
  for (std::size_t i = 0; i < all.size(); ++i) {
    Wish wish;
    wish.cursor = first->arrivals[i].cursor();
    const auto again = told(wish);
    ASSERT_TRUE(until_told(*again, all.size() - i - 1));
    EXPECT_EQ(again->values(), Texts(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.end())) << i;
  }
}

TEST_F(WatchingTest, since_begins_with_what_was_received_then) {
  std::vector<base::Instant> at;
  for (int i = 0; i < 9; ++i) {
    say({"n" + std::to_string(i) + ".example.net"});
    at.push_back(node.clock.now());
  }
  for (std::size_t i = 0; i < at.size(); ++i) {
    Wish wish;
    wish.since = at[i];
    const auto one = told(wish);
    ASSERT_TRUE(until_told(*one, 9 - i));
    EXPECT_EQ(one->values().size(), 9 - i);
  }
  Wish wish;
  wish.since = base::Instant{1};
  EXPECT_TRUE(until_told(*told(wish), 9)) << "since ever";
}

TEST_F(WatchingTest, a_watcher_that_is_behind_joins_the_others_without_a_gap_or_a_repeat) {
  WatchingOptions options;
  options.passage = {.bulletins = 3,
                     .body_bytes = 64u << 10,
                     .told_bytes = 2'000,
                     .passages = 2};  // many steps, also within a bulletin
  open(options);
  const auto live = told();
  const auto start = live->watcher->first_cursor();
  std::vector<std::unique_ptr<Told>> late;
  for (int i = 0; i < 40; ++i) {
    say(header(), many_claims(i % 7 == 0 ? 30 : 1, "round " + std::to_string(i)));
    if (i % 8 != 3) continue;
    Wish wish;
    wish.cursor = start;
    late.push_back(told(wish));
  }
  const std::size_t all = 6 * 30 + 34;
  ASSERT_TRUE(until_told(*live, all));
  EXPECT_EQ(live->arrivals.size(), all);
  for (const auto& one : late) {
    ASSERT_TRUE(until_told(*one, all));
    EXPECT_EQ(one->values(), live->values());
  }
}

TEST_F(WatchingTest, who_does_not_take_holds_no_memory_and_misses_nothing) {
  WatchingOptions options;
  options.held_bytes = 4'000;
  open(options);
  const auto live = told();
  const auto slow = std::make_unique<Told>();
  slow->watcher = begin().value();
  for (int i = 0; i < 60; ++i) say({"n" + std::to_string(i) + ".example.net"});
  ASSERT_TRUE(until_told(*live, 60));
  slow->follow();
  ASSERT_TRUE(until_told(*slow, 60));
  EXPECT_EQ(slow->values(), live->values());
}

TEST_F(WatchingTest, only_what_meets_the_filter_is_told) {
  const auto with = [&](const std::function<void(v1::Filter&)>& set) {
    Wish wish;
    set(wish.filter);
    return told(wish);
  };
  const auto domains = with([](auto& f) { f.add_types(static_cast<std::uint32_t>(observable::Type::Domain)); });
  const auto tagged = with([](auto& f) { f.add_tags("apt"), f.add_tags("tw"); });
  const auto sure = with([](auto& f) { f.set_min_confidence(60); });
  const auto ours = with([](auto& f) { f.add_origins("self"); });
  const auto narrow = with([](auto& f) { f.add_tlps(v1::TLP_AMBER), f.add_roles(v1::ROLE_C2); });
  const auto health = with([](auto& f) { f.add_ecosystems("health"); });

  auto plain = header();
  plain.add_tags("apt");
  plain.set_confidence(51);  // stated: 50
  auto claims = claims_of({"a.example.net", "45.62.198.73"});
  claims[1].add_tags("tw");
  claims[1].set_confidence(91);
  say(plain, claims);
  auto amber = header(v1::TLP_AMBER);
  amber.set_role(v1::ROLE_C2);
  amber.add_ecosystems("health");
  say(amber, claims_of({"45.62.198.74"}));

  ASSERT_TRUE(until_told(*domains, 1));
  EXPECT_EQ(domains->values(), (Texts{"a.example.net"}));
  EXPECT_TRUE(until_told(*tagged, 1));
  EXPECT_EQ(tagged->values(), (Texts{"45.62.198.73"})) << "all tags, of claim and bulletin together";
  EXPECT_TRUE(until_told(*sure, 1));
  EXPECT_EQ(sure->values(), (Texts{"45.62.198.73"}));
  EXPECT_TRUE(until_told(*narrow, 1));
  EXPECT_EQ(narrow->values(), (Texts{"45.62.198.74"}));
  EXPECT_TRUE(until_told(*health, 1));
  EXPECT_EQ(health->values(), (Texts{"45.62.198.74"}));
  EXPECT_TRUE(ours->values().empty());
}

TEST_F(WatchingTest, what_was_withdrawn_replaced_or_has_expired_is_not_told_any_more) {
  const auto start = begin().value()->first_cursor();
  const auto withdrawn = say({"a.example.net", "b.example.net"});
  auto old = header();
  say(old, claims_of({"old.example.net"}));
  auto revised = old;
  revised.set_issued_at(header().issued_at());
  revised.set_revision(2);
  say(revised, claims_of({"new.example.net"}));
  auto brief = header();
  brief.set_expires_at((node.clock.now() + std::chrono::hours(1)).us);
  say(brief, claims_of({"brief.example.net"}));
  node.clock.advance(std::chrono::seconds(1));
  auto partial = intake::withdrawal_of(brussels, withdrawn, node.clock.now());
  partial.mutable_targets(0)->add_claims(0);
  say(partial, {});
  node.clock.advance(std::chrono::hours(2));
  Wish wish;
  wish.cursor = start;
  const auto late = told(wish);
  ASSERT_TRUE(until_told(*late, 3));
  EXPECT_EQ(late->values(), (Texts{"b.example.net", "new.example.net", "-"}));
}

TEST_F(WatchingTest, who_hears_nothing_is_told_now_and_then_how_far_the_filter_has_looked) {
  Wish wish;
  wish.filter.add_types(static_cast<std::uint32_t>(observable::Type::Cve));
  const auto one = told(wish);
  ASSERT_TRUE(until([&] { return one->caught_up; }));
  const auto first = one->cursor;
  for (int i = 0; i < 30; ++i) {
    say({"n" + std::to_string(i) + ".example.net"});
    until([&] { return one->watcher->position().at >= store::Sequence{static_cast<std::uint64_t>(i) + 1}; });
  }
  EXPECT_TRUE(one->arrivals.empty());
  EXPECT_NE(one->cursor, first);
  EXPECT_LE(one->pieces, 5U) << "30 seconds went by, a word each ten";
}

TEST_F(WatchingTest, no_more_watch_than_may_and_who_goes_makes_room) {
  WatchingOptions options;
  options.max_watchers = 2;
  open(options);
  auto one = begin().value();
  const auto two = begin().value();
  const auto refused = begin();
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().code, ErrorCode::Busy);
  EXPECT_EQ(node.counters.value(telemetry::Counter::WatchersRefused), 1U);
  Wish config;
  config.asker = Asker::Config;
  EXPECT_TRUE(begin(config)) << "what the config asks for is not in the way, nor kept out";
  one.reset();
  EXPECT_TRUE(begin());
  EXPECT_EQ(watching->watchers(), 1U);
}

TEST_F(WatchingTest, a_cursor_that_does_not_fit_and_a_name_nobody_has_are_refused_with_a_reason) {
  Wish wish;
  wish.cursor = "nonsense";
  EXPECT_EQ(begin(wish).error().code, ErrorCode::BadInput);
  wish.cursor = seal_cursor(key, store::LedgerId{}, {});
  EXPECT_NE(begin(wish).error().what.find("--since"), std::string::npos) << "tells what to do";
  store::LedgerId ledger;
  node.read([&](store::Reading& reading) { ledger = reading.ledger.id().value(); });
  wish.cursor = seal_cursor(base::Secret(std::string(32, 'o')), ledger, {});
  EXPECT_EQ(begin(wish).error().code, ErrorCode::BadInput) << "another node's";
  wish.cursor = write_place(ledger, {});
  EXPECT_EQ(begin(wish).error().code, ErrorCode::BadInput) << "a place is for us alone";
  wish.cursor = seal_cursor(key, ledger, {{1}, Position::whole});
  EXPECT_NE(begin(wish).error().what.find("ahead of this ledger"), std::string::npos);
  Wish named;
  named.filter.add_origins("nobody");
  EXPECT_EQ(begin(named).error().code, ErrorCode::NotFound);
  named.filter.clear_origins();
  named.filter.add_types(60'000);
  EXPECT_EQ(begin(named).error().code, ErrorCode::BadInput);
  EXPECT_EQ(watching->watchers(), 0U);
}

TEST_F(WatchingTest, a_thousand_watchers_are_each_told_all) {
  std::vector<std::unique_ptr<Told>> all;
  for (int i = 0; i < 1'000; ++i) all.push_back(told());
  for (int i = 0; i < 3; ++i) say({"n" + std::to_string(i) + ".example.net"});
  EXPECT_TRUE(
      until([&] { return std::ranges::all_of(all, [](const auto& one) { return one->arrivals.size() == 3; }); }));
  EXPECT_EQ(node.counters.value(telemetry::Gauge::Watchers), 1'000);
  all.clear();
  EXPECT_EQ(node.counters.value(telemetry::Gauge::Watchers), 0);
  say({"later.example.net"});
  const auto next = told();
  EXPECT_TRUE(until([&] { return next->caught_up; })) << "who comes after all have gone starts anew";
}

}  // namespace
}  // namespace tidings::watching
