#pragma once
/// The conditions of a query beside value and type. An indicator fits if one live statement of it meets all of them.
/// Errors: BadInput, NotFound, and what the store says.
/// Lives on: a reader thread.
#include "daemon/query/seen.hpp"

namespace tidings::query {

class Filter {
 public:
  static base::Result<Filter> of(const v1::QueryRequest& request, const partners::Book& book);

  bool is_empty() const;
  store::BulletinFilter for_index() const { return conditions_; }
  /// Which statement of the view is the first, newest received first, that is live and meets them; none: no fit.
  base::Result<std::optional<std::size_t>> first_fit(Asking& asking, const Seen& seen) const;

 private:
  base::Result<bool> fits(Asking& asking, store::Sequence place, std::uint32_t claim) const;
  store::BulletinFilter conditions_;
};

}  // namespace tidings::query
