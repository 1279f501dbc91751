#include "tests/unit/core/indicator/said.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>

namespace tidings::indicator {
namespace {

TEST(Merge, nothing_said_is_no_view) {
  const auto view = merge({});
  EXPECT_FALSE(view.is_live());
  EXPECT_EQ(view.verdict, v1::VERDICT_UNSPECIFIED);
}

TEST(Merge, an_origin_counts_once_by_its_newest_live_report) {
  auto former = report(1, 1, hours(5)), latest = report(1, 2, hours(1));
  latest.verdict = v1::VERDICT_BENIGN;
  const auto view = merge({former, latest});
  EXPECT_EQ(view.verdict, v1::VERDICT_BENIGN);
  EXPECT_EQ(view.origins, std::vector{org(1)});
  EXPECT_EQ(state_of(view, 1), State::Outdated);
  EXPECT_EQ(state_of(view, 2), State::Counts);
  EXPECT_EQ(view.statements.front().statement.bulletin, latest.bulletin) << "newest first";
}

TEST(Merge, a_withdrawn_report_lets_the_former_one_speak) {
  auto former = report(1, 1, hours(5)), latest = report(1, 2, hours(1));
  latest.withdrawn = true;
  const auto view = merge({latest, former});
  EXPECT_EQ(state_of(view, 1), State::Counts);
  EXPECT_EQ(state_of(view, 2), State::Withdrawn);
  EXPECT_EQ(view.verdict, v1::VERDICT_MALICIOUS);
}

TEST(Merge, what_is_expired_superseded_or_outside_its_window_does_not_count) {
  auto expired = report(1, 1, hours(2)), superseded = report(2, 2, hours(2));
  auto early = report(3, 3, hours(2)), late = report(4, 4, hours(2));
  expired.expires_at = now;
  superseded.superseded = true;
  early.valid_from = now + hours(1);
  late.valid_until = now;
  const auto view = merge({expired, superseded, early, late});
  EXPECT_FALSE(view.is_live());
  EXPECT_TRUE(view.origins.empty());
  EXPECT_EQ(state_of(view, 1), State::Expired);
  EXPECT_EQ(state_of(view, 2), State::Superseded);
  EXPECT_EQ(state_of(view, 3), State::NotYet);
  EXPECT_EQ(state_of(view, 4), State::Over);
}

TEST(Merge, the_verdict_that_weighs_most_stands_with_its_own_greatest_confidence) {
  auto benign = report(1, 1, hours(1)), doubtful = report(2, 2, hours(2)), sure = report(3, 3, hours(3));
  benign.verdict = v1::VERDICT_BENIGN;
  benign.confidence = 99;
  doubtful.confidence = 20;
  sure.confidence = 70;
  sure.role = v1::ROLE_C2;
  const auto view = merge({benign, doubtful, sure});
  EXPECT_EQ(view.verdict, v1::VERDICT_MALICIOUS);
  EXPECT_EQ(view.confidence, 70u);
  EXPECT_EQ(view.role, v1::ROLE_C2);
  EXPECT_EQ(view.origins.size(), 3u);
}

TEST(Merge, the_role_is_that_of_the_most_confident_report_that_states_one) {
  auto sure = report(1, 1, hours(1)), told = report(2, 2, hours(2)), guessed = report(3, 3, hours(3));
  sure.confidence = 90;
  told.confidence = 70;
  told.role = v1::ROLE_C2;
  guessed.role = v1::ROLE_SPAM;
  auto benign = report(4, 4, hours(4));
  benign.verdict = v1::VERDICT_BENIGN;
  benign.role = v1::ROLE_BENIGN;
  benign.confidence = 95;
  const auto view = merge({sure, told, guessed, benign});
  EXPECT_EQ(view.role, v1::ROLE_C2);
  EXPECT_EQ(view.confidence, 90u);
  EXPECT_EQ(merge({sure, benign}).role, v1::ROLE_UNSPECIFIED) << "the role of another verdict is none of this one";
}

TEST(Merge, a_sighting_that_one_publication_tells_several_audiences_is_added_up_once) {
  auto to_one = report(1, 1, hours(1)), to_another = report(1, 2, hours(2)), of_another = report(2, 3, hours(3));
  for (auto* one : {&to_one, &to_another, &of_another}) {
    one->kind = v1::KIND_SIGHTING;
    one->sightings = 12;
    one->sighting_mark = 7;
  }
  EXPECT_EQ(merge({to_one, to_another}).sightings, 12u);
  EXPECT_EQ(merge({to_one, to_another, of_another}).sightings, 24u);
  auto again = to_one;
  again.claim = 1;
  EXPECT_EQ(merge({to_one, to_another, again}).sightings, 24u) << "claims of one bulletin are added up";
}

TEST(Merge, sightings_are_added_up_each_bulletin_once_and_never_wrap) {
  auto one = report(1, 1, hours(1)), other = report(1, 2, hours(2));
  one.kind = other.kind = v1::KIND_SIGHTING;
  one.sightings = 5;
  other.sightings = 7;
  EXPECT_EQ(merge({one, other, one, one}).sightings, 12u);
  other.sightings = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(merge({one, other}).sightings, std::numeric_limits<std::uint64_t>::max());
  EXPECT_FALSE(merge({one}).is_live()) << "it answers what somebody said, and nobody says it any more";
  EXPECT_EQ(merge({one}).verdict, v1::VERDICT_UNSPECIFIED) << "a sighting is no report";
}

TEST(Merge, an_origin_disputes_once_however_often_it_says_so) {
  auto first = report(2, 2, hours(1)), again = report(2, 3, hours(2)), another = report(3, 4, hours(2));
  first.kind = again.kind = another.kind = v1::KIND_DISPUTE;
  const auto view = merge({report(1, 1, hours(1)), first, again, another});
  EXPECT_EQ(view.disputing.size(), 2u);
  EXPECT_EQ(view.verdict, v1::VERDICT_MALICIOUS) << "a dispute is counted beside the verdict";
}

/// Few keys, so that marks meet often. A span borrows them: they stay.
std::span<const SourceMark> arbitrary_marks() {
  static std::map<std::vector<std::uint64_t>, std::vector<SourceMark>> kept;
  const auto numbers = *rc::gen::container<std::vector<std::uint64_t>>(*rc::gen::inRange<std::size_t>(0, 4),
                                                                       rc::gen::inRange<std::uint64_t>(0, 8 * 8));
  auto& marks = kept[numbers];
  if (marks.empty()) {
    for (const auto number : numbers) marks.push_back({number % 8 == 7 ? number - 1 : number});
    std::ranges::sort(marks);
  }
  return marks;
}

Statement arbitrary_statement() {
  const auto hour = [](int from, int to) { return hours(*rc::gen::inRange(from, to)); };
  auto statement = report(static_cast<unsigned char>(*rc::gen::inRange(1, 4)),
                          static_cast<unsigned char>(*rc::gen::inRange(1, 250)), hour(1, 4));
  statement.claim = static_cast<std::uint32_t>(*rc::gen::inRange(0, 2));
  statement.kind = *rc::gen::element(v1::KIND_REPORT, v1::KIND_SIGHTING, v1::KIND_DISPUTE);
  statement.verdict = *rc::gen::element(v1::VERDICT_MALICIOUS, v1::VERDICT_SUSPICIOUS, v1::VERDICT_BENIGN);
  statement.role = *rc::gen::element(v1::ROLE_C2, v1::ROLE_PHISHING);
  if (*rc::gen::arbitrary<bool>()) statement.confidence = static_cast<std::uint32_t>(*rc::gen::inRange(0, 101));
  statement.expires_at = now + hour(-1, 3);
  statement.sightings = static_cast<std::uint64_t>(*rc::gen::inRange(0, 9));
  statement.trust = static_cast<std::uint8_t>(*rc::gen::inRange(0, 101));
  statement.sources = arbitrary_marks();
  statement.withdrawn = *rc::gen::inRange(0, 5) == 0;
  statement.superseded = *rc::gen::inRange(0, 5) == 0;
  return statement;
}

/// Two different statements never are the same claim of the same bulletin: a BulletinId is a hash of what it says.
std::vector<Statement> arbitrary_set() {
  std::vector<Statement> set;
  const int size = *rc::gen::inRange(0, 12);
  for (int i = 0; i < size; ++i) {
    const auto next = arbitrary_statement();
    const auto same = [&](const Statement& s) { return s.bulletin == next.bulletin && s.claim == next.claim; };
    if (std::ranges::none_of(set, same)) set.push_back(next);
  }
  return set;
}

void expect_same(const View& a, const View& b) {
  RC_ASSERT(a.verdict == b.verdict);
  RC_ASSERT(a.role == b.role);
  RC_ASSERT(a.confidence == b.confidence);
  RC_ASSERT(a.origins == b.origins);
  RC_ASSERT(a.sightings == b.sightings);
  RC_ASSERT(a.disputing == b.disputing);
  RC_ASSERT(a.score.value == b.score.value);
  RC_ASSERT(a.statements.size() == b.statements.size());
  for (std::size_t i = 0; i < a.statements.size(); ++i) {
    RC_ASSERT(a.statements[i].statement.bulletin == b.statements[i].statement.bulletin);
    RC_ASSERT(a.statements[i].statement.claim == b.statements[i].statement.claim);
    RC_ASSERT(a.statements[i].state == b.statements[i].state);
    RC_ASSERT(a.statements[i].came_from == b.statements[i].came_from);
  }
}

RC_GTEST_PROP(Merge, any_order_and_any_repeats_give_the_same_view, ()) {
  const auto set = arbitrary_set();
  auto told = set;
  for (const auto& statement : set) {
    if (*rc::gen::arbitrary<bool>()) told.push_back(statement);
  }
  std::mt19937 random(*rc::gen::arbitrary<unsigned>());
  std::ranges::shuffle(told, random);
  expect_same(merge(set), merge(told));
}

RC_GTEST_PROP(Merge, a_copy_neither_adds_weight_nor_takes_it, ()) {
  auto set = arbitrary_set();
  std::erase_if(set, [](const Statement& one) { return one.claim != 0 || one.expires_at <= now; });
  static const std::vector<SourceMark> own{SourceMark::of(MarkKind::Itself, 1'000'000)};
  static const std::vector<SourceMark> based{SourceMark::of(MarkKind::BasedOn, 1'000'000)};
  auto source = report(9, 251, hours(5)), copy = report(10, 252, hours(5));
  source.confidence = copy.confidence = 60;
  source.sources = own;
  copy.sources = based;
  set.push_back(source);
  const auto without = merge(set);
  set.push_back(copy);
  const auto with = merge(set);
  RC_ASSERT(without.score.value == with.score.value);
  RC_ASSERT(without.origins == with.origins);
}

}  // namespace
}  // namespace tidings::indicator
