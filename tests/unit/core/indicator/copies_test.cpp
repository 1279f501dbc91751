#include "core/indicator/copies.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/indicator/said.hpp"

namespace tidings::indicator {
namespace {

using Marks = std::vector<SourceMark>;

SourceMark mark(MarkKind kind, std::uint64_t number) { return SourceMark::of(kind, number << 3); }

/// One's own id is the number of the bulletin.
Statement marked(unsigned char origin, unsigned char bulletin, base::Duration age, const Marks& marks) {
  auto statement = report(origin, bulletin, age);
  statement.confidence = 50;
  statement.sources = marks;
  return statement;
}

TEST(Copies, what_is_based_on_anothers_bulletin_counts_once_with_its_source) {
  const Marks source{mark(MarkKind::Itself, 1)}, copy{mark(MarkKind::BasedOn, 1), mark(MarkKind::Itself, 2)};
  const auto view = merge({marked(1, 1, hours(2), source), marked(2, 2, hours(1), copy)});
  EXPECT_EQ(state_of(view, 1), State::Counts);
  EXPECT_EQ(state_of(view, 2), State::Copied);
  EXPECT_EQ(judged(view, 2).betrayed_by, MarkKind::BasedOn);
  EXPECT_EQ(view.statements[judged(view, 2).came_from].statement.origin, org(1));
  EXPECT_EQ(view.origins, std::vector{org(1)});
  EXPECT_EQ(view.score.value, 50);
}

TEST(Copies, who_names_a_bulletin_copied_it_though_clocks_say_otherwise) {
  const Marks source{mark(MarkKind::Itself, 1)}, copy{mark(MarkKind::BasedOn, 1), mark(MarkKind::Itself, 2)};
  const auto view = merge({marked(1, 1, hours(1), source), marked(2, 2, hours(2), copy)});
  EXPECT_EQ(state_of(view, 1), State::Counts);
  EXPECT_EQ(state_of(view, 2), State::Copied);
}

TEST(Copies, the_same_text_reference_run_of_values_or_producer_has_one_source_the_earliest) {
  for (const auto kind : {MarkKind::Text, MarkKind::Reference, MarkKind::Values, MarkKind::Producer}) {
    const Marks shared{mark(kind, 7)};
    const auto view =
        merge({marked(1, 1, hours(1), shared), marked(2, 2, hours(2), shared), marked(3, 3, hours(3), shared)});
    EXPECT_EQ(state_of(view, 3), State::Counts);
    EXPECT_EQ(state_of(view, 1), State::Copied);
    EXPECT_EQ(judged(view, 2).betrayed_by, kind);
    EXPECT_EQ(view.score.value, 50);
  }
}

TEST(Copies, a_source_that_is_not_held_is_still_one_source) {
  const Marks first{mark(MarkKind::Itself, 1), mark(MarkKind::BasedOn, 9)},
      second{mark(MarkKind::Itself, 2), mark(MarkKind::BasedOn, 9)};
  EXPECT_EQ(merge({marked(1, 1, hours(1), first), marked(2, 2, hours(2), second)}).score.value, 50);
}

TEST(Copies, two_who_merely_name_a_third_are_two_sources) {
  const Marks naming{mark(MarkKind::Mentions, 9)};
  EXPECT_EQ(merge({marked(1, 1, hours(1), naming), marked(2, 2, hours(2), naming)}).score.value, 75);
}

TEST(Copies, a_source_counts_once_through_any_number_of_hands) {
  const Marks source{mark(MarkKind::Itself, 1)}, copy{mark(MarkKind::BasedOn, 1), mark(MarkKind::Text, 5)},
      again{mark(MarkKind::Text, 5)};
  const auto view =
      merge({marked(1, 1, hours(3), source), marked(2, 2, hours(2), copy), marked(3, 3, hours(1), again)});
  EXPECT_EQ(view.origins, std::vector{org(1)});
  EXPECT_EQ(view.statements[judged(view, 3).came_from].statement.origin, org(2));
  EXPECT_EQ(view.statements[judged(view, 3).counts_with].statement.origin, org(1));
}

TEST(Copies, who_quotes_two_sources_makes_them_no_one_source) {
  const Marks one{mark(MarkKind::Itself, 1)}, other{mark(MarkKind::Itself, 2)};
  const Marks both{mark(MarkKind::BasedOn, 1), mark(MarkKind::BasedOn, 2), mark(MarkKind::Itself, 3)};
  for (const auto age : {hours(1), hours(9)}) {
    const auto view = merge({marked(1, 1, hours(3), one), marked(2, 2, hours(2), other), marked(3, 3, age, both)});
    EXPECT_EQ(view.origins, (std::vector{org(1), org(2)}));
    EXPECT_EQ(view.score.value, 75);
  }
}

TEST(Copies, what_came_from_a_report_that_its_origin_has_renewed_still_counts_with_it) {
  const Marks former{mark(MarkKind::Itself, 1)}, renewed{mark(MarkKind::Itself, 3)};
  const Marks copy{mark(MarkKind::BasedOn, 1), mark(MarkKind::Itself, 2)};
  auto first = marked(1, 1, hours(3), former);
  for (const bool superseded : {false, true}) {
    first.superseded = superseded;
    const auto view = merge({first, marked(2, 2, hours(2), copy), marked(1, 3, hours(1), renewed)});
    EXPECT_EQ(state_of(view, 3), State::Counts);
    EXPECT_EQ(state_of(view, 2), State::Copied);
    EXPECT_EQ(view.score.value, 50);
  }
}

/// Two lists by two origins, and both copied by a third who states earlier dates.
struct Backdated {
  Marks first{mark(MarkKind::Itself, 1), mark(MarkKind::Values, 11)};
  Marks second{mark(MarkKind::Itself, 2), mark(MarkKind::Values, 12)};
  Marks first_again{mark(MarkKind::Itself, 3), mark(MarkKind::Values, 11)};
  Marks second_again{mark(MarkKind::Itself, 4), mark(MarkKind::Values, 12)};
  std::vector<Statement> said(std::uint8_t trust, bool withdrawn) const {
    std::vector<Statement> all{marked(1, 1, hours(1), first), marked(2, 2, hours(1), second),
                               marked(3, 3, hours(3), first_again), marked(3, 4, hours(2), second_again)};
    for (auto& one : all) {
      if (one.origin != org(3)) continue;
      one.trust = trust;
      one.withdrawn = withdrawn;
    }
    return all;
  }
};

TEST(Copies, who_is_trusted_less_becomes_no_source_by_an_earlier_date) {
  const Backdated lists;
  for (const auto trust : std::initializer_list<std::uint8_t>{0, 99}) {
    for (const bool withdrawn : {false, true}) {
      const auto view = merge(lists.said(trust, withdrawn));
      EXPECT_EQ(view.origins, (std::vector{org(1), org(2)}));
      EXPECT_EQ(view.score.value, 75);
    }
  }
}

TEST(Copies, two_who_look_like_two_reports_of_one_origin_stay_two) {
  const Backdated lists;
  EXPECT_EQ(merge(lists.said(100, false)).origins.size(), 2u);
  EXPECT_EQ(merge(lists.said(100, false)).score.value, 75);
  const auto withdrawn = merge(lists.said(100, true));
  EXPECT_EQ(withdrawn.origins, (std::vector{org(1), org(2)}));
  EXPECT_EQ(withdrawn.score.value, 75);
}

TEST(Copies, our_own_report_comes_from_anothers_only_where_it_names_it) {
  const Marks shared{mark(MarkKind::Values, 7), mark(MarkKind::Itself, 1)};
  const Marks alike{mark(MarkKind::Values, 7)}, based{mark(MarkKind::BasedOn, 1)};
  for (const auto& marks : {alike, based}) {
    const auto view =
        merge({marked(1, 1, hours(2), shared), marked(2, 2, hours(1), marks)}, Scale{}, {}, now, /*self=*/org(2));
    EXPECT_EQ(view.origins, std::vector{org(marks == based ? 1 : 2)});
    EXPECT_EQ(view.score.value, 50);
  }
}

TEST(Copies, what_came_from_a_withdrawn_report_counts_by_itself_once) {
  const Marks source{mark(MarkKind::Itself, 1)}, copy{mark(MarkKind::BasedOn, 1)};
  auto withdrawn = marked(1, 1, hours(3), source);
  withdrawn.withdrawn = true;
  const auto view = merge({withdrawn, marked(2, 2, hours(2), copy), marked(3, 3, hours(1), copy)});
  EXPECT_EQ(state_of(view, 2), State::Counts);
  EXPECT_EQ(state_of(view, 3), State::Copied);
  EXPECT_EQ(view.score.value, 50);
}

TEST(Copies, a_source_has_the_weight_of_its_greatest_term) {
  const Marks source{mark(MarkKind::Itself, 1)}, copy{mark(MarkKind::BasedOn, 1)};
  auto doubted = marked(1, 1, hours(3), source);
  doubted.trust = 20;
  const auto view = merge({doubted, marked(2, 2, hours(2), copy)});
  EXPECT_EQ(view.score.value, 50);
  ASSERT_EQ(view.score.terms.size(), 1u);
  EXPECT_EQ(view.statements[view.score.terms[0].place].statement.origin, org(1));
  EXPECT_EQ(view.statements[view.score.terms[0].greatest].statement.origin, org(2));
}

TEST(Copies, who_answers_benign_to_a_report_has_not_copied_it) {
  const Marks source{mark(MarkKind::Itself, 1)}, answer{mark(MarkKind::BasedOn, 1)};
  auto benign = marked(2, 2, hours(2), answer);
  benign.verdict = v1::VERDICT_BENIGN;
  EXPECT_EQ(state_of(merge({marked(1, 1, hours(3), source), benign}), 2), State::Counts);
}

TEST(Copies, who_takes_anothers_publication_id_does_not_become_its_source) {
  const Marks victim{mark(MarkKind::Itself, 1), mark(MarkKind::Itself, 2)},
      taken{mark(MarkKind::Itself, 2), mark(MarkKind::Itself, 3)};
  const auto view = merge({marked(1, 1, hours(1), victim), marked(2, 2, hours(9), taken)});
  EXPECT_EQ(view.origins.size(), 2u);
  EXPECT_EQ(view.score.value, 75);
}

TEST(Copies, reports_that_name_each_other_are_one_source) {
  const Marks one{mark(MarkKind::Itself, 1), mark(MarkKind::Mentions, 2)},
      other{mark(MarkKind::Mentions, 1), mark(MarkKind::Itself, 2)};
  const Marks third{mark(MarkKind::BasedOn, 2)};
  const auto view = merge({marked(1, 1, hours(3), one), marked(2, 2, hours(2), other), marked(3, 3, hours(1), third)});
  EXPECT_EQ(view.origins, std::vector{org(1)});
  EXPECT_EQ(view.score.value, 50);
}

TEST(Copies, an_expired_source_has_no_part_whether_forgotten_or_not) {
  const Marks source{mark(MarkKind::Itself, 1)};
  const Marks first{mark(MarkKind::Mentions, 1), mark(MarkKind::Itself, 2)},
      second{mark(MarkKind::Mentions, 1), mark(MarkKind::Itself, 3)};
  auto expired = marked(1, 1, hours(3), source);
  expired.expires_at = now;
  expired.withdrawn = true;
  const auto one = marked(2, 2, hours(2), first), other = marked(3, 3, hours(1), second);
  EXPECT_EQ(merge({expired, one, other}).score.value, merge({one, other}).score.value);
}

TEST(Copies, ten_thousand_in_one_chain_are_traced_at_once) {
  std::vector<Marks> marks;
  std::vector<Statement> chain;
  for (std::uint64_t i = 0; i < 10'000; ++i)
    marks.push_back({mark(MarkKind::Mentions, i + 2), mark(MarkKind::Itself, i + 1)});
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    auto one = marked(static_cast<unsigned char>(i % 100), 0, base::Duration{1'000'000 - static_cast<std::int64_t>(i)},
                      marks[i]);
    one.claim = static_cast<std::uint32_t>(i);
    chain.push_back(one);
  }
  EXPECT_EQ(merge(std::move(chain)).origins.size(), 1u);
}

}  // namespace
}  // namespace tidings::indicator
