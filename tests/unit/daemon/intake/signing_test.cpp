// What is not signed: what a clock that jumps would date, what passes for something else.
#include "daemon/intake/publisher.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;
using namespace std::chrono_literals;

struct SigningTest : testing::Test {
  base::Result<Published> publish(std::string_view value) {
    Draft draft;
    draft.context.set_kind(v1::KIND_REPORT);
    draft.context.set_title("A report");
    draft.context.mutable_audience()->set_tlp(v1::TLP_AMBER);
    draft.context.set_expires_at((node.clock.now() + 24h * 90).us);
    draft.claims = claims_of({value});
    return node.publish(std::move(draft));
  }

  Organisation taipei{"Taipei"};
  Node node{taipei};
};

TEST_F(SigningTest, nothing_is_signed_while_the_clock_has_just_leapt_ahead) {
  base::Duration unsettled = 90s;
  node.publisher->ask_clock([&] { return unsettled; });
  const auto refused = publish("evil.example.net");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Busy) << "it is worth another try";
  EXPECT_NE(refused.error().what.find("the clock jumped ahead"), std::string::npos);
  unsettled = {};
  EXPECT_TRUE(publish("evil.example.net"));
}

TEST_F(SigningTest, a_publication_that_fails_for_its_date_does_not_date_the_next) {
  const auto right = node.clock.now();
  node.clock.set(right + 24h * 365 * 20);
  const auto refused = publish("evil.example.net");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::NotDelegated);
  node.clock.set(right);
  const auto published = publish("evil.example.net");
  ASSERT_TRUE(published) << published.error().what;
}

TEST_F(SigningTest, who_has_signed_ahead_of_the_clock_is_told_until_when_it_matters) {
  const auto right = node.clock.now();
  node.clock.set(right + 24h * 100);
  ASSERT_TRUE(publish("evil.example.net"));
  node.clock.set(right);
  const auto refused = publish("other.example.net");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find(base::to_text(right + 24h * 100)), std::string::npos) << refused.error().what;
  EXPECT_EQ(node.publisher->dated_ahead(), refused.error().what);
  node.clock.set(right + 24h * 100);
  EXPECT_EQ(node.publisher->dated_ahead(), "");
}

TEST_F(SigningTest, that_it_has_signed_ahead_of_the_clock_is_known_after_a_restart) {
  const auto right = node.clock.now();
  node.clock.set(right + 24h * 100);
  ASSERT_TRUE(publish("evil.example.net"));
  node.clock.set(right);
  node.close();
  node.open();
  for (int i = 0; i < 5'000 && node.publisher->dated_ahead().empty(); ++i) {
    if (node.home.run() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_NE(node.publisher->dated_ahead(), "");
}

TEST_F(SigningTest, nothing_is_said_of_values_in_the_disguise_of_a_withdrawal) {
  const auto published = publish("evil.example.net");
  ASSERT_TRUE(published);
  Draft disguised;
  disguised.context.set_kind(v1::KIND_WITHDRAWAL);
  disguised.context.set_title("A report");
  disguised.context.mutable_audience()->set_tlp(v1::TLP_AMBER);
  disguised.context.set_expires_at((node.clock.now() + 24h).us);
  disguised.context.add_targets()->set_bulletin_id(published->bulletins.front().str());
  disguised.claims = claims_of({"other.example.net"});
  const auto refused = node.publish(std::move(disguised));
  ASSERT_FALSE(refused) << "it would never be reviewed";
  EXPECT_EQ(refused.error().code, ErrorCode::BadInput);
}

}  // namespace
}  // namespace tidings::intake
