#pragma once
/// What one kind of watcher gets to see: its conditions, under its ceiling. Watchers that ask the same share one.
/// A withdrawal has no claims of its own, and what it takes back may have met any condition on claims: it is held to
/// the conditions on bulletins alone. Lives on: any executor (immutable).
#include "core/observable/type.hpp"
#include "daemon/query/aim.hpp"
#include "daemon/query/filter.hpp"
#include "daemon/query/query.hpp"

namespace tidings::watching {

/// Where what is told goes: to who asks here, by sealed cursors; or out, by our own outlets, which keep plain places.
/// What is marked as local never leaves the node.
enum class Reach : std::uint8_t { ThisNode, Outside };

class Sieve {
 public:
  Sieve(query::Aim aim, query::Filter filter, v1::Tlp max_tlp, Reach reach)
      : aim_(std::move(aim)), filter_(std::move(filter)), max_tlp_(max_tlp), reach_(reach) {}
  Reach reach() const { return reach_; }
  v1::Tlp max_tlp() const { return max_tlp_; }
  /// May know of this bulletin, whether or not it asks for such. Our own outlets are told all progress.
  bool may_know_of(const store::BulletinRow& row) const { return row.tlp <= max_tlp_ || reach_ == Reach::Outside; }

  bool passes(const store::BulletinRow& row) const {
    if (row.tlp > max_tlp_ || (row.local && reach_ == Reach::Outside)) return false;
    return filter_.fits(row);
  }
  /// But for the score, which the merged view tells.
  bool passes(const v1::Header& header, const v1::Claim& claim) const {
    return header.kind() == v1::KIND_WITHDRAWAL || (filter_.fits(header, claim) && is_meant(claim));
  }

  bool asks_for_score() const { return !filter_.fits_score(0); }
  bool passes_score(std::uint32_t score) const { return filter_.fits_score(score); }

 private:
  bool is_meant(const v1::Claim& claim) const {
    if (aim_.is_at_all()) return true;
    const auto type = observable::type_from_number(claim.type());
    return type && aim_.means({*type, claim.value()});
  }

  query::Aim aim_;
  query::Filter filter_;
  v1::Tlp max_tlp_;
  Reach reach_;
};
using SieveRef = std::shared_ptr<const Sieve>;

}  // namespace tidings::watching
