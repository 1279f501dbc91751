#include "daemon/sharing/wanting.hpp"

#include <algorithm>
#include <utility>

namespace tidings::sharing {

Wanting::Claim Wanting::claim(const bulletin::BulletinId& id, Owner owner) {
  const auto [place, is_new] = wanted_.try_emplace(id, Wanted{owner, {}});
  if (is_new) return Claim::Yours;
  return place->second.owner == owner ? Claim::AlreadyYours : Claim::Anothers;
}

void Wanting::wait(const bulletin::BulletinId& id, Owner owner, std::function<void(Turn)> told) {
  const auto found = wanted_.find(id);
  if (found != wanted_.end()) found->second.waiters.push_back({owner, std::move(told)});
}

void Wanting::ended(const bulletin::BulletinId& id, Owner owner, Turn outcome) {
  const auto found = wanted_.find(id);
  if (found == wanted_.end() || found->second.owner != owner) return;
  Wanted& wanted = found->second;
  if (outcome == Turn::Had || wanted.waiters.empty()) {
    const auto waiters = std::move(wanted.waiters);
    wanted_.erase(found);  // before anybody is told: they may want anew
    for (const auto& waiter : waiters) waiter.told(Turn::Had);
    return;
  }
  Waiter next = std::move(wanted.waiters.front());
  wanted.waiters.pop_front();
  wanted.owner = next.owner;
  next.told(Turn::Yours);
}

void Wanting::forsake(const bulletin::BulletinId& id, Owner owner) {
  const auto found = wanted_.find(id);
  if (found == wanted_.end()) return;
  std::erase_if(found->second.waiters, [owner](const Waiter& waiter) { return waiter.owner == owner; });
}

std::shared_ptr<Wanting> make_wanting() { return std::make_shared<Wanting>(); }

}  // namespace tidings::sharing
