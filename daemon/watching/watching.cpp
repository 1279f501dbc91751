#include "daemon/watching/watching.hpp"

#include <deque>
#include <map>
#include <set>

#include "daemon/watching/run.hpp"

namespace tidings::watching {
namespace {

using base::ErrorCode;
using telemetry::Counter;
using telemetry::Gauge;

/// Watchers served before others of the network thread have their turn: some 0.3 ms.
constexpr std::size_t served_at_once = 64;

/// One watcher. Held by its handle, and by the queue it waits in.
struct Member {
  SieveRef sieve;
  Asker asker{Asker::Client};
  Position at;
  std::string first_cursor;
  Watcher::Taken taken;                ///< empty: it has asked for nothing
  bool caught_up{false}, gone{false};  ///< caught_up: it has been told so last
  base::Duration given_at{0};
};
using MemberRef = std::shared_ptr<Member>;

/// Where a watcher begins, as read from the ledger.
struct Start {
  store::LedgerId ledger;
  Position end, at;
};

base::Result<Start> find_start(store::LedgerReader& ledger, const Wish& wish, const base::Secret& key) {
  const auto id = ledger.id();
  if (!id) return id.error();
  const auto last = ledger.last();
  if (!last) return last.error();
  Start start{*id, {*last, Position::whole}, {*last, Position::whole}};
  if (wish.cursor.empty() && !wish.since) return start;
  const auto at = wish.cursor.empty()            ? position_before(ledger, *wish.since)
                  : wish.reach == Reach::Outside ? read_place(wish.cursor, *id)
                                                 : open_cursor(key, wish.cursor, *id);
  if (!at) return at.error();
  if (at->at > *last) {
    return base::fail(ErrorCode::BadInput,
                      "the cursor is ahead of this ledger, which was put back from a copy: begin "
                      "with a time (--since)");
  }
  start.at = *at;
  return start;
}

class Hub : public std::enable_shared_from_this<Hub> {
 public:
  Hub(Watching::Parts parts, const WatchingOptions& options)
      : parts_(std::move(parts)), options_(options), run_(options.held_bytes) {}

  void listen() {
    bell_ = parts_.store.on_append(parts_.home, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->on_append();
    });
  }
  void stop() { parts_.store.remove_bell(bell_); }
  void begin(Wish wish, Watching::Begun begun);
  void next(const MemberRef& member, Watcher::Taken taken);
  void leave(const MemberRef& member);
  void look() {
    if (tail_failed_) read_tail();
  }
  void set_max_watchers(std::size_t most) { options_.max_watchers = most; }
  std::size_t clients() const { return clients_; }

 private:
  base::Result<SieveRef> sieve_for(const Wish& wish);
  void join(const MemberRef& member, const Start& start);
  void on_append();
  void read_tail();
  void on_tail(base::Result<std::vector<Passage>> passages, const std::vector<SieveRef>& sieves, std::uint64_t round);
  void find_sieves();
  void serve_some();
  void schedule();
  void serve(const MemberRef& member);
  void read_own();
  void on_own(const MemberRef& member, base::Result<std::vector<Passage>> passages);
  std::string cursor_at(const Sieve& sieve, const Position& at) const {
    return sieve.reach() == Reach::Outside ? write_place(ledger_, at) : seal_cursor(parts_.cursor_key, ledger_, at);
  }
  bool is_caught_up(const Position& at) const { return at >= run_.end() && !tail_reading_ && !tail_failed_; }
  bool is_due(const Member& member, const Piece& piece) const;
  void give(Member& member, PieceRef piece);

  Watching::Parts parts_;
  WatchingOptions options_;
  int bell_{0};
  std::map<std::string, std::weak_ptr<const Sieve>> sieves_;  ///< by what they were made of
  std::set<MemberRef> members_;
  std::vector<SieveRef> in_use_;  ///< of members, sorted
  std::size_t clients_{0};
  store::LedgerId ledger_;
  Run run_;
  bool tail_reading_{false}, tail_failed_{false}, rung_{false};
  std::uint64_t round_{0};  ///< a tail reading that was begun before all went is of another round
  std::deque<MemberRef> ready_, behind_, waiting_;
  bool serving_{false}, own_reading_{false};
};

base::Result<SieveRef> Hub::sieve_for(const Wish& wish) {
  v1::WatchRequest asked;
  *asked.mutable_filter() = wish.filter;
  asked.set_reach(wish.around);
  asked.mutable_values()->Assign(wish.values.begin(), wish.values.end());
  auto key = asked.SerializeAsString();
  key.push_back(static_cast<char>(wish.max_tlp));
  key.push_back(static_cast<char>(wish.reach));
  auto& known = sieves_[key];
  if (auto sieve = known.lock()) return sieve;
  auto filter = query::Filter::of(wish.filter, *parts_.query.outlook().book);
  auto aim = query::Aim::at(wish.values, wish.around);
  if (!filter || !aim) {
    sieves_.erase(key);
    return filter ? aim.error() : filter.error();
  }
  auto sieve = std::make_shared<const Sieve>(std::move(*aim), std::move(*filter), wish.max_tlp, wish.reach);
  known = sieve;
  return SieveRef(sieve);
}

class Handle final : public Watcher {
 public:
  Handle(std::weak_ptr<Hub> hub, MemberRef member) : hub_(std::move(hub)), member_(std::move(member)) {}
  ~Handle() override {
    if (const auto hub = hub_.lock()) hub->leave(member_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  void next(Taken taken) override {
    if (const auto hub = hub_.lock()) hub->next(member_, std::move(taken));
  }
  std::string first_cursor() const override { return member_->first_cursor; }
  Position position() const override { return member_->at; }

 private:
  std::weak_ptr<Hub> hub_;
  MemberRef member_;
};

void Hub::begin(Wish wish, Watching::Begun begun) {
  auto sieve = sieve_for(wish);
  const bool is_full = wish.asker == Asker::Client && clients_ >= options_.max_watchers;
  if (is_full) parts_.counters.add(Counter::WatchersRefused);
  if (is_full || !sieve) {
    const auto why = is_full ? base::fail(ErrorCode::Busy, "as many watch as may (api.max_watchers)") : sieve.error();
    parts_.home.post([begun = std::move(begun), why] { begun(why); });
    return;
  }
  auto member = std::make_shared<Member>();
  member->sieve = std::move(*sieve);
  member->asker = wish.asker;
  if (member->asker == Asker::Client) parts_.counters.set(Gauge::Watchers, static_cast<std::int64_t>(++clients_));
  auto handle = std::make_shared<std::unique_ptr<Watcher>>(std::make_unique<Handle>(weak_from_this(), member));
  parts_.store.read_for_askers([self = shared_from_this(), member, handle, begun = std::move(begun),
                                wish = std::move(wish)](store::Reading& reading) mutable {
    auto start = find_start(reading.ledger, wish, self->parts_.cursor_key);
    self->parts_.home.post(
        [self, member, handle = std::move(handle), begun = std::move(begun), start = std::move(start)] {
          if (!start) {
            handle->reset();
            begun(start.error());
            return;
          }
          self->join(member, *start);
          begun(std::move(*handle));
        });
  });
}

void Hub::join(const MemberRef& member, const Start& start) {
  member->at = start.at;
  member->given_at = parts_.clock.monotonic();
  ledger_ = start.ledger;
  member->first_cursor = cursor_at(*member->sieve, start.at);
  const bool is_first = members_.empty();
  members_.insert(member);
  find_sieves();
  if (!is_first) return;
  run_.begin(start.end);
  read_tail();  // what was appended since its end was read rang for nobody
}

void Hub::leave(const MemberRef& member) {
  member->gone = true;
  member->taken = nullptr;
  if (member->asker == Asker::Client) parts_.counters.set(Gauge::Watchers, static_cast<std::int64_t>(--clients_));
  members_.erase(member);
  std::erase_if(sieves_, [](const auto& sieve) { return sieve.second.expired(); });
  find_sieves();
  if (!members_.empty()) return;
  run_.begin({});
  ++round_;
  tail_reading_ = tail_failed_ = rung_ = false;
}

void Hub::on_append() {
  if (members_.empty()) return;
  if (tail_reading_)
    rung_ = true;
  else
    read_tail();
}

void Hub::find_sieves() {
  std::set<SieveRef> in_use;
  for (const auto& member : members_) in_use.insert(member->sieve);
  in_use_.assign(in_use.begin(), in_use.end());
}

void Hub::read_tail() {
  tail_reading_ = true;
  tail_failed_ = rung_ = false;
  parts_.store.read([self = shared_from_this(), from = run_.end(), sieves = in_use_, round = round_,
                     bounds = options_.passage, outlook = parts_.query.outlook()](store::Reading& reading) mutable {
    query::Asking asking(reading, outlook, {v1::TLP_RED, {}});
    auto passages = read_passages(asking, from, std::nullopt, sieves, self->parts_.cursor_key, bounds);
    self->parts_.home.post([self, sieves = std::move(sieves), round, passages = std::move(passages)]() mutable {
      self->on_tail(std::move(passages), sieves, round);
    });
  });
}

void Hub::on_tail(base::Result<std::vector<Passage>> passages, const std::vector<SieveRef>& sieves,
                  std::uint64_t round) {
  if (round != round_) return;
  tail_reading_ = false;
  if (!passages) {
    tail_failed_ = true;
    return;
  }
  const bool more = !passages->back().reaches_end || rung_;
  for (auto& passage : *passages) run_.add(std::move(passage), sieves);
  if (more) read_tail();
  for (auto& member : waiting_) ready_.push_back(std::move(member));
  waiting_.clear();
  schedule();
}

void Hub::next(const MemberRef& member, Watcher::Taken taken) {
  member->taken = std::move(taken);
  ready_.push_back(member);
  schedule();
}

void Hub::schedule() {
  if (serving_ || ready_.empty()) return;
  serving_ = true;
  parts_.home.post([self = shared_from_this()] { self->serve_some(); });
}

void Hub::serve_some() {
  for (std::size_t served = 0; served < served_at_once && !ready_.empty(); ++served) {
    const auto member = std::move(ready_.front());
    ready_.pop_front();
    if (!member->gone && member->taken) serve(member);
  }
  serving_ = false;
  schedule();
}

void Hub::serve(const MemberRef& member) {
  while (member->at < run_.end()) {
    auto piece = run_.piece_at(member->at, member->sieve);
    if (!piece) {
      behind_.push_back(member);
      read_own();
      return;
    }
    member->at = piece->to;
    if (is_due(*member, *piece)) return give(*member, std::move(piece));
  }
  if (!member->caught_up && is_caught_up(member->at)) {
    Piece none{{}, 0, true, member->at};
    v1::WatchAnswer answer;
    answer.set_cursor(cursor_at(*member->sieve, member->at));
    none.answer = answer.SerializeAsString();
    return give(*member, std::make_shared<const Piece>(std::move(none)));
  }
  waiting_.push_back(member);
}

bool Hub::is_due(const Member& member, const Piece& piece) const {
  if (piece.arrivals > 0) return true;
  return piece.may_be_told_empty && parts_.clock.monotonic() - member.given_at >= options_.cursor_every;
}

void Hub::give(Member& member, PieceRef piece) {
  member.given_at = parts_.clock.monotonic();
  member.caught_up = is_caught_up(member.at);
  parts_.counters.add(Counter::ArrivalsTold, piece->arrivals);
  const auto taken = std::exchange(member.taken, nullptr);
  taken(Given{std::move(piece), member.caught_up});
}

/// One at a time, in turn: who is far behind costs others little.
void Hub::read_own() {
  while (!own_reading_ && !behind_.empty()) {
    auto member = std::move(behind_.front());
    behind_.pop_front();
    if (member->gone || !member->taken) continue;
    own_reading_ = true;
    const auto until = run_.border_behind(member->at);
    parts_.store.read_for_askers([self = shared_from_this(), member, from = member->at, until,
                                  bounds = options_.passage,
                                  outlook = parts_.query.outlook()](store::Reading& reading) mutable {
      query::Asking asking(reading, outlook, {v1::TLP_RED, {}});
      bounds.passages = 1;  // what one watcher needs now, and no more is held for it
      auto passages = read_passages(asking, from, until, {&member->sieve, 1}, self->parts_.cursor_key, bounds);
      self->parts_.home.post(
          [self, member, passages = std::move(passages)]() mutable { self->on_own(member, std::move(passages)); });
    });
  }
}

void Hub::on_own(const MemberRef& member, base::Result<std::vector<Passage>> passages) {
  own_reading_ = false;
  if (!member->gone && member->taken) {
    if (!passages) {
      std::exchange(member->taken, nullptr)(passages.error());
    } else {
      auto& piece = passages->front().pieces.front();
      member->at = piece->to;
      if (is_due(*member, *piece)) {
        give(*member, std::move(piece));
      } else {
        ready_.push_back(member);
      }
    }
  }
  schedule();
  read_own();
}

class HubHandle final : public Watching {
 public:
  explicit HubHandle(std::shared_ptr<Hub> hub) : hub_(std::move(hub)) { hub_->listen(); }
  ~HubHandle() override { hub_->stop(); }
  HubHandle(const HubHandle&) = delete;
  HubHandle& operator=(const HubHandle&) = delete;

  void begin(Wish wish, Begun begun) override { hub_->begin(std::move(wish), std::move(begun)); }
  void look() override { hub_->look(); }
  void set_max_watchers(std::size_t most) override { hub_->set_max_watchers(most); }
  std::size_t watchers() const override { return hub_->clients(); }

 private:
  std::shared_ptr<Hub> hub_;
};

}  // namespace

std::unique_ptr<Watching> Watching::make(Parts parts, const WatchingOptions& options) {
  return std::make_unique<HubHandle>(std::make_shared<Hub>(std::move(parts), options));
}

}  // namespace tidings::watching
