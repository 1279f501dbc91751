// Walking several lists at once, and what it costs on data that is made to be bad for it.
#include "daemon/store/leapfrog.hpp"

#include "tests/contract/answers.hpp"

namespace tidings::store::contract {
namespace {

constexpr std::size_t plenty = 1'000'000;

class LeapfrogWalk : public EngineTest {
 protected:
  /// Bulletins with these tags, one for each entry, in order.
  void append(OpenStore& open, const std::vector<std::vector<std::string>>& tags) {
    std::vector<NewBulletin> bulletins;
    for (const auto& of_one : tags) {
      auto header = taipei_.context(v1::KIND_REPORT);
      for (const auto& tag : of_one) header.add_tags(tag);
      bulletins.push_back(taipei_.say(header, {"a.example.net"}));
    }
    open.append(std::move(bulletins));
  }
  struct Walked {
    std::vector<std::uint64_t> found;
    std::size_t spent{0}, pauses{0};
  };
  /// To the end, in calls that may spend so much each.
  Walked walk(OpenStore& open, const std::vector<std::vector<std::string>>& groups, std::size_t spending_each = plenty,
              SequenceRange range = {}) {
    Walked walked;
    open.read([&](Reading& reading) {
      static_cast<void>(must(reading.index.indexed_to()));
      while (true) {
        Leapfrog leapfrog(reading.index, groups, range);
        Spending spending{spending_each};
        while (true) {
          const auto step = must(leapfrog.next(spending));
          if (step.ended) {
            walked.spent += spending_each - spending.left;
            return;
          }
          if (!step.found) {
            range.last = step.at;
            break;
          }
          walked.found.push_back(step.found->sequence.value);
          range.last = {step.found->sequence.value - 1};
        }
        walked.spent += spending_each - spending.left;
        ASSERT_LT(++walked.pauses, 10'000U);
      }
    });
    return walked;
  }
  static std::vector<std::string> tags(std::initializer_list<const char*> names) {
    std::vector<std::string> keys;
    for (const auto* name : names) keys.push_back(tag_list(name));
    return keys;
  }
  Author taipei_{"Taipei"};
};
INSTANTIATE_TEST_SUITE_P(Engines, LeapfrogWalk, testing::ValuesIn(engines()),
                         [](const auto& one) { return one.param.name; });

TEST_P(LeapfrogWalk, finds_what_stands_in_every_group_newest_first_pending_or_written) {
  const auto open = store({.index_idle = std::chrono::hours{1}});
  append(*open, {{"a", "b"}, {"a"}, {"b"}, {"a", "b", "c"}});
  open->settle();
  append(*open, {{"c", "b"}, {"b", "a"}, {}});
  EXPECT_EQ(walk(*open, {tags({"a"}), tags({"b"})}).found, (std::vector<std::uint64_t>{6, 4, 1}));
  EXPECT_EQ(walk(*open, {tags({"a", "c"}), tags({"b"})}).found, (std::vector<std::uint64_t>{6, 5, 4, 1}));
  EXPECT_EQ(walk(*open, {tags({"a"}), tags({"b"}), tags({"c"})}).found, (std::vector<std::uint64_t>{4}));
  EXPECT_EQ(walk(*open, {}).found, (std::vector<std::uint64_t>{7, 6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(walk(*open, {tags({"a"}), tags({"none"})}).found, std::vector<std::uint64_t>{});
  EXPECT_EQ(walk(*open, {tags({"b"})}, plenty, {{3}, {5}}).found, (std::vector<std::uint64_t>{5, 4, 3}));
}

TEST_P(LeapfrogWalk, a_rare_list_makes_a_long_one_cheap) {
  const auto open = store();
  std::vector<std::vector<std::string>> bulletins(4'000, {"common"});
  bulletins[100] = bulletins[3'000] = {"common", "rare"};
  append(*open, bulletins);
  open->settle();
  const auto walked = walk(*open, {tags({"common"}), tags({"rare"})});
  EXPECT_EQ(walked.found, (std::vector<std::uint64_t>{3'001, 101}));
  EXPECT_LT(walked.spent, 200U);
}

TEST_P(LeapfrogWalk, two_long_lists_that_never_meet_are_ruled_out_in_bounded_steps) {
  const auto open = store();
  std::vector<std::vector<std::string>> bulletins;
  for (int i = 0; i < 6'000; ++i) bulletins.push_back({i % 2 == 0 ? "even" : "odd"});
  append(*open, bulletins);
  open->settle();
  const auto walked = walk(*open, {tags({"even"}), tags({"odd"})}, 1'000);
  EXPECT_TRUE(walked.found.empty());
  EXPECT_GT(walked.pauses, 3U) << "no call does it all";
  EXPECT_LT(walked.spent, 6U * 6'000U) << "each row is read about once, not by a seek";
}

TEST_P(LeapfrogWalk, what_is_found_does_not_depend_on_how_much_may_be_spent_at_once) {
  const auto open = store();
  std::vector<std::vector<std::string>> bulletins;
  for (int i = 0; i < 700; ++i) {
    auto& of_one = bulletins.emplace_back();
    for (const auto& [tag, every] : {std::pair{"two", 2}, {"three", 3}, {"seven", 7}, {"hundred", 100}}) {
      if (i % every == 0) of_one.emplace_back(tag);
    }
  }
  append(*open, bulletins);
  open->settle();
  for (const auto& groups :
       {std::vector{tags({"two"}), tags({"three"})}, {tags({"two", "seven"}), tags({"three", "hundred"})}}) {
    const auto whole = walk(*open, groups).found;
    EXPECT_FALSE(whole.empty());
    for (const std::size_t spending : {40U, 97U, 500U})
      EXPECT_EQ(walk(*open, groups, spending).found, whole) << spending;
  }
}

}  // namespace
}  // namespace tidings::store::contract
