#include "daemon/sharing/shelf.hpp"

#include <utility>

namespace tidings::sharing {

void Shelf::put(const bulletin::BulletinId& id, Shelved shelved) {
  const std::size_t size = shelved.bytes.size();
  if (!shelved_.try_emplace(id, std::move(shelved)).second) return;
  bytes_ += size;
  order_.push_back(id);
  while (bytes_ > max_bytes_) {
    const auto oldest = order_.front();
    order_.pop_front();
    take(oldest);
  }
  forget_taken();
}

std::optional<Shelved> Shelf::take(const bulletin::BulletinId& id) {
  const auto found = shelved_.find(id);
  if (found == shelved_.end()) return std::nullopt;
  Shelved shelved = std::move(found->second);
  shelved_.erase(found);
  bytes_ -= shelved.bytes.size();
  return shelved;
}

/// Most are taken in the order they came, so this has work at the front; the sweep is for the others.
void Shelf::forget_taken() {
  while (!order_.empty() && !shelved_.contains(order_.front())) order_.pop_front();
  if (order_.size() > 2 * shelved_.size() + 1'000) {
    std::erase_if(order_, [this](const auto& id) { return !shelved_.contains(id); });
  }
}

}  // namespace tidings::sharing
