#include "core/indicator/score.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/unit/core/indicator/said.hpp"

namespace tidings::indicator {
namespace {

Statement sure(unsigned char origin, unsigned char bulletin, base::Duration age, std::uint32_t confidence,
               std::uint8_t trust) {
  auto statement = report(origin, bulletin, age);
  statement.confidence = confidence;
  statement.trust = trust;
  return statement;
}

Statement dispute(unsigned char origin, unsigned char bulletin, std::uint8_t trust) {
  auto statement = report(origin, bulletin, hours(0));
  statement.kind = v1::KIND_DISPUTE;
  statement.trust = trust;
  return statement;
}

int score(std::vector<Statement> statements, std::vector<Warning> warnings = {}) {
  return merge(std::move(statements), Scale{}, std::move(warnings), now).score.value;
}

TEST(Share, halves_with_each_half_life) {
  const base::Duration half_life = 30 * day;
  EXPECT_EQ(decay(base::Duration{0}, half_life), one_share);
  EXPECT_EQ(decay(base::Duration{-5}, half_life), one_share);
  EXPECT_EQ(points_of(decay(half_life, half_life)), 5000);
  EXPECT_EQ(points_of(decay(3 * half_life, half_life)), 1250);
  EXPECT_EQ(decay(31 * half_life, half_life), 0u);
  EXPECT_EQ(decay(half_life, base::Duration{0}), 0u);
}

RC_GTEST_PROP(Share, decay_is_the_power_of_two_to_a_hundred_thousandth, ()) {
  const auto age = base::Duration{*rc::gen::inRange<std::int64_t>(0, base::Duration(730 * day).count())};
  const auto half_life = base::Duration{*rc::gen::inRange<std::int64_t>(1'000'000, base::Duration(3650 * day).count())};
  const double exact = std::exp2(-static_cast<double>(age.count()) / static_cast<double>(half_life.count()));
  RC_ASSERT(std::abs(static_cast<double>(decay(age, half_life)) / one_share - exact) < 1e-5);
  RC_ASSERT(decay(age + base::Duration{1}, half_life) <= decay(age, half_life));
}

TEST(Score, is_confidence_by_trust_by_decay) {
  EXPECT_EQ(score({sure(1, 1, hours(0), 80, 50)}), 40);
  EXPECT_EQ(score({sure(1, 1, 90 * day, 80, 50)}), 20) << "after one half-life";
  EXPECT_EQ(score({sure(1, 1, hours(0), 100, 100)}), 100);
  EXPECT_EQ(score({sure(1, 1, hours(0), 100, 0)}), 0);
}

TEST(Score, agreement_of_sources_leaves_less_doubt) {
  EXPECT_EQ(score({sure(1, 1, hours(0), 60, 100), sure(2, 2, hours(0), 50, 100)}), 80) << "1 - 0.4 * 0.5";
}

TEST(Score, an_origin_counts_once) {
  EXPECT_EQ(score({sure(1, 1, hours(1), 60, 100), sure(1, 2, hours(0), 60, 100)}), 60);
}

TEST(Score, a_report_without_confidence_has_the_default_one) {
  auto unsure = report(1, 1, hours(0));
  EXPECT_EQ(score({unsure}), 50);
}

TEST(Score, a_suspicion_weighs_half) {
  auto suspicion = sure(1, 1, hours(0), 80, 100);
  suspicion.verdict = v1::VERDICT_SUSPICIOUS;
  EXPECT_EQ(score({suspicion}), 40);
}

TEST(Score, disputes_and_benign_reports_lower_it_by_their_own_trust) {
  EXPECT_EQ(score({sure(1, 1, hours(0), 100, 100), dispute(2, 2, 50)}), 60) << "0.8 of a wholly trusted one's";
  EXPECT_EQ(score({sure(1, 1, hours(0), 100, 100), dispute(2, 2, 50), dispute(3, 3, 50)}), 36);
  EXPECT_EQ(score({sure(1, 1, hours(0), 100, 100), dispute(2, 2, 50), dispute(2, 3, 50)}), 60) << "each origin once";
  auto benign = sure(2, 2, hours(0), 50, 50);
  benign.verdict = v1::VERDICT_BENIGN;
  EXPECT_EQ(score({sure(1, 1, hours(0), 100, 100), benign}), 75);
  EXPECT_EQ(score({benign, dispute(3, 3, 100)}), 0) << "nothing to lower";
}

TEST(Score, warning_marks_lower_it) {
  EXPECT_EQ(score({sure(1, 1, hours(0), 80, 100)}, {{"top sites", 50}}), 40);
  EXPECT_EQ(score({sure(1, 1, hours(0), 80, 100)}, {{"top sites", 50}, {"resolvers", 50}}), 20);
}

TEST(Score, a_sighting_by_a_trusted_origin_makes_a_report_fresh_again) {
  auto sighting = report(2, 2, 10 * day);
  sighting.kind = v1::KIND_SIGHTING;
  sighting.trust = 50;
  const auto aged = sure(1, 1, 100 * day, 80, 100);
  const int forgotten = score({aged}), seen = score({aged, sighting});
  EXPECT_GT(seen, forgotten);
  EXPECT_EQ(seen, score({sure(1, 1, 10 * day, 80, 100)}));
  sighting.last_seen = now - 50 * day;
  EXPECT_EQ(score({aged, sighting}), score({sure(1, 1, 50 * day, 80, 100)})) << "by when it was seen, not told";
  sighting.last_seen = now + 50 * day;
  EXPECT_EQ(score({aged, sighting}), seen) << "nobody sees what is to come";
  sighting.trust = 49;
  EXPECT_EQ(score({aged, sighting}), forgotten);
}

TEST(Score, a_sighting_does_not_make_a_benign_report_fresh) {
  auto sighting = report(2, 2, hours(0)), benign = sure(3, 3, 90 * day, 100, 100);
  sighting.kind = v1::KIND_SIGHTING;
  benign.verdict = v1::VERDICT_BENIGN;
  EXPECT_EQ(score({sure(1, 1, hours(0), 100, 100), benign, sighting}), 50);
}

TEST(Score, a_sighting_alone_is_no_score) {
  auto sighting = report(2, 2, hours(0));
  sighting.kind = v1::KIND_SIGHTING;
  EXPECT_EQ(score({sighting}), 0);
}

TEST(Score, of_the_example_in_the_docs_is_as_told_there) {
  const Scale scale{.half_life = 30 * day};
  static const std::vector<SourceMark> source{SourceMark::of(MarkKind::Itself, 64)},
      copy{SourceMark::of(MarkKind::BasedOn, 64)};
  auto taipei = sure(1, 1, 15 * day, 90, 80), vilnius = sure(2, 2, day, 50, 50);
  taipei.sources = source;
  vilnius.sources = copy;
  auto prague = report(3, 3, hours(0));
  prague.trust = 60;
  const auto view = merge({taipei, vilnius, prague, dispute(4, 4, 50)}, scale, {}, now);
  EXPECT_EQ(view.score.value, 39);
  std::vector<std::int32_t> points;
  for (const auto& term : view.score.terms) points.push_back(term.points);
  EXPECT_EQ(points, (std::vector<std::int32_t>{5091, 1473, -2626}));
}

RC_GTEST_PROP(Score, the_points_of_its_terms_are_the_score, ()) {
  std::vector<Statement> set;
  for (unsigned char i = 0; i < *rc::gen::inRange(1, 9); ++i) {
    auto one = sure(i, i, base::Duration(hours(*rc::gen::inRange(0, 9999))),
                    static_cast<std::uint32_t>(*rc::gen::inRange(0, 101)),
                    static_cast<std::uint8_t>(*rc::gen::inRange(0, 101)));
    one.kind = *rc::gen::element(v1::KIND_REPORT, v1::KIND_REPORT, v1::KIND_DISPUTE);
    one.verdict = *rc::gen::element(v1::VERDICT_MALICIOUS, v1::VERDICT_SUSPICIOUS, v1::VERDICT_BENIGN);
    set.push_back(one);
  }
  const auto view = merge(set, Scale{}, {{"list", static_cast<std::uint8_t>(*rc::gen::inRange(0, 101))}}, now);
  const auto& terms = view.score.terms;
  const int sum =
      std::accumulate(terms.begin(), terms.end(), 0, [](int all, const Term& term) { return all + term.points; });
  RC_ASSERT((sum + 50) / 100 == view.score.value);
  RC_ASSERT(sum >= 0);
  RC_ASSERT(sum <= 10'000);
  for (const auto& term : terms) {
    const bool raises = term.effect == Effect::Accuses;
    const bool fits = raises ? term.points >= 0 : term.points <= 0;
    RC_ASSERT(fits);
  }
}

}  // namespace
}  // namespace tidings::indicator
