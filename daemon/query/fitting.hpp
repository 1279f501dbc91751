#pragma once
/// Whether what is known of an observable meets a question: one live statement of it must meet all conditions. Looks
/// into bulletins only for conditions on texts, and into each once.
/// Errors: what the store says.
/// Lives on: a reader thread.
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "daemon/query/filter.hpp"
#include "daemon/query/seen.hpp"

namespace tidings::query {

class Fitting {
 public:
  Fitting(Asking& asking, Filter filter) : asking_(asking), filter_(std::move(filter)) {}

  const Filter& filter() const { return filter_; }
  /// Indicators are met as if nothing had come after `up_to`, though they are told as they are now.
  void look_back_to(store::Sequence up_to) { up_to_ = up_to; }
  /// Whether a bulletin speaks, or did when it was looked back to: a revision may have replaced it since.
  base::Result<bool> may_meet(const store::Standing& standing);
  /// The first statement of the view, newest received first, that is live and fits; none: no fit, or too low a
  /// score of the whole, or nothing but sightings and disputes of it live. Looking back, it may be one that was
  /// replaced since, by what is live and fits.
  base::Result<std::optional<std::size_t>> first_fit(const Seen& seen);
  /// Whether a claim may be such a statement: by its words, told from its bytes; by what it says itself.
  bool may_fit(store::Sequence place, const v1::Header& header, std::string_view claim_bytes);
  base::Result<bool> may_fit(store::Sequence place, const v1::Header& header, const v1::Claim& claim);

 private:
  base::Result<bool> may_meet(const indicator::Judged& judged, store::Sequence place);
  base::Result<bool> fits(const indicator::Statement& statement, store::Sequence place);
  base::Result<std::uint32_t> revision_then(const store::BulletinRow& row);
  base::Result<bool> any_fits_now(const Seen& seen);
  Marks marks_of(store::Sequence place, const v1::Header& header);
  base::Result<bool> fits_texts(store::Sequence place, const v1::Claim& claim, const v1::Header& header);

  Asking& asking_;
  Filter filter_;
  std::unordered_map<std::uint64_t, Marks> marks_;  ///< of headers, by place
  std::optional<store::Sequence> up_to_;
  std::map<std::pair<identity::OrgId, bulletin::PublicationId>, std::uint32_t> revisions_;  ///< as they were then
};

}  // namespace tidings::query
