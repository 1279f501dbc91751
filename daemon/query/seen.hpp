#pragma once
/// What the index found of one observable as a merged view on our terms, and the way back from its statements to the
/// ledger. Errors: what the store says. A view borrows from the Asking that it was made with. Lives on: a reader
/// thread.
#include <span>
#include <vector>

#include "core/indicator/merge.hpp"
#include "daemon/query/asking.hpp"

namespace tidings::query {

struct Seen {
  indicator::View view;
  /// The place of each statement's bulletin, in the order of the view.
  std::vector<store::Sequence> places;
  std::vector<warning::Hit> warned;  ///< what warning lists have of it
  bool cut{false};                   ///< more is said of it than is read at once
};

/// What was asked for; of a type that nobody knows, None.
observable::Observable observable_of(const v1::Value& value);

/// The view alone. Bodies are read only where the index does not say enough: an own window, a sighting.
base::Result<indicator::View> view_of(Asking& asking, const observable::Observable& observable,
                                      std::span<const store::Hit> hits);

/// With places.
base::Result<Seen> see(Asking& asking, const observable::Observable& observable, std::span<const store::Hit> hits);

/// Learns the standing of all bulletins that these hits are in.
base::Status learn_standing(Asking& asking, std::span<const std::vector<store::Hit>> hits);

}  // namespace tidings::query
