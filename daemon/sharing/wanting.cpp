#include "daemon/sharing/wanting.hpp"

#include <algorithm>
#include <utility>

namespace tidings::sharing {
namespace {

// How long a turn lasts of which nothing comes: several round trips by satellite.
constexpr base::Duration patience{std::chrono::seconds(10)};
// What a thin link (64 kbit/s) carries in a second: bytes that came extend the turn by so much.
constexpr std::uint64_t bytes_a_second = 8 * 1024;
// What came of other ids extends it too, since bulletins come one after the other, but only so far: else whoever sends
// a little of something for ever could hold up whatever it likes.
constexpr base::Duration most_for_others{std::chrono::seconds(60)};

base::Duration time_for(std::uint64_t bytes) { return base::Duration(bytes * 1'000'000 / bytes_a_second); }

}  // namespace

Wanting::Claim Wanting::claim(const bulletin::BulletinId& id, Owner owner, base::Duration now) {
  const auto [place, is_new] = wanted_.try_emplace(id);
  if (is_new) {
    begin_turn(place->second, owner, now);
    return Claim::Yours;
  }
  return place->second.owner == owner ? Claim::AlreadyYours : Claim::Anothers;
}

void Wanting::begin_turn(Wanted& wanted, Owner owner, base::Duration now) {
  const auto found = came_from_.find(owner);
  wanted.owner = owner;
  wanted.since = now;
  wanted.came_before = found == came_from_.end() ? 0 : found->second;
  wanted.came = 0;
  wanted.whole = false;
}

void Wanting::wait(const bulletin::BulletinId& id, Owner owner, std::function<void(Turn)> told) {
  const auto found = wanted_.find(id);
  if (found != wanted_.end()) found->second.waiters.push_back({owner, std::move(told)});
}

void Wanting::came(const bulletin::BulletinId& id, Owner owner, std::size_t bytes) {
  came_from_[owner] += bytes;
  const auto found = wanted_.find(id);
  if (found != wanted_.end() && found->second.owner == owner) found->second.came += bytes;
}

void Wanting::came_whole(const bulletin::BulletinId& id, Owner owner) {
  const auto found = wanted_.find(id);
  if (found != wanted_.end() && found->second.owner == owner) found->second.whole = true;
}

bool Wanting::is_overdue(const Wanted& wanted, base::Duration now) const {
  if (wanted.whole) return false;
  const auto found = came_from_.find(wanted.owner);
  const std::uint64_t all = found == came_from_.end() ? 0 : found->second - wanted.came_before;
  const auto for_others = std::min(time_for(all - wanted.came), most_for_others);
  return now >= wanted.since + patience + time_for(wanted.came) + for_others;
}

void Wanting::hurry(const bulletin::BulletinId& id, base::Duration now) {
  const auto found = wanted_.find(id);
  if (found == wanted_.end() || found->second.waiters.empty() || !is_overdue(found->second, now)) return;
  pass_on(found->second, now);
}

void Wanting::pass_on(Wanted& wanted, base::Duration now) {
  const Waiter next = std::move(wanted.waiters.front());
  wanted.waiters.pop_front();
  begin_turn(wanted, next.owner, now);
  next.told(Turn::Yours);
}

void Wanting::ended(const bulletin::BulletinId& id, Owner owner, Turn outcome, base::Duration now) {
  const auto found = wanted_.find(id);
  if (found == wanted_.end()) return;
  Wanted& wanted = found->second;
  const bool is_owner = wanted.owner == owner;
  if (!is_owner && outcome == Turn::Yours) return;
  if (outcome == Turn::Yours && !wanted.waiters.empty()) return pass_on(wanted, now);
  const auto waiters = std::exchange(wanted.waiters, {});
  if (is_owner) wanted_.erase(found);  // before anybody is told: they may want anew
  for (const auto& waiter : waiters) waiter.told(Turn::Had);
}

void Wanting::forsake(const bulletin::BulletinId& id, Owner owner) {
  const auto found = wanted_.find(id);
  if (found == wanted_.end()) return;
  std::erase_if(found->second.waiters, [owner](const Waiter& waiter) { return waiter.owner == owner; });
}

std::shared_ptr<Wanting> make_wanting() { return std::make_shared<Wanting>(); }

}  // namespace tidings::sharing
