#pragma once
/// How many indicators search() finds, whole or by what they share: a bounded step of it, and the sum of the steps.
/// An indicator counts in every group that one of its live statements puts it in.
/// Errors: BadInput, NotFound, TooLarge, and what the store says.
/// Lives on: count() on a reader thread; Counts anywhere.
#include <string>
#include <unordered_map>

#include "daemon/query/asking.hpp"

namespace tidings::query {

/// One step, from a former step's next_page on: its groups are those of the step alone.
base::Result<CountStep> count(Asking& asking, const v1::CountRequest& request, std::string_view from);

/// Adds up steps. Groups beyond `max_groups` are counted together, so that many tags cost bounded memory.
class Counts {
 public:
  static constexpr std::size_t max_groups = 10'000;
  void add(const v1::CountAnswer& step);
  /// The groups, most first; at most `most` of them, the others in in_other_groups.
  v1::CountAnswer sum(std::size_t most) const;

 private:
  std::unordered_map<std::string, std::uint64_t> groups_;
  std::uint64_t indicators_{0}, others_{0};
  bool rebuilding_{false};
};

}  // namespace tidings::query
