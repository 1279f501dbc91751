// Promise 4: the same bulletins, in any order, with any repeats, give the same indicators under the same terms at the
// same instant.
#include <algorithm>
#include <random>

#include "daemon/query/query.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings {
namespace {

using intake::claims_of;
using intake::header_by;
using intake::sign;
using partners::Organisation;

constexpr std::string_view values[] = {"45.62.198.1", "45.62.198.2", "evil.example.net", "bad.example.org"};

/// What three origins said over some days: reports, revisions, withdrawals whole and in part, sightings, disputes.
struct World {
  World() {
    std::mt19937 random(20'260'101);
    const std::vector<const Organisation*> origins{&brussels, &vilnius, &riga};
    for (int day = 0; day < 12; ++day) {
      for (const auto* origin : origins) say(*origin, day, random);
    }
  }

  void say(const Organisation& origin, int day, std::mt19937& random) {
    const auto at = partners::test_start + std::chrono::hours(day);
    auto header = header_by(origin, at);
    header.set_expires_at((at + std::chrono::hours(20 + random() % 40)).us);
    header.set_confidence(static_cast<std::uint32_t>(random() % 101 + 1));
    const auto former = newest_of(origin);
    const auto choice = random() % 6;
    std::vector<v1::Claim> claims;
    for (const auto value : values) {
      if (random() % 2 == 0) claims.push_back(intake::claim_of(value));
    }
    if (claims.empty()) claims = claims_of({values[0]});
    if (choice == 0 && former) {
      header.set_kind(v1::KIND_WITHDRAWAL);
      auto& target = *header.add_targets();
      target.set_bulletin_id(former->header.id.str());
      if (random() % 2 == 0) target.add_claims(0);
      header.set_expires_at(former->header.expires_at.us + 86'400'000'000);
      claims.clear();
    } else if (choice == 1 && former) {
      header.set_publication_id(former->header.publication.str());
      header.set_revision(former->header.revision + 1);
    } else if (choice == 2) {
      header.set_kind(v1::KIND_SIGHTING);
      for (auto& claim : claims) claim.mutable_sighting()->set_count(random() % 9);
    } else if (choice == 3) {
      header.set_kind(v1::KIND_DISPUTE);
    } else {
      header.set_verdict(random() % 3 == 0 ? v1::VERDICT_BENIGN : v1::VERDICT_MALICIOUS);
    }
    bulletins.push_back(sign(origin, header, claims));
  }
  const bulletin::Signed* newest_of(const Organisation& origin) const {
    for (auto one = bulletins.rbegin(); one != bulletins.rend(); ++one) {
      if (one->header.origin == origin.id() && one->header.kind == v1::KIND_REPORT) return &*one;
    }
    return nullptr;
  }

  Organisation taipei{"Taipei"}, brussels{"Brussels"}, vilnius{"Vilnius"}, riga{"Riga"};
  std::vector<bulletin::Signed> bulletins;
};

/// What a node answers at several instants once it has got `order`, as bytes to compare.
std::string answers_after(const World& world, const std::vector<const bulletin::Signed*>& order) {
  intake::Node node(world.taipei);
  node.befriend(world.brussels, "brussels");
  node.befriend(world.vilnius, "vilnius");
  node.befriend(world.riga, "riga");
  node.clock.advance(std::chrono::hours(12));
  for (const auto* bulletin : order) {
    const auto ending = node.submit(*bulletin, bulletin->header.origin).ending;
    EXPECT_TRUE(ending == intake::Ending::Stored || ending == intake::Ending::Known);
  }
  const auto query = query::Query::make(*node.store, *node.book, node.warnings, node.home, node.clock);
  v1::LookupRequest request;
  for (const auto value : values) {
    const auto claim = intake::claim_of(value);
    request.add_values()->set_type(claim.type());
    request.mutable_values(request.values_size() - 1)->set_value(claim.value());
  }
  std::string answers;
  for (int i = 0; i < 5; ++i) {
    const auto answer = node.wait<base::Result<v1::LookupAnswer>>([&](auto done) { query->lookup(request, {}, done); });
    answers += answer.value().SerializeAsString();
    node.clock.advance(std::chrono::hours(10));
  }
  return answers;
}

TEST(Convergence, any_order_with_any_repeats_gives_the_same_answers) {
  const World world;
  std::vector<const bulletin::Signed*> order;
  for (const auto& bulletin : world.bulletins) order.push_back(&bulletin);
  const auto expected = answers_after(world, order);
  for (unsigned seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    auto shuffled = order;
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (random() % 3 == 0) shuffled.push_back(order[i]);
    }
    std::ranges::shuffle(shuffled, random);
    EXPECT_EQ(answers_after(world, shuffled), expected);
  }
}

}  // namespace
}  // namespace tidings
