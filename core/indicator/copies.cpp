#include "core/indicator/copies.hpp"

#include <algorithm>
#include <bitset>
#include <functional>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace tidings::indicator {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// Many more than the marks of a dozen reports, so that few of those share a place.
constexpr unsigned place_bits = 11;
std::size_t place_of(SourceMark mark) { return mark.key() * 0x9e37'79b9'7f4a'7c15 >> (64 - place_bits); }

/// The reports of one side, by who may be the source of another: our own first, then those trusted most, of these the
/// oldest. Dates are their signers' own, so whoever is trusted less is no source of what happens to look alike.
class Tracing {
 public:
  Tracing(std::vector<Judged>& statements, Side side, Instant now, const OrgId& self) : statements_(statements) {
    reports_.reserve(statements.size());
    for (auto place = static_cast<std::uint32_t>(statements.size()); place-- > 0;) {
      const auto& judged = statements[place];
      const auto& said = judged.statement;
      // What has expired is forgotten, by each node in its own time: it must have no part before that, either.
      if (said.kind != v1::KIND_REPORT || said.expires_at <= now) continue;
      if (side_of(said.verdict) == side) reports_.push_back({.place = place});
    }
    std::ranges::sort(reports_, std::greater{}, [&](const Report& report) {
      const auto& said = statements[report.place].statement;
      return std::tuple(said.origin == self, said.trust, report.place);
    });
  }
  void run() {
    if (reports_.size() < 2) return;
    meet();
    for (std::uint32_t rank = 0; rank < reports_.size(); ++rank) find_root(rank);
    settle();
  }

 private:
  struct Report {
    std::uint32_t place{0};
    std::uint32_t parent{none};  ///< what it comes from, by rank
    MarkKind betrayed_by{MarkKind::Itself};
    std::uint32_t root{none};
    std::uint32_t passed_from{none};  ///< by the walk that began there
    bool says_so{true};               ///< from here to the root each says by itself what it came from
  };
  struct Held {
    std::uint64_t key;
    std::uint32_t rank;
    MarkKind kind;
    friend auto operator<=>(const Held&, const Held&) = default;
  };
  /// A report that may count, by its first source: that one's origin's own before the others, which are by rank.
  struct Counted {
    std::uint32_t source, order, rank;
    friend auto operator<=>(const Counted&, const Counted&) = default;
  };
  Judged& judged(std::uint32_t rank) { return statements_[reports_[rank].place]; }
  const OrgId& origin(std::uint32_t rank) { return judged(rank).statement.origin; }

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

  /// Reports that name each other's publication make a ring, whose first by rank is its source.
  void find_root(std::uint32_t start) {
    walked_.clear();
    auto at = start;
    while (reports_[at].root == none && reports_[at].parent != none && reports_[at].passed_from != start) {
      reports_[at].passed_from = start;
      walked_.push_back(at);
      at = reports_[at].parent;
    }
    auto root = reports_[at].root;
    if (root == none) {
      root = at;
      if (reports_[at].passed_from == start) {
        for (auto next = reports_[at].parent; next != at; next = reports_[next].parent) root = std::min(root, next);
      }
      if (reports_[at].parent == none) reports_[at].root = root;
    }
    for (; !walked_.empty(); walked_.pop_back()) {
      auto& report = reports_[walked_.back()];
      report.root = root;
      report.says_so = is_own_word(report.betrayed_by) && reports_[report.parent].says_so;
    }
  }

  /// The newest report of each origin whose first source is that report itself.
  std::map<OrgId, std::uint32_t> own_newest() {
    std::map<OrgId, std::uint32_t> own;
    for (std::uint32_t rank = 0; rank < reports_.size(); ++rank) {
      if (judged(rank).state == State::Counts && reports_[rank].root == rank) own.emplace(origin(rank), rank);
    }
    return own;
  }
  /// Who says that its report came from one that its origin has said anew counts with the new one. Of others, who only
  /// look alike, each bulletin is a source by itself: what one origin copied from several must not make them one.
  std::vector<Counted> counted() {
    const auto own = own_newest();
    std::vector<Counted> counted;
    counted.reserve(reports_.size());
    for (std::uint32_t rank = 0; rank < reports_.size(); ++rank) {
      if (judged(rank).state != State::Counts) continue;
      auto source = reports_[rank].root;
      const auto anew = own.find(origin(source));
      if (reports_[rank].says_so && anew != own.end()) source = anew->second;
      counted.push_back({source, origin(rank) == origin(source) ? 0 : rank + 1, rank});
    }
    std::ranges::sort(counted);
    return counted;
  }

  void settle() {
    const auto all = counted();
    const Counted* counting = nullptr;  // the first of its source
    for (const auto& one : all) {
      if (counting == nullptr || counting->source != one.source) counting = &one;
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
  std::vector<std::uint32_t> walked_;
};

}  // namespace

void find_copies(std::vector<Judged>& statements, Instant now, const OrgId& self) {
  Tracing(statements, Side::Accuses, now, self).run();
  Tracing(statements, Side::Clears, now, self).run();
}

}  // namespace tidings::indicator
