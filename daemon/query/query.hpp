#pragma once
/// What may be asked: look-ups in batches, queries, a bulletin whole, and why. One service for every door (API, TAXII,
/// console). Each asker has a ceiling: nothing above it is told, counted or hinted at.
/// Errors: NotFound, BadInput, Forbidden, and what the store says.
/// Lives on: called on the network thread; works on reader threads; answers come home.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/async/executor.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/store/store.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::query {

/// What the asker may see.
struct Ceiling {
  v1::Tlp max_tlp{v1::TLP_AMBER_STRICT};
};

class Query {
 public:
  static std::unique_ptr<Query> make(store::Store& store, partners::PartnerBook& book, base::Executor& home,
                                     const base::Clock& clock);
  virtual ~Query() = default;
  template <class T>
  using Done = std::function<void(base::Result<T>)>;
  virtual void lookup(v1::LookupRequest request, Ceiling ceiling, Done<v1::LookupAnswer> done) = 0;
  /// One page; `all` streams are pages asked one after the other by the door.
  virtual void query(v1::QueryRequest request, Ceiling ceiling, Done<v1::QueryAnswer> done) = 0;
  virtual void show(v1::ShowRequest request, Ceiling ceiling, Done<std::vector<v1::ShowAnswer>> done) = 0;
  virtual void explain(v1::ExplainRequest request, Ceiling ceiling, Done<v1::ExplainAnswer> done) = 0;
};

}  // namespace tidings::query
