#include "core/indicator/copies.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace tidings::indicator {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// The reports of one side, oldest first: rank 0 is the earliest.
class Tracing {
 public:
  Tracing(std::vector<Judged>& statements, Side side, Instant now) : statements_(statements) {
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
  Judged& judged(std::uint32_t rank) { return statements_[reports_[rank].place]; }

  void meet() {
    std::vector<Held> held;
    for (std::uint32_t rank = 0; rank < reports_.size(); ++rank) {
      for (const auto mark : judged(rank).statement.sources) held.push_back({mark.key(), rank, mark.kind()});
    }
    std::ranges::sort(held);
    for (std::size_t first = 0; first < held.size();) {
      std::size_t end = first + 1;
      while (end < held.size() && held[end].key == held[first].key) ++end;
      if (end - first > 1) meet_at(std::span(held).subspan(first, end - first));
      first = end;
    }
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
    std::map<OrgId, std::uint32_t> counted;  // by the first source's origin: the rank of the report that counts
    for (std::uint32_t rank = 0; rank < reports_.size(); ++rank) {
      if (judged(rank).state != State::Counts) continue;
      const auto& source = judged(reports_[rank].root).statement.origin;
      const auto [place, is_first] = counted.try_emplace(source, rank);
      if (!is_first && judged(rank).statement.origin == source) place->second = rank;
    }
    for (std::uint32_t rank = 0; rank < reports_.size(); ++rank) {
      auto& report = judged(rank);
      if (report.state != State::Counts) continue;
      const auto counts = counted.at(judged(reports_[rank].root).statement.origin);
      if (counts == rank) continue;
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
