#include "tests/unit/daemon/intake/publisher_fixture.hpp"

namespace tidings::intake {
namespace {

struct SaidAgainTest : PublisherTest {
  Published say(Draft what) {
    auto published = node.publish(std::move(what));
    EXPECT_TRUE(published) << published.error().what;
    return published ? *published : Published{};
  }
  void withdraw(const Published& what, std::initializer_list<std::uint32_t> claims = {}) {
    auto withdrawal = draft({});
    withdrawal.context.set_kind(v1::KIND_WITHDRAWAL);
    auto& target = *withdrawal.context.add_targets();
    target.set_bulletin_id(what.bulletins[0].str());
    for (const auto claim : claims) target.add_claims(claim);
    withdrawal.context.set_expires_at((node.clock.now() + hours(24 * 120)).us);
    say(std::move(withdrawal));
  }
};

TEST_F(SaidAgainTest, a_value_that_was_withdrawn_is_said_again_and_told) {
  withdraw(say(draft(claims_of({"cdn-host.org", "evil-name.tw"}))), {0});
  auto rehearsed = draft(claims_of({"cdn-host.org", "evil-name.tw"}));
  rehearsed.dry_run = true;
  EXPECT_EQ(say(std::move(rehearsed)).said_again.values, 1u) << "a dry run tells it, too";
  const auto again = say(draft(claims_of({"cdn-host.org", "evil-name.tw"})));
  EXPECT_EQ(again.claims, 2u);
  EXPECT_EQ(notes_of(again), std::vector<std::string>{"a value that was withdrawn is said again: cdn-host.org"});
  EXPECT_EQ(say(draft(claims_of({"cdn-host.org"}))).said_again.values, 0u) << "now it is in force";
}

TEST_F(SaidAgainTest, of_several_the_first_is_named) {
  withdraw(say(draft(claims_of({"cdn-host.org", "evil-name.tw"}))));
  const auto notes = notes_of(say(draft(claims_of({"other-one.tw", "evil-name.tw", "cdn-host.org"}))));
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_TRUE(notes[0].starts_with("2 values that were withdrawn are said again: ")) << notes[0];
}

TEST_F(SaidAgainTest, what_is_not_said_counts_for_nothing) {
  const auto kept = say(draft(claims_of({"cdn-host.org"})));
  withdraw(say(draft(claims_of({"cdn-host.org"}))));
  auto list = draft(claims_of({"cdn-host.org"}));
  list.skip_already_said = true;
  const auto same = say(std::move(list));
  EXPECT_EQ(same.already_said, 1u);
  EXPECT_EQ(same.said_again.values, 0u) << "another bulletin of ours says it still";
}

TEST_F(SaidAgainTest, what_is_marked_above_the_publishers_ceiling_is_not_told) {
  withdraw(say(draft(claims_of({"cdn-host.org"}), v1::TLP_AMBER)));
  auto low = draft(claims_of({"cdn-host.org"}), v1::TLP_GREEN);
  low.said_up_to = v1::TLP_GREEN;
  EXPECT_EQ(say(std::move(low)).said_again.values, 0u);
}

}  // namespace
}  // namespace tidings::intake
