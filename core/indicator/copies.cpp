#include "core/indicator/copies.hpp"

#include <algorithm>
#include <bitset>
#include <limits>

namespace tidings::indicator {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// Many more than the marks of a dozen reports, so that few of those share a place.
constexpr unsigned place_bits = 11;
std::size_t place_of(SourceMark mark) { return mark.key() * 0x9e37'79b9'7f4a'7c15 >> (64 - place_bits); }

/// The reports of one side, oldest first: rank 0 is the earliest.
class Tracing {
 public:
  Tracing(std::vector<Judged>& statements, Side side, Instant now) : statements_(statements) {
    reports_.reserve(statements.size());
    for (auto place = static_cast<std::uint32_t>(statements.size()); place-- > 0;) {
      const auto& judged = statements[place];
      const auto& said = judged.statement;
      // What has expired is forgotten, by each node in its own time: it must have no part before that, either.
      if (said.kind != v1::KIND_REPORT || said.expires_at <= now) continue;
      if (side_of(said.verdict) == side) reports_.push_back({place, none, MarkKind::Itself, none, none});
    }
  }
  void run() {
    if (reports_.size() < 2) return;
    meet();
    for (std::uint32_t rank = 0; rank < reports_.size(); ++rank) find_root(rank);
    settle();
  }

 private:
  struct Report {
    std::uint32_t place;
    std::uint32_t parent;  ///< what it comes from, by rank
    MarkKind betrayed_by;
    std::uint32_t root;
    std::uint32_t passed_from;  ///< by the walk that began there
  };
  struct Held {
    std::uint64_t key;
    std::uint32_t rank;
    MarkKind kind;
    friend auto operator<=>(const Held&, const Held&) = default;
  };
  /// A report that may count, by its first source's origin: that origin's own before the others, which are by age.
  struct Counted {
    const OrgId* source;
    std::uint32_t order, rank;
    friend bool operator<(const Counted& a, const Counted& b) {
      if (const auto by_source = *a.source <=> *b.source; by_source != 0) return by_source < 0;
      return a.order < b.order;
    }
  };
  Judged& judged(std::uint32_t rank) { return statements_[reports_[rank].place]; }

  void meet() {
    auto held = held_by_several();
    std::ranges::sort(held);
    for (std::size_t first = 0; first < held.size();) {
      std::size_t end = first + 1;
      while (end < held.size() && held[end].key == held[first].key) ++end;
      if (end - first > 1) meet_at(std::span(held).subspan(first, end - first));
      first = end;
    }
  }
  /// All marks whose key another report may have, too: most keys are one report's own, and need no sorting.
  std::vector<Held> held_by_several() {
    std::bitset<std::size_t{1} << place_bits> once, again;
    for (std::uint32_t rank = 0; rank < reports_.size(); ++rank) {
      for (const auto mark : judged(rank).statement.sources) {
        const auto place = place_of(mark);
        if (once[place]) again.set(place);
        once.set(place);
      }
    }
    std::vector<Held> held;
    if (again.none()) return held;
    for (std::uint32_t rank = 0; rank < reports_.size(); ++rank) {
      for (const auto mark : judged(rank).statement.sources) {
        if (again[place_of(mark)]) held.push_back({mark.key(), rank, mark.kind()});
      }
    }
    return held;
  }
  /// Of those that hold one key, the others come from who has that id, else from the earliest. Ids of publications are
  /// chosen freely, so two that have the same one did not copy each other for that. Who merely names an id meets nobody
  /// else who does: both may speak of a third.
  void meet_at(std::span<const Held> held) {
    const auto is_itself = [](const Held& one) { return one.kind == MarkKind::Itself; };
    const auto is_more_than_named = [](const Held& one) { return one.kind != MarkKind::Mentions; };
    auto source = std::ranges::find_if(held, is_itself);
    const bool has_that_id = source != held.end();
    if (!has_that_id) source = std::ranges::find_if(held, is_more_than_named);
    if (source == held.end()) return;
    for (const auto& one : held) {
      if (one.rank == source->rank || is_itself(one) || (!has_that_id && !is_more_than_named(one))) continue;
      auto& report = reports_[one.rank];
      if (source->rank >= report.parent) continue;
      report.parent = source->rank;
      report.betrayed_by = one.kind;
    }
  }

  /// Reports that name each other's publication make a ring, whose earliest is its source.
  void find_root(std::uint32_t start) {
    auto at = start;
    while (reports_[at].root == none && reports_[at].parent != none && reports_[at].passed_from != start) {
      reports_[at].passed_from = start;
      at = reports_[at].parent;
    }
    auto root = reports_[at].root;
    if (root == none) {
      root = at;
      if (reports_[at].passed_from == start) {
        for (auto next = reports_[at].parent; next != at; next = reports_[next].parent) root = std::min(root, next);
      }
    }
    for (at = start; reports_[at].root == none; at = reports_[at].parent) {
      reports_[at].root = root;
      if (reports_[at].parent == none) return;
    }
  }

  void settle() {
    std::vector<Counted> counted;
    counted.reserve(reports_.size());
    for (std::uint32_t rank = 0; rank < reports_.size(); ++rank) {
      if (judged(rank).state != State::Counts) continue;
      const auto& source = judged(reports_[rank].root).statement.origin;
      counted.push_back({&source, judged(rank).statement.origin == source ? 0 : rank + 1, rank});
    }
    std::sort(counted.begin(), counted.end());
    const Counted* counting = nullptr;  // the first of its source
    for (const auto& one : counted) {
      if (counting == nullptr || *counting->source != *one.source) counting = &one;
      const auto rank = one.rank, counts = counting->rank;
      if (counts == rank) continue;
      auto& report = judged(rank);
      report.state = State::Copied;
      report.betrayed_by = reports_[rank].betrayed_by;
      report.came_from = reports_[reports_[rank].parent].place;
      report.counts_with = reports_[counts].place;
    }
  }

  std::vector<Judged>& statements_;
  std::vector<Report> reports_;
};

}  // namespace

void find_copies(std::vector<Judged>& statements, Instant now) {
  Tracing(statements, Side::Accuses, now).run();
  Tracing(statements, Side::Clears, now).run();
}

}  // namespace tidings::indicator
