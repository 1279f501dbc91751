#pragma once
/// A stretch of the ledger as watchers are told it: read and decoded once, sifted for each kind of watcher.
/// Left out is what was withdrawn, replaced or has expired by now, and claims that are not canonical.
/// Errors: what the store says.
/// Lives on: a reader thread; what it makes is immutable.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daemon/query/asking.hpp"
#include "daemon/watching/position.hpp"
#include "daemon/watching/sieve.hpp"

namespace tidings::watching {

/// What one kind of watcher is told of a passage.
struct Piece {
  std::string answer;  ///< a v1::WatchAnswer, encoded once for all: arrivals and cursor, without `caught_up`
  std::size_t arrivals{0};
  /// Whether anything that its watchers may see stood here. A word without arrivals, told at the time when only what is
  /// above their ceiling came, would tell that it came.
  bool may_be_told_empty{false};
  Position to;  ///< all up to here is in it, or was left out
};
using PieceRef = std::shared_ptr<const Piece>;

struct Passage {
  Position from, to;
  bool reaches_end{false};       ///< nothing more was in the ledger
  std::vector<PieceRef> pieces;  ///< one for each sieve
  std::size_t bytes{0};
};

/// One reading ends at the first of these; each is some milliseconds of a reader.
struct PassageBounds {
  std::size_t bulletins{256};
  std::size_t body_bytes{256u << 10};
  /// Of a passage's pieces: what a watcher that does not read may leave unsent. A claim repeats its bulletin's context,
  /// so a bulletin may be many times that.
  std::size_t told_bytes{128u << 10};
  std::size_t passages{8};
};

/// From behind `from` to `until` or a bound: passages one behind the other, at least one, which may be empty.
base::Result<std::vector<Passage>> read_passages(query::Asking& asking, const Position& from,
                                                 const std::optional<Position>& until, std::span<const SieveRef> sieves,
                                                 const base::Secret& cursor_key, const PassageBounds& bounds);

/// The place before the first bulletin received at `since` or later. Found by halving: where the clock was set back,
/// near it.
base::Result<Position> position_before(store::LedgerReader& ledger, base::Instant since);

}  // namespace tidings::watching
