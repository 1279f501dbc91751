#pragma once
/// All warning lists that are in force, compiled together: one hash table of whole texts, one of host names, one tree
/// of networks a family, one automaton of substrings, one set of expressions. So what a value costs does not grow with
/// the number of lists. Immutable once built, and shared by pointer. Lives on: any executor.
#include <memory>
#include <string>
#include <vector>

#include "core/observable/observable.hpp"
#include "core/warning/list.hpp"

namespace tidings::warning {

/// A list that has a value, and why.
struct Hit {
  std::string list;
  std::string entry;  ///< the entry that fits, as it is matched; of a special list the reason
  Kind kind{Kind::String};
  std::uint8_t weight{0};
  friend bool operator==(const Hit&, const Hit&) = default;
};

/// A list in force.
struct Loaded {
  std::string name;
  Kind kind{Kind::String};
  Types types;
  std::uint8_t weight{0};
  std::size_t entries{0};
};

class WarningLists {
 public:
  virtual ~WarningLists() = default;
  /// Each list at most once, in the order in which they were added; at most max_hits. Nothing for what is not
  /// canonical.
  virtual std::vector<Hit> hits(const observable::Observable& observable) const = 0;
  virtual const std::vector<Loaded>& lists() const = 0;
  virtual std::size_t memory_bytes() const = 0;  ///< what a search may come to need included
};

class Builder {
 public:
  Builder();
  ~Builder();
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  /// Entries that cannot be used are left out and told. A list of which nothing is left, or whose types are none of
  /// ours, is not in force.
  /// Errors: TooLarge beyond the bounds in list.hpp, BadInput for a list that has no effect.
  base::Result<std::vector<EntryFault>> add(List list);
  std::shared_ptr<const WarningLists> build();

 private:
  class Compiled;
  std::shared_ptr<Compiled> lists_;
};

/// No lists at all.
std::shared_ptr<const WarningLists> no_lists();

}  // namespace tidings::warning
