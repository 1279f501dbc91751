#include "daemon/query/query.hpp"

#include <algorithm>
#include <deque>

#include "core/bulletin/wire.hpp"
#include "daemon/query/counting.hpp"
#include "daemon/query/explain.hpp"
#include "daemon/query/find.hpp"
#include "daemon/query/listing.hpp"
#include "daemon/query/lookup.hpp"
#include "daemon/query/page_seal.hpp"
#include "daemon/query/show.hpp"
#include "daemon/query/spoken.hpp"
#include "daemon/query/warned.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t values_together = 1'000;        // in one reading of small look-ups
constexpr std::size_t most_values_waiting = 200'000;  // of look-ups that are not begun
constexpr std::size_t questions_at_once = 2;          // so that a look-up never waits behind more
constexpr std::size_t lookups_under_way = 2;          // readings at once: as many as the store has readers by default

class QueryOnStore : public std::enable_shared_from_this<QueryOnStore> {
 public:
  QueryOnStore(store::Store& store, partners::PartnerBook& book, const warnings::WarningBook& warnings,
               base::Executor& home, const base::Clock& clock, indicator::Weights weights, const base::Secret& node_key)
      : store_(store), book_(book), warnings_(warnings), home_(home), clock_(clock), seal_(node_key) {
    set_weights(std::move(weights));
  }

  void set_weights(indicator::Weights weights) {
    weights_ = std::make_shared<const indicator::Weights>(std::move(weights));
  }

  void lookup(Lookup lookup) {
    if (waiting_values_ + size_of(lookup) > most_values_waiting && waiting_values_ > 0) {
      lookup.done(busy());
      return;
    }
    waiting_values_ += size_of(lookup);
    waiting_.push_back(std::move(lookup));
    if (dispatch_posted_) return;
    dispatch_posted_ = true;  // after what else has come in by now, so that it is read together
    home_.post([self = shared_from_this()] {
      self->dispatch_posted_ = false;
      self->dispatch();
    });
  }

  /// Pages are sealed: nothing in them may tell of what is above the asker's ceiling.
  base::Result<EncodedPage> list_sealed(Asking& asking, v1::QueryRequest request) const {
    const auto ledger = asking.ledger().id();
    if (!ledger) return ledger.error();
    auto page = seal_.open(request.page(), ledger->bytes());
    if (!page) return page.error();
    request.set_page(std::move(*page));
    auto answer = list(asking, request);
    if (!answer) return answer;
    answer->next_page = seal_.seal(answer->next_page, ledger->bytes());
    bulletin::append_bytes_field(answer->answer, v1::QueryAnswer::kNextPageFieldNumber, answer->next_page);
    return answer;
  }

  /// Runs `work(Asking&)` on a reader and brings its answer home.
  template <class Answer, class Work>
  void ask(Ceiling ceiling, Query::Done<Answer> done, Work work) {
    if (questions_.size() >= max_waiting) {
      done(busy());
      return;
    }
    const auto told = std::make_shared<Query::Done<Answer>>(std::move(done));
    Question question{std::move(ceiling.is_wanted), {}, [told] { (*told)(not_wanted()); }};
    question.begin = [this, sees = Ceiling{ceiling.max_tlp, {}, ceiling.goes}, told, work = std::move(work)] {
      store_.read_for_askers(
          [self = shared_from_this(), sees, told, work, outlook = current()](store::Reading& reading) {
            Asking asking(reading, outlook, sees);
            self->home_.post([self, told, answer = work(asking)]() mutable {
              --self->questions_under_way_;
              self->begin_questions();
              (*told)(std::move(answer));
            });
          });
    };
    questions_.push_back(std::move(question));
    begin_questions();
  }

  std::shared_ptr<const warnings::Loading> warnings() const { return warnings_.loading(); }
  Outlook current() const { return {book_.current(), warnings_.current(), weights_, clock_.now()}; }

 private:
  struct Question {
    std::function<bool()> is_wanted;
    std::function<void()> begin, give_up;
  };
  static base::Error busy() {
    return base::fail(base::ErrorCode::Busy, "too many questions wait to be answered; ask again in a little");
  }
  static base::Error not_wanted() { return base::fail(base::ErrorCode::Cancelled, "nobody waits for the answer"); }

  void begin_questions() {
    while (questions_under_way_ < questions_at_once && !questions_.empty()) {
      const auto next = std::move(questions_.front());
      questions_.pop_front();
      if (next.is_wanted && !next.is_wanted()) {
        next.give_up();
        continue;
      }
      ++questions_under_way_;
      next.begin();
    }
  }
  void dispatch() {
    while (under_way_ < lookups_under_way && !waiting_.empty()) {
      auto batch = std::make_shared<std::vector<Lookup>>();
      std::size_t values = 0;
      while (!waiting_.empty() && (values == 0 || values + size_of(waiting_.front()) <= values_together)) {
        auto lookup = std::move(waiting_.front());
        waiting_.pop_front();
        waiting_values_ -= size_of(lookup);
        if (lookup.ceiling.is_wanted && !lookup.ceiling.is_wanted()) {
          lookup.done(not_wanted());
          continue;
        }
        values += size_of(lookup);
        batch->push_back(std::move(lookup));
      }
      if (!batch->empty()) read(std::move(batch));
    }
  }
  static std::size_t size_of(const Lookup& lookup) {
    return std::max<std::size_t>(1, static_cast<std::size_t>(lookup.request.values_size()));
  }
  void read(std::shared_ptr<std::vector<Lookup>> batch) {
    ++under_way_;
    store_.read_for_askers([self = shared_from_this(), batch, outlook = current()](store::Reading& reading) {
      auto answers = look_up(reading, outlook, *batch);
      self->home_.post([self, batch, answers = std::move(answers)]() mutable {
        --self->under_way_;
        self->dispatch();
        for (std::size_t i = 0; i < batch->size(); ++i) (*batch)[i].done(std::move(answers[i]));
      });
    });
  }

  store::Store& store_;
  partners::PartnerBook& book_;
  const warnings::WarningBook& warnings_;
  base::Executor& home_;
  const base::Clock& clock_;
  const PageSeal seal_;
  std::shared_ptr<const indicator::Weights> weights_;
  std::deque<Lookup> waiting_;
  std::size_t waiting_values_{0};
  std::deque<Question> questions_;
  std::size_t questions_under_way_{0};
  bool dispatch_posted_{false};
  std::size_t under_way_{0};
};

base::Result<Totals> totals_of(Asking& asking) {
  const auto totals = asking.index().totals(asking.max_tlp());
  if (!totals) return totals.error();
  const auto reach = asking.reach();
  if (!reach) return reach.error();
  return Totals{totals->bulletins, totals->claims, reach->last, reach->indexed_to, reach->rebuilding};
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
    query_->ask(std::move(ceiling), std::move(done),
                [query = query_.get(), request = std::move(request)](Asking& asking) -> base::Result<v1::QueryAnswer> {
                  const auto page = query->list_sealed(asking, request);
                  if (!page) return page.error();
                  v1::QueryAnswer answer;
                  answer.ParseFromString(page->answer);
                  return answer;
                });
  }
  void query_encoded(v1::QueryRequest request, Ceiling ceiling, Done<EncodedPage> done) override {
    query_->ask(std::move(ceiling), std::move(done),
                [query = query_.get(), request = std::move(request)](Asking& asking) {
                  return query->list_sealed(asking, request);
                });
  }
  void count(v1::CountRequest request, std::string page, Ceiling ceiling, Done<CountStep> done) override {
    query_->ask(std::move(ceiling), std::move(done),
                [request = std::move(request), page = std::move(page)](Asking& asking) {
                  return query::count(asking, request, page);
                });
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
    const auto of_others = std::exchange(ceiling.max_tlp, v1::TLP_RED);
    query_->ask(ceiling, std::move(done), [id = std::move(id), values = std::move(values), of_others](Asking& asking) {
      return find_whole(asking, id, values, of_others);
    });
  }
  void totals(Ceiling ceiling, Done<Totals> done) override {
    query_->ask(std::move(ceiling), std::move(done), totals_of);
  }
  Outlook outlook() const override { return query_->current(); }
  void set_weights(indicator::Weights weights) override { query_->set_weights(std::move(weights)); }
  void warnings(v1::WarningsRequest request, Ceiling ceiling, Done<v1::WarningsAnswer> done) override {
    if (static_cast<std::size_t>(request.values_size()) > max_lookup_values) {
      done(base::fail(base::ErrorCode::TooLarge, "at most 10,000 values are looked up at once"));
      return;
    }
    query_->ask(std::move(ceiling), std::move(done),
                [request = std::move(request), loading = query_->warnings()](Asking&) {
                  return base::Result<v1::WarningsAnswer>(tell_warnings(*loading, request));
                });
  }
  void spoken_of(SpokenQuestion question, Ceiling ceiling, Done<std::vector<SpokenOf>> done) override {
    query_->ask(std::move(ceiling), std::move(done),
                [question = std::move(question)](Asking& asking) { return query::spoken_of(asking, question); });
  }

 private:
  std::shared_ptr<QueryOnStore> query_;
};

}  // namespace

std::unique_ptr<Query> Query::make(store::Store& store, partners::PartnerBook& book,
                                   const warnings::WarningBook& warnings, base::Executor& home,
                                   const base::Clock& clock, indicator::Weights weights, const base::Secret& node_key) {
  return std::make_unique<Handle>(
      std::make_shared<QueryOnStore>(store, book, warnings, home, clock, std::move(weights), node_key));
}

}  // namespace tidings::query
