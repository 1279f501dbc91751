#pragma once
/// A node whose arrivals are watched, with a partner. Lives on: the test's thread.
#include "daemon/watching/watching.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::watching {

using Texts = std::vector<std::string>;

/// A watcher that notes what it is told.
struct Told {
  std::unique_ptr<Watcher> watcher;
  std::vector<v1::Arrival> arrivals;
  std::string cursor;
  bool caught_up{false};
  std::size_t pieces{0};
  std::optional<base::Error> failed;

  void follow() {
    watcher->next([this](base::Result<Given> given) {
      if (!given) {
        failed = given.error();
        return;
      }
      v1::WatchAnswer answer;
      ASSERT_TRUE(answer.ParseFromString(given->piece->answer));
      arrivals.insert(arrivals.end(), answer.arrivals().begin(), answer.arrivals().end());
      cursor = answer.cursor();
      caught_up = given->caught_up;
      ++pieces;
      follow();
    });
  }
  Texts values() const {
    Texts all;
    for (const auto& arrival : arrivals) {
      const auto& value = arrival.value();
      all.push_back(
          arrival.has_value() ? observable::to_text(static_cast<observable::Type>(value.type()), value.value()) : "-");
    }
    return all;
  }
};

struct WatchingTest : testing::Test {
  WatchingTest() {
    node.befriend(brussels, "brussels");
    open();
  }
  void open(WatchingOptions options = {}) {
    watching = Watching::make({*node.store, *query, node.home, node.clock, key, node.counters}, options);
  }

  bulletin::Signed say(const v1::Header& header, const std::vector<v1::Claim>& claims) {
    const auto bulletin = intake::sign(brussels, header, claims);
    const auto answer = node.submit(bulletin, brussels.id());
    EXPECT_EQ(answer.ending, intake::Ending::Stored) << answer.error.what;
    return bulletin;
  }
  bulletin::Signed say(std::initializer_list<std::string_view> values, v1::Tlp tlp = v1::TLP_GREEN) {
    return say(header(tlp), intake::claims_of(values));
  }
  v1::Header header(v1::Tlp tlp = v1::TLP_GREEN) {
    node.clock.advance(std::chrono::seconds(1));
    auto made = intake::header_by(brussels, node.clock.now(), tlp);
    if (tlp == v1::TLP_RED) made.mutable_audience()->add_release_to(taipei.id().str());
    return made;
  }

  base::Result<std::unique_ptr<Watcher>> begin(const Wish& wish = {}) {
    return node.wait<base::Result<std::unique_ptr<Watcher>>>([&](auto done) {
      const auto held = std::make_shared<decltype(done)>(std::move(done));
      watching->begin(wish, [held](auto begun) { (*held)(std::move(begun)); });
    });
  }
  std::unique_ptr<Told> told(const Wish& wish = {}) {
    auto made = std::make_unique<Told>();
    made->watcher = begin(wish).value();
    made->follow();
    return made;
  }
  /// Runs home until `condition`, or long enough.
  bool until(const std::function<bool()>& condition) {
    for (int i = 0; i < 5'000 && !condition(); ++i) {
      if (node.home.run() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return condition();
  }
  bool until_told(const Told& told, std::size_t count) {
    return until([&] { return told.arrivals.size() >= count && told.caught_up; });
  }

  partners::Organisation taipei{"Taipei"}, brussels{"Brussels"}, prague{"Prague"};
  intake::Node node{taipei};
  std::unique_ptr<query::Query> query =
      query::Query::make(*node.store, *node.book, node.warnings, node.home, node.clock);
  base::Secret key{std::string(32, 'k')};
  std::unique_ptr<Watching> watching;
};

}  // namespace tidings::watching
