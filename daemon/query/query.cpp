#include "daemon/query/query.hpp"

#include <algorithm>
#include <deque>

#include "daemon/query/explain.hpp"
#include "daemon/query/find.hpp"
#include "daemon/query/listing.hpp"
#include "daemon/query/lookup.hpp"
#include "daemon/query/show.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t values_together = 1'000;    // in one reading of small look-ups
constexpr std::size_t lookups_under_way = 2;      // readings at once: as many as the store has readers by default

class QueryOnStore : public std::enable_shared_from_this<QueryOnStore> {
 public:
  QueryOnStore(store::Store& store, partners::PartnerBook& book, base::Executor& home, const base::Clock& clock)
      : store_(store), book_(book), home_(home), clock_(clock) {}

  void lookup(Lookup lookup) {
    waiting_.push_back(std::move(lookup));
    if (dispatch_posted_) return;
    dispatch_posted_ = true;  // after what else has come in by now, so that it is read together
    home_.post([self = shared_from_this()] {
      self->dispatch_posted_ = false;
      self->dispatch();
    });
  }

  /// Runs `work(Asking&)` on a reader and brings its answer home.
  template <class Answer, class Work>
  void ask(Ceiling ceiling, Query::Done<Answer> done, Work work) {
    store_.read([self = shared_from_this(), ceiling, done = std::move(done), work = std::move(work),
                 book = book_.current(), now = clock_.now()](store::Reading& reading) {
      Asking asking(reading, book, ceiling, now);
      self->home_.post([done, answer = work(asking)]() mutable { done(std::move(answer)); });
    });
  }

 private:
  void dispatch() {
    while (under_way_ < lookups_under_way && !waiting_.empty()) {
      auto batch = std::make_shared<std::vector<Lookup>>();
      std::size_t values = 0;
      while (!waiting_.empty() && (values == 0 || values + size_of(waiting_.front()) <= values_together)) {
        values += size_of(waiting_.front());
        batch->push_back(std::move(waiting_.front()));
        waiting_.pop_front();
      }
      read(std::move(batch));
    }
  }
  static std::size_t size_of(const Lookup& lookup) {
    return std::max<std::size_t>(1, static_cast<std::size_t>(lookup.request.values_size()));
  }
  void read(std::shared_ptr<std::vector<Lookup>> batch) {
    ++under_way_;
    store_.read([self = shared_from_this(), batch, book = book_.current(), now = clock_.now()](store::Reading& reading) {
      auto answers = look_up(reading, book, *batch, now);
      self->home_.post([self, batch, answers = std::move(answers)]() mutable {
        --self->under_way_;
        self->dispatch();
        for (std::size_t i = 0; i < batch->size(); ++i) (*batch)[i].done(std::move(answers[i]));
      });
    });
  }

  store::Store& store_;
  partners::PartnerBook& book_;
  base::Executor& home_;
  const base::Clock& clock_;
  std::deque<Lookup> waiting_;  // bounded by what doors let their clients have under way
  bool dispatch_posted_{false};
  std::size_t under_way_{0};
};

base::Result<Totals> totals_of(Asking& asking) {
  const auto totals = asking.index().totals();
  if (!totals) return totals.error();
  const auto indexed_to = asking.index().indexed_to();
  if (!indexed_to) return indexed_to.error();
  const auto last = asking.ledger().last();
  if (!last) return last.error();
  return Totals{totals->bulletins, totals->claims, *last, *indexed_to};
}

class Handle final : public Query {
 public:
  explicit Handle(std::shared_ptr<QueryOnStore> query) : query_(std::move(query)) {}

  void lookup(v1::LookupRequest request, Ceiling ceiling, Done<v1::LookupAnswer> done) override {
    if (static_cast<std::size_t>(request.values_size()) > max_lookup_values) {
      done(base::fail(base::ErrorCode::TooLarge, "at most 10,000 values are looked up at once"));
      return;
    }
    query_->lookup({std::move(request), ceiling, std::move(done)});
  }
  void query(v1::QueryRequest request, Ceiling ceiling, Done<v1::QueryAnswer> done) override {
    query_->ask(ceiling, std::move(done), [request = std::move(request)](Asking& asking) { return list(asking, request); });
  }
  void show(v1::ShowRequest request, Ceiling ceiling, Done<std::vector<v1::ShowAnswer>> done) override {
    query_->ask(ceiling, std::move(done),
                [request = std::move(request)](Asking& asking) { return query::show(asking, request); });
  }
  void explain(v1::ExplainRequest request, Ceiling ceiling, Done<v1::ExplainAnswer> done) override {
    query_->ask(ceiling, std::move(done),
                [request = std::move(request)](Asking& asking) { return query::explain(asking, request); });
  }
  void find(std::string id, std::vector<v1::Value> values, Ceiling ceiling,
            Done<std::vector<FoundBulletin>> done) override {
    query_->ask(ceiling, std::move(done), [id = std::move(id), values = std::move(values)](Asking& asking) {
      return find_whole(asking, id, values);
    });
  }
  void totals(Done<Totals> done) override { query_->ask(Ceiling{}, std::move(done), totals_of); }

 private:
  std::shared_ptr<QueryOnStore> query_;
};

}  // namespace

std::unique_ptr<Query> Query::make(store::Store& store, partners::PartnerBook& book, base::Executor& home,
                                   const base::Clock& clock) {
  return std::make_unique<Handle>(std::make_shared<QueryOnStore>(store, book, home, clock));
}

}  // namespace tidings::query
