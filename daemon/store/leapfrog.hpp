#pragma once
/// Walks the bulletins that stand in several lists at once, newest first: each list jumps to where the others are, so
/// what only one of them holds is not read. Lists read ahead while they advance step by step.
/// Every call is bounded by the seeks it may spend; what it has ruled out by then is not looked at again.
/// Errors: what the index says.
/// Lives on: a reader thread, between begin() and end().
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "daemon/store/index.hpp"

namespace tidings::store {

/// What a walk may still spend, in rows read; a seek counts as four.
struct Spending {
  std::size_t left{0};
  void spend(std::size_t rows) { left -= std::min(left, rows); }
  bool is_over() const { return left == 0; }
};

/// One list, read from the newest down.
class ListCursor {
 public:
  explicit ListCursor(std::string key) : key_(std::move(key)) {}
  /// The newest at or below `at`, which is never above that of the call before.
  base::Result<std::optional<Listed>> seek(IndexReader& index, Sequence at, Spending& spending);

 private:
  std::string key_;
  std::vector<Listed> ahead_;
  std::size_t next_{0};
  std::size_t read_at_once_{1};
  bool ended_{false};  ///< nothing stands below what was read ahead
};

/// Lists of which one is enough: a bulletin in any of them.
class AnyList {
 public:
  explicit AnyList(const std::vector<std::string>& keys);
  base::Result<std::optional<Listed>> seek(IndexReader& index, Sequence at, Spending& spending);

 private:
  std::vector<ListCursor> lists_;
  std::vector<std::optional<Listed>> stand_;
  bool begun_{false};
};

class Leapfrog {
 public:
  /// A bulletin must stand in one list of each group, and between `range.first` and `range.last`. Without groups: all.
  Leapfrog(IndexReader& index, const std::vector<std::vector<std::string>>& groups, SequenceRange range);

  struct Step {
    std::optional<Listed> found;  ///< next() goes on below it
    bool ended{false};            ///< nothing is left
    Sequence at;                  ///< where to go on if neither: all above was ruled out, for want of spending
  };
  base::Result<Step> next(Spending& spending);

 private:
  base::Result<std::optional<Listed>> agree(Spending& spending, bool& moved);

  IndexReader& index_;
  std::vector<AnyList> groups_;
  Sequence at_, first_;
};

}  // namespace tidings::store
