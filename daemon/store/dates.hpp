#pragma once
/// Dates of what an entry tells: entry.added_at + slot, in microseconds. Slots 0 to claims - 1 are the claims', the
/// next is the bulletin's own. What a withdrawal takes back is told anew under it: each target has claims_each slots
/// behind those, and so has what a revision replaces. So every date is unique, rises with Sequence, and is told by the
/// entry alone. Lives on: any executor (pure).
#include <cstdint>
#include <functional>

#include "base/result.hpp"
#include "daemon/store/records.hpp"

namespace tidings::store {

/// Room for every claim of a bulletin that is taken back, and for the bulletin itself.
inline constexpr std::uint64_t slots_a_target = bulletin::max_claims + 1;
/// A revision may replace a publication of so many parts and still take all of it back by date; what is beyond stands
/// in no reader's way, since it is told no more.
inline constexpr std::uint64_t replaced_parts = 255;

/// The first slot behind what the bulletin says itself.
inline std::uint64_t own_slots(std::uint64_t claims) { return claims + 1; }

/// How many instants are its own.
inline std::uint64_t slots_of(const NewBulletin& bulletin) {
  const auto own = own_slots(bulletin.row.claims);
  if (bulletin.entry.kind == v1::KIND_WITHDRAWAL) return own + bulletin.targets.size() * slots_a_target;
  return bulletin.row.revision > 1 ? own + replaced_parts * slots_a_target : own;
}

/// By halving, since dates rise with sequences: the last entry that came to stand here at `at` or before.
/// `at_or_before` gives the last entry at a sequence or before it.
using EntryAt = std::function<base::Result<std::optional<Entry>>(Sequence)>;
base::Result<std::optional<Entry>> last_added_by(Instant at, Sequence last, const EntryAt& at_or_before);

}  // namespace tidings::store
