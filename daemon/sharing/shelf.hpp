#pragma once
/// Bulletins that were read to be judged and will soon be asked for: kept for a while, so that they are read once.
/// Bounded by bytes; the oldest go first.
/// Lives on: the network thread.
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "core/bulletin/bulletin.hpp"

namespace tidings::sharing {

struct Shelved {
  std::string bytes;
  identity::OrgId origin;
  base::Instant expires_at;
  std::uint64_t view{0};  ///< of the terms it was judged under
};

class Shelf {
 public:
  explicit Shelf(std::size_t max_bytes) : max_bytes_(max_bytes) {}
  void put(const bulletin::BulletinId& id, Shelved shelved);
  std::optional<Shelved> take(const bulletin::BulletinId& id);
  std::size_t bytes() const { return bytes_; }

 private:
  void forget_taken();

  std::size_t max_bytes_;
  std::size_t bytes_{0};
  std::unordered_map<bulletin::BulletinId, Shelved, base::IdHash> shelved_;
  std::deque<bulletin::BulletinId> order_;  ///< of putting; has ids that were taken, up to a bound
};

}  // namespace tidings::sharing
