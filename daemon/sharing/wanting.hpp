#pragma once
/// The ids that are wanted from some partner now. Each is wanted from one at a time; whoever else is offered it waits
/// for its turn, and is told what became of it. One Wanting is shared by all links.
/// Bounds: what links may have in flight, each.
/// Lives on: the network thread.
#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

#include "core/bulletin/bulletin.hpp"

namespace tidings::sharing {

/// What became of an id that somebody waited for.
enum class Turn : std::uint8_t { Had, Yours };

class Wanting {
 public:
  using Owner = const void*;
  enum class Claim : std::uint8_t { Yours, AlreadyYours, Anothers };

  Claim claim(const bulletin::BulletinId& id, Owner owner);
  /// `told` is called once, unless forsake() comes first.
  void wait(const bulletin::BulletinId& id, Owner owner, std::function<void(Turn)> told);
  /// The owner's try has ended. Nothing if it is not the owner.
  void ended(const bulletin::BulletinId& id, Owner owner, Turn outcome);
  /// The owner waits no more for it.
  void forsake(const bulletin::BulletinId& id, Owner owner);

 private:
  struct Waiter {
    Owner owner;
    std::function<void(Turn)> told;
  };
  struct Wanted {
    Owner owner;
    std::deque<Waiter> waiters;
  };
  std::unordered_map<bulletin::BulletinId, Wanted, base::IdHash> wanted_;
};

std::shared_ptr<Wanting> make_wanting();

}  // namespace tidings::sharing
