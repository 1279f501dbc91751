#include "formats/misp/original.hpp"
#include "tests/unit/daemon/intake/publisher_fixture.hpp"

namespace tidings::intake {
namespace {

constexpr std::string_view uuid = "5f1c0a2e-7b3d-4c11-9a52-0242ac130007";

/// An event as it is read from a file: values, and its original behind them.
struct NewerEventTest : PublisherTest {
  Draft event(std::initializer_list<std::string_view> values, int second, std::string_view id = uuid) {
    auto made = draft(claims_of(values));
    const auto text =
        "{\"uuid\":\"" + std::string(id) + "\",\"timestamp\":\"" + std::to_string(1'700'000'000 + second) + "\"}";
    EXPECT_TRUE(misp::carry(misp::Original::Event, std::string(id), text, [&](v1::Claim claim) -> base::Status {
      made.claims.push_back(std::move(claim));
      return {};
    }));
    made.context.set_publication_id(std::string(16, 'e'));
    made.is_new = true;
    return made;
  }
  Published say(Draft what) {
    auto published = node.publish(std::move(what));
    EXPECT_TRUE(published) << published.error().what;
    return published ? *published : Published{};
  }
};

TEST_F(NewerEventTest, an_older_version_of_an_event_replaces_nothing_and_is_told) {
  EXPECT_EQ(say(event({"kept-one.tw", "new-one.tw"}, 2)).revision, 1u);
  const auto before = stored();
  const auto older = say(event({"kept-one.tw", "deleted-one.tw"}, 1));
  EXPECT_TRUE(older.older.event);
  EXPECT_TRUE(older.bulletins.empty());
  EXPECT_EQ(older.claims, 0u);
  EXPECT_EQ(stored(), before);
  const auto notes = notes_of(older);
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("a newer version of the event stands here"), std::string::npos) << notes[0];
}

TEST_F(NewerEventTest, a_dry_run_tells_it_too) {
  say(event({"new-one.tw"}, 2));
  auto older = event({"deleted-one.tw"}, 1);
  older.dry_run = true;
  const auto told = say(std::move(older));
  EXPECT_TRUE(told.older.event);
  EXPECT_EQ(told.claims, 0u);
}

TEST_F(NewerEventTest, a_newer_one_and_another_of_the_same_time_replace_it) {
  say(event({"one-one.tw"}, 1));
  EXPECT_EQ(say(event({"two-one.tw"}, 1)).revision, 2u);
  EXPECT_EQ(say(event({"three-one.tw"}, 2)).revision, 3u);
  EXPECT_TRUE(say(event({"two-one.tw"}, 1)).bulletins.empty()) << "the newest counts, and no revision before it";
}

TEST_F(NewerEventTest, who_amends_by_hand_means_it) {
  say(event({"new-one.tw"}, 2));
  auto meant = event({"other-one.tw"}, 1);
  meant.is_new = false;
  EXPECT_EQ(say(std::move(meant)).revision, 2u);
}

TEST_F(NewerEventTest, what_was_withdrawn_as_a_whole_stands_in_no_ones_way) {
  const auto made = say(event({"new-one.tw"}, 2));
  auto withdrawal = draft({});
  withdrawal.context.set_kind(v1::KIND_WITHDRAWAL);
  withdrawal.context.add_targets()->set_bulletin_id(made.bulletins[0].str());
  withdrawal.context.set_expires_at((node.clock.now() + hours(24 * 120)).us);
  say(std::move(withdrawal));
  EXPECT_FALSE(say(event({"old-one.tw"}, 1)).bulletins.empty());
}

TEST(ChangedAt, is_told_by_an_events_own_original_alone) {
  const auto claim_of = [](misp::Original what, std::string_view text) {
    v1::Claim made;
    EXPECT_TRUE(misp::carry(what, std::string(uuid), text, [&](v1::Claim claim) -> base::Status {
      made = std::move(claim);
      return {};
    }));
    return made;
  };
  EXPECT_EQ(misp::changed_at(claim_of(misp::Original::Event, R"({"timestamp":1700000000})")), 1'700'000'000'000'000u);
  EXPECT_EQ(misp::changed_at(claim_of(misp::Original::Object, R"({"timestamp":1700000000})")), 0u);
  EXPECT_EQ(misp::changed_at(claim_of(misp::Original::Event, R"({"info":"x"})")), 0u);
  EXPECT_EQ(misp::changed_at(claim_of(misp::Original::Event, "{")), 0u);
}

}  // namespace
}  // namespace tidings::intake
