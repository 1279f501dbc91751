#pragma once
/// The newest passages, one behind the other, each sifted for those who watched when it was read. Bounded in bytes: the
/// oldest go first, and who still needs them reads the ledger.
/// Lives on: the network thread.
#include <deque>

#include "daemon/watching/passage.hpp"

namespace tidings::watching {

class Run {
 public:
  explicit Run(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  /// Empty, and beginning here.
  void begin(const Position& at);
  /// A passage from the end on; `sieves` are those that its pieces are for.
  void add(Passage passage, std::vector<SieveRef> sieves);

  const Position& end() const { return end_; }
  /// The piece of the passage that begins exactly here; null if there is none for this sieve.
  PieceRef piece_at(const Position& at, const SieveRef& sieve) const;
  /// The first border behind `at`, which is before the end: where who reads by himself is to stop.
  Position border_behind(const Position& at) const;
  std::size_t bytes() const { return bytes_; }

 private:
  struct Held {
    Passage passage;
    std::vector<SieveRef> sieves;  ///< sorted; held, so that no other one comes to have its address
  };
  /// The first whose end is behind `at`.
  std::deque<Held>::const_iterator covering(const Position& at) const;

  std::size_t max_bytes_, bytes_{0};
  std::deque<Held> held_;
  Position end_;
};

}  // namespace tidings::watching
