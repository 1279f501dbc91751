#pragma once
/// Whether what is known of an observable meets a question: one live statement of it must meet all conditions. Looks
/// into bulletins only for conditions on texts, and into each once.
/// Errors: what the store says.
/// Lives on: a reader thread.
#include <unordered_map>

#include "daemon/query/filter.hpp"
#include "daemon/query/seen.hpp"

namespace tidings::query {

class Fitting {
 public:
  Fitting(Asking& asking, Filter filter) : asking_(asking), filter_(std::move(filter)) {}

  const Filter& filter() const { return filter_; }
  /// The first statement of the view, newest received first, that is live and fits; none: no fit, or too low a
  /// score of the whole.
  base::Result<std::optional<std::size_t>> first_fit(const Seen& seen);
  /// Whether a claim may be such a statement: by its words, told from its bytes; by what it says itself.
  bool may_fit(store::Sequence place, const v1::Header& header, std::string_view claim_bytes);
  base::Result<bool> may_fit(store::Sequence place, const v1::Header& header, const v1::Claim& claim);

 private:
  base::Result<bool> fits(const indicator::Statement& statement, store::Sequence place);
  Marks marks_of(store::Sequence place, const v1::Header& header);
  base::Result<bool> fits_texts(store::Sequence place, const v1::Claim& claim, const v1::Header& header);

  Asking& asking_;
  Filter filter_;
  std::unordered_map<std::uint64_t, Marks> marks_;  ///< of headers, by place
};

}  // namespace tidings::query
