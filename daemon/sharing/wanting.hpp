#pragma once
/// The ids that are wanted from some partner now. Each is wanted from one at a time; whoever else is offered it waits
/// for its turn, and is told what became of it. One Wanting is shared by all links.
/// Nobody holds up an id that another offers: who has it and does not deliver loses its turn to the first in line after
/// a while, which bytes extend, so that a thin link keeps it. Should the former one deliver after all, it is had.
/// Bounds: what links may have in flight, each.
/// Lives on: the network thread.
#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

#include "base/clock.hpp"
#include "core/bulletin/bulletin.hpp"

namespace tidings::sharing {

/// What became of an id that somebody waited for.
enum class Turn : std::uint8_t { Had, Yours };

class Wanting {
 public:
  using Owner = const void*;
  enum class Claim : std::uint8_t { Yours, AlreadyYours, Anothers };

  /// `now` is monotonic, here and below.
  Claim claim(const bulletin::BulletinId& id, Owner owner, base::Duration now);
  /// `told` is called once, unless forsake() comes first.
  void wait(const bulletin::BulletinId& id, Owner owner, std::function<void(Turn)> told);
  /// Bytes of a wanted id came from `owner`.
  void came(const bulletin::BulletinId& id, Owner owner, std::size_t bytes);
  /// It came whole and is being stored: that ends by itself, so the turn is not lost any more.
  void came_whole(const bulletin::BulletinId& id, Owner owner);
  /// Gives the turn to the first in line if the owner's time is up.
  void hurry(const bulletin::BulletinId& id, base::Duration now);
  /// A try has ended. From who is not the owner (any more) only that it is had counts.
  void ended(const bulletin::BulletinId& id, Owner owner, Turn outcome, base::Duration now);
  /// The owner waits no more for it.
  void forsake(const bulletin::BulletinId& id, Owner owner);
  /// The owner is gone; what it owned has ended before.
  void leave(Owner owner) { came_from_.erase(owner); }

 private:
  struct Waiter {
    Owner owner;
    std::function<void(Turn)> told;
  };
  struct Wanted {
    Owner owner;
    std::deque<Waiter> waiters;
    base::Duration since{};        ///< it is the owner's turn
    std::uint64_t came_before{0};  ///< bytes of anything wanted from the owner, when its turn began
    std::uint64_t came{0};         ///< bytes of this id
    bool whole{false};
  };
  void begin_turn(Wanted& wanted, Owner owner, base::Duration now);
  bool is_overdue(const Wanted& wanted, base::Duration now) const;
  void pass_on(Wanted& wanted, base::Duration now);

  std::unordered_map<bulletin::BulletinId, Wanted, base::IdHash> wanted_;
  std::unordered_map<Owner, std::uint64_t> came_from_;  ///< bytes
};

std::shared_ptr<Wanting> make_wanting();

}  // namespace tidings::sharing
