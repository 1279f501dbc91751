#include "daemon/http/taxii/pages.hpp"

#include <algorithm>

namespace tidings::taxii {
namespace {

/// What one request looks through before it answers with what it has: some two seconds of a reader, shared with others.
constexpr std::size_t max_steps = 400;
constexpr std::size_t body_bytes_an_object = 256, least_body_bytes = 32u << 10;

class PageReader : public std::enable_shared_from_this<PageReader> {
 public:
  PageReader(const Taxii::Parts& parts, PageWish wish, server::Respond respond)
      : parts_(parts), wish_(std::move(wish)), respond_(std::move(respond)) {}

  void start() {
    const auto& asked = wish_.question.asked;
    from_ = asked.added_after.value_or(0);
    if (!asked.next.empty()) {
      const auto at = read_next(asked.next, wish_.identity);
      if (!at) return respond_(error(at.error()));
      from_ = std::max(from_, *at);
    }
    asked.ids.empty() ? step() : find();
  }

 private:
  void step() {
    parts_.store.read_for_askers(
        [self = shared_from_this(), outlook = parts_.query.outlook()](store::Reading& reading) {
          query::Asking asking(reading, outlook, {self->wish_.question.max_tlp, {}});
          const auto done = self->read_on(asking);
          if (!done) return self->go_home(error(done.error()));
          if (*done) return self->go_home(self->made());
          self->parts_.home.post([self] { self->step(); });  // others have their turn
        });
  }

  void find() {
    const Window window{from_, wish_.limit + 1, ScanBounds{}.told_bytes};
    find_objects(parts_, wish_.remembered, wish_.question, window,
                 [self = shared_from_this()](base::Result<FoundObjects> found) {
                   if (!found) return self->respond_(error(found.error()));
                   if (!found->exist && self->wish_.must_exist) {
                     return self->respond_(error(404, "Not found", "there is no such object in this collection"));
                   }
                   self->page_.told = std::move(found->told);
                   self->from_ = found->to;
                   self->cut(found->to != UINT64_MAX);
                   self->respond_(self->made());
                 });
  }

  /// Whether the page is whole.
  base::Result<bool> read_on(query::Asking& asking) {
    const auto want = wish_.limit + 1 - page_.told.size();  // one more tells whether there is one
    ScanBounds bounds;
    bounds.body_bytes = std::clamp(want * body_bytes_an_object, least_body_bytes, bounds.body_bytes);
    bounds.told_bytes -= std::min(bounds.told_bytes - 1, told_bytes_);
    auto scanned = scan(asking, wish_.question, from_, want, bounds, spoken_);
    if (!scanned) return scanned.error();
    for (auto& told : scanned->told) {
      told_bytes_ += told.object.json.size();
      page_.told.push_back(std::move(told));
    }
    from_ = scanned->to;
    const bool is_full = page_.told.size() > wish_.limit || told_bytes_ >= ScanBounds{}.told_bytes;
    if (!is_full && scanned->at_end) return true;
    if (!is_full && ++steps_ < max_steps) return false;
    cut(true);
    return true;
  }

  /// To the limit; `more`: there may be more behind what was read.
  void cut(bool more) {
    const bool is_over = page_.told.size() > wish_.limit;
    if (is_over) page_.told.resize(wish_.limit);
    if (!is_over && !more) return;
    page_.next = write_next(is_over ? page_.told.back().date : from_, wish_.identity);
  }

  server::Response made() {
    parts_.counters.add(telemetry::Counter::TaxiiObjectsTold, page_.told.size());
    return page_answer(page_, wish_.what);
  }
  void go_home(server::Response response) {
    auto shared = std::make_shared<server::Response>(std::move(response));
    parts_.home.post([self = shared_from_this(), shared] {
      for (const auto& told : self->page_.told) {
        if (told.value.type() != 0) self->wish_.remembered->add(told.object.id, told.value);
      }
      self->respond_(std::move(*shared));
    });
  }

  Taxii::Parts parts_;
  PageWish wish_;
  server::Respond respond_;
  std::uint64_t from_{0};
  std::size_t steps_{0}, told_bytes_{0};
  Page page_;
  SpokenOf spoken_;
};

}  // namespace

void answer_page(const Taxii::Parts& parts, PageWish wish, server::Respond respond) {
  std::make_shared<PageReader>(parts, std::move(wish), std::move(respond))->start();
}

}  // namespace tidings::taxii
