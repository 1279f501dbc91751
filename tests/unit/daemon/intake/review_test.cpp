// What a second person answers for.
#include "tests/unit/daemon/intake/held_fixture.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;
using std::chrono::minutes;

TEST_F(HeldDraftsTest, review_that_is_switched_on_leaves_alone_what_stays_on_this_node) {
  auto here = draft(claims_of({"here.example.net"}));
  here.context.mutable_audience()->set_local(true);
  hold_for(minutes(10), here);
  auto mixed = draft(claims_of({"clear.example.net", "amber.example.net"}), v1::TLP_AMBER);
  mixed.sections = {{here.context, 1}, {mixed.context, 1}};
  hold_for(minutes(11), mixed);
  hold_for(minutes(12), draft(claims_of({"green.example.net"})));
  options.review_above = v1::TLP_GREEN;
  held->set_options(options);
  const auto waiting = [&] {
    const auto all = held->all();
    return std::ranges::count_if(all, [](const auto& one) { return one.needs_review; });
  };
  EXPECT_EQ(waiting(), 1);
  restart();
  EXPECT_EQ(waiting(), 1) << "as before the restart";
  const auto told = held->all();
  EXPECT_EQ(std::ranges::count_if(told, [](const auto& one) { return one.local; }), 1) << "also after a restart";
}

TEST_F(HeldDraftsTest, review_that_is_switched_on_holds_for_what_waits_already) {
  const auto record = hold_for(minutes(10), draft(claims_of({"evil.example.net"})));
  options.review_above = v1::TLP_AMBER_STRICT;
  held->set_options(options);
  node.clock.advance(minutes(11));
  look();
  EXPECT_EQ(stored(), 0U);
  EXPECT_FALSE(release(record, author));
  EXPECT_TRUE(release(record, colleague));
  EXPECT_EQ(stored(), 1U);
}

TEST_F(HeldDraftsTest, who_held_it_does_not_release_what_needs_a_second_person) {
  const auto record = hold(draft(claims_of({"evil.example.net"})), {author, {}, true, {}}).value();
  const auto own = release(record, author);
  ASSERT_FALSE(own);
  EXPECT_EQ(own.error().code, ErrorCode::Policy);
  look();
  EXPECT_EQ(audited().front(), "release_refused by uid 1000");
  EXPECT_EQ(stored(), 0U);
  const auto released = release(record, colleague);
  ASSERT_TRUE(released) << released.error().what;
  ASSERT_TRUE(released->published);
  EXPECT_EQ(released->published->claims, 1U);
  EXPECT_EQ(stored(), 1U);
  EXPECT_EQ(audited().front(), "released by uid 1001");
}

TEST_F(HeldDraftsTest, held_for_a_time_and_for_review_it_waits_for_both) {
  const auto record =
      hold(draft(claims_of({"evil.example.net"})), {author, node.clock.now() + minutes(10), true, {}}).value();
  const auto approved = release(record, colleague);
  ASSERT_TRUE(approved) << approved.error().what;
  EXPECT_FALSE(approved->published) << "its time is not up";
  EXPECT_EQ(approved->record.approved_by, colleague);
  restart();
  EXPECT_EQ(held->all().front().approved_by, colleague);
  node.clock.advance(minutes(10));
  look();
  EXPECT_EQ(stored(), 1U);
}

TEST_F(HeldDraftsTest, the_time_alone_does_not_release_what_needs_a_second_person) {
  hold(draft(claims_of({"evil.example.net"})), {author, node.clock.now() + minutes(10), true, {}}).value();
  node.clock.advance(hours(1));
  look();
  EXPECT_EQ(stored(), 0U);
}

}  // namespace
}  // namespace tidings::intake
