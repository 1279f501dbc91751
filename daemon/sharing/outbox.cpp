#include "daemon/sharing/outbox.hpp"

#include <array>
#include <deque>
#include <map>
#include <utility>

#include "core/bulletin/same_claims.hpp"
#include "core/bulletin/verify.hpp"
#include "core/sync/token.hpp"
#include "daemon/sharing/lane_scan.hpp"
#include "daemon/sharing/release.hpp"
#include "daemon/sharing/shelf.hpp"

namespace tidings::sharing {
namespace {

// What find() read and nobody asked for yet: as much as a link has in flight (sync::LinkOptions::window_bytes).
constexpr std::size_t most_shelved_bytes = 4u << 20;
// A cursor that moved over this many entries without finding anything is told to the partner, so that it need not be
// looked through again; fewer are not, since each telling says that something was withheld.
constexpr std::size_t worth_telling = 1'000;
// One hop to a reader fetches so many bodies.
constexpr std::size_t bodies_a_hop = 64;
// Delivered ids that wait while storage fails; beyond, they are forgotten and cost an offer each later.
constexpr std::size_t most_unwritten = 100'000;

// The lowest bit of a token's view: this partner came without a cursor and is being offered what it acknowledged too.
constexpr std::uint64_t everything_bit = 1;

struct Search {
  Lane lane;
  std::size_t limit, max_bytes;
  std::function<void(Found)> done;
};
struct Position {
  std::string ledger;
  store::Sequence at;
  bool everything{false};  ///< what was delivered is offered as well
  std::size_t untold{0};   ///< entries since the last token
  bool refused{false};     ///< the token did not fit: said with the next answer
};
struct Asked {
  BulletinId id;
  std::optional<BulletinId> former;  ///< it was offered without its claims, which are those of this one
  std::function<void(Body)> done;
};
struct Wanted {
  BulletinId id;
  std::optional<BulletinId> former;
};
/// A body as the ledger has it; no bytes: gone, or not for this partner (any more).
struct ReadBody {
  OrgId origin;
  std::optional<std::string> bytes;
};
struct Notes {
  std::vector<BulletinId> given, delivered;
  bool empty() const { return given.empty() && delivered.empty(); }
  void add(const Notes& more) {
    given.insert(given.end(), more.given.begin(), more.given.end());
    delivered.insert(delivered.end(), more.delivered.begin(), more.delivered.end());
  }
};

class LedgerOutbox final : public Outbox {
 public:
  LedgerOutbox(store::Store& store, partners::PartnerBook& book, const OrgId& partner, const base::Secret& token_key,
               base::Executor& home, const base::Clock& clock)
      : store_(store), book_(book), partner_(partner), token_key_(token_key), home_(home), clock_(clock) {}
  ~LedgerOutbox() override {
    self_.reset();
    if (!unwritten_.empty()) store_.commit(batch_of(unwritten_), home_, nullptr);
  }

  void start(const std::vector<std::pair<Lane, std::string>>& tokens, Takes takes) override;
  void find(Lane lane, std::size_t limit, std::size_t max_bytes, std::function<void(Found)> done) override {
    auto search = std::make_shared<Search>(Search{lane, limit, max_bytes, std::move(done)});
    if (!is_caught_up_) return early_.push_back(std::move(search));
    step(std::move(search));
  }
  void fetch(const BulletinId& id, std::function<void(Body)> done) override;
  void given(const BulletinId& id) override;
  void delivered(const std::vector<BulletinId>& ids) override;

 private:
  using Self = std::weak_ptr<LedgerOutbox*>;
  static LedgerOutbox* alive(const Self& self) {
    const auto held = self.lock();
    return held ? *held : nullptr;
  }
  Position& position(Lane lane) { return positions_[static_cast<std::size_t>(lane)]; }
  std::uint64_t view();
  LaneScan scan_for(const Search& search);
  void step(std::shared_ptr<Search> search);
  void searched(const std::shared_ptr<Search>& search, base::Result<Scanned> scanned, std::uint64_t made_under);
  void tell(const Search& search, Scanned scanned);
  std::string token_for(Lane lane);
  Body body_of(const OrgId& origin, std::optional<std::string> bytes) const;
  void fetch_asked();
  void fetched(std::vector<base::Result<ReadBody>> bodies);
  store::Batch batch_of(const Notes& notes) const;
  void wait_for_notes();
  void make_room();
  void write_notes();

  store::Store& store_;
  partners::PartnerBook& book_;
  const OrgId partner_;
  const base::Secret& token_key_;
  base::Executor& home_;
  const base::Clock& clock_;
  std::array<Position, bulletin::lane_count> positions_;
  Shelf shelf_{most_shelved_bytes};
  std::shared_ptr<const partners::Book> viewed_;
  std::uint64_t view_{0};
  std::deque<Asked> asked_;
  std::vector<Asked> being_fetched_;
  std::map<BulletinId, BulletinId> shortened_;  ///< offered without claims and not asked for yet -> whose they are
  Takes takes_{Takes::Whole};
  Notes unwritten_;
  bool writing_{false}, is_caught_up_{false};
  std::vector<std::shared_ptr<Search>> early_;  ///< before it is caught up
  std::shared_ptr<LedgerOutbox*> self_ = std::make_shared<LedgerOutbox*>(this);
};

std::uint64_t LedgerOutbox::view() {
  auto book = book_.current();
  if (book != viewed_) {  // asked for each bulletin, changed once in a while
    const partners::Partner* partner = book->find(partner_);
    view_ = sending_view(partner != nullptr ? partner->record.terms : policy::Terms{}) & ~everything_bit;
    viewed_ = std::move(book);
  }
  return view_;
}

void LedgerOutbox::start(const std::vector<std::pair<Lane, std::string>>& tokens, Takes takes) {
  takes_ = takes;
  for (auto& at : positions_) at.everything = true;
  for (const auto& [lane, token] : tokens) {
    Position& at = position(lane);
    at.everything = false;
    if (token.empty()) continue;  // its own terms changed: from zero, but what it acknowledged it has
    const auto cursor = sync::open_token(token_key_, partner_, lane, token);
    at.refused = !cursor;
    if (!cursor || (cursor->view & ~everything_bit) != view()) continue;
    at.ledger = cursor->ledger;
    at.at = {cursor->sequence};
    at.everything = (cursor->view & everything_bit) != 0;
  }
  wait_for_notes();
}

/// What an earlier outbox noted at its end stands in the queue before this: a search that overtook it would pass over
/// withdrawals that are owed. If nothing can be written now, there is nothing to wait for.
void LedgerOutbox::wait_for_notes() {
  store_.commit({}, home_, [self = Self(self_)](const base::Result<store::Committed>&) {
    const auto outbox = self.lock();
    if (!outbox) return;
    (*outbox)->is_caught_up_ = true;
    for (auto& search : std::exchange((*outbox)->early_, {})) (*outbox)->step(std::move(search));
  });
}

LaneScan LedgerOutbox::scan_for(const Search& search) {
  const Position& at = position(search.lane);
  return {.book = book_.current(),
          .partner = partner_,
          .lane = search.lane,
          .ledger = at.ledger,
          .after = at.at,
          .skip_delivered = !at.everything,
          .same_claims = takes_ == Takes::SameClaims,
          .limit = search.limit,
          .max_bytes = search.max_bytes,
          .now = clock_.now()};
}

void LedgerOutbox::step(std::shared_ptr<Search> search) {
  const auto scan = std::make_shared<const LaneScan>(scan_for(*search));
  store_.read([scan, search, made_under = view(), self = Self(self_), &home = home_](store::Reading& reading) {
    auto scanned = std::make_shared<base::Result<Scanned>>(scan_lane(reading, *scan));
    home.post([self, search, scanned, made_under] {
      if (const auto outbox = self.lock()) (*outbox)->searched(search, std::move(*scanned), made_under);
    });
  });
}

void LedgerOutbox::searched(const std::shared_ptr<Search>& search, base::Result<Scanned> scanned,
                            std::uint64_t made_under) {
  if (!scanned) {
    search->done({.candidates = {}, .token = {}, .at_end = true, .cursor_refused = false});
    return;
  }
  Position& at = position(search->lane);
  at.ledger = scanned->ledger;
  at.refused = at.refused || scanned->restarted;
  if (made_under != view()) return step(search);  // judged under terms that are no longer ours
  at.at = scanned->behind;
  at.untold += scanned->looked_at;
  const bool nothing_yet = scanned->released.empty() && !scanned->at_end && at.untold < worth_telling;
  if (nothing_yet) return step(search);  // another step, so that other readers get their turn between
  tell(*search, std::move(*scanned));
}

void LedgerOutbox::tell(const Search& search, Scanned scanned) {
  Position& at = position(search.lane);
  const std::uint64_t current_view = view();
  Found found;
  found.at_end = scanned.at_end;
  found.cursor_refused = std::exchange(at.refused, false);
  found.candidates.reserve(scanned.released.size());
  for (auto& released : scanned.released) {
    found.candidates.push_back({released.id, static_cast<std::uint32_t>(released.bytes.size())});
    if (released.former) shortened_.insert_or_assign(released.id, *released.former);
    shelf_.put(released.id, {std::move(released.bytes), released.origin, released.expires_at, current_view});
  }
  // One that came without a cursor gets one at the end in any case, or it would be offered everything each time.
  const bool caught_up_first = scanned.at_end && at.everything;
  if (caught_up_first) at.everything = false;
  if (!found.candidates.empty() || at.untold >= worth_telling || caught_up_first) {
    found.token = token_for(search.lane);
    at.untold = 0;
  }
  search.done(std::move(found));
}

std::string LedgerOutbox::token_for(Lane lane) {
  const Position& at = position(lane);
  const std::uint64_t marked = view() | (at.everything ? everything_bit : 0);
  return sync::seal_token(token_key_, partner_, lane, {at.ledger, at.at.value, marked});
}

Body LedgerOutbox::body_of(const OrgId& origin, std::optional<std::string> bytes) const {
  Body body{{}, std::move(bytes), origin, nullptr};
  const auto book = book_.current();
  const auto known = book->identities.find(origin);
  if (known != book->identities.end()) body.identity = known->second.identity;
  return body;
}

void LedgerOutbox::fetch(const BulletinId& id, std::function<void(Body)> done) {
  std::optional<BulletinId> former;
  if (auto shortened = shortened_.extract(id)) former = shortened.mapped();
  auto shelved = shelf_.take(id);
  if (shelved && shelved->view == view() && shelved->expires_at > clock_.now()) {
    done(body_of(shelved->origin, std::move(shelved->bytes)));
    return;
  }
  asked_.push_back({id, former, std::move(done)});
  if (being_fetched_.empty()) fetch_asked();
}

/// The bytes of one bulletin if it is still here and still for this partner.
base::Result<ReadBody> read_body(store::LedgerReader& ledger, const partners::Book& book, const OrgId& partner,
                                 const Wanted& wanted, base::Instant now) {
  auto bytes = ledger.bytes(wanted.id);
  if (!bytes) return bytes.error();
  if (!*bytes) return ReadBody{};
  const auto header = bulletin::peek_header(**bytes);
  if (!header) return ReadBody{};  // bent by the disk, and not better the next time
  const auto decision = may_release(ledger, book, partner, *header, now);
  if (!decision) return decision.error();
  if (!decision->allowed()) return ReadBody{};
  if (!wanted.former) return ReadBody{header->origin, std::move(*bytes)};
  auto shortened = bulletin::without_claims(**bytes, *wanted.former);
  if (!shortened) return shortened.error();
  return ReadBody{header->origin, std::move(*shortened)};
}

void LedgerOutbox::fetch_asked() {
  auto wanted = std::make_shared<std::vector<Wanted>>();
  while (!asked_.empty() && wanted->size() < bodies_a_hop) {
    wanted->push_back({asked_.front().id, asked_.front().former});
    being_fetched_.push_back(std::move(asked_.front()));
    asked_.pop_front();
  }
  store_.read([wanted, book = book_.current(), partner = partner_, now = clock_.now(), self = Self(self_),
               &home = home_](store::Reading& reading) {
    auto bodies = std::make_shared<std::vector<base::Result<ReadBody>>>();
    for (const auto& one : *wanted) bodies->push_back(read_body(reading.ledger, *book, partner, one, now));
    home.post([self, bodies] {
      LedgerOutbox* outbox = alive(self);  // not held: fetched() looks whether it still is
      if (outbox != nullptr) outbox->fetched(std::move(*bodies));
    });
  });
}

void LedgerOutbox::fetched(std::vector<base::Result<ReadBody>> bodies) {
  const auto answered = std::exchange(being_fetched_, {});
  if (!asked_.empty()) fetch_asked();
  const Self self = self_;
  for (std::size_t i = 0; i < answered.size(); ++i) {
    auto& read = bodies[i];
    answered[i].done(read ? body_of(read->origin, std::move(read->bytes)) : Body{read.error(), {}, {}, nullptr});
    if (self.expired()) return;  // an answer may end the link, and us with it
  }
}

void LedgerOutbox::given(const BulletinId& id) {
  make_room();
  unwritten_.given.push_back(id);
  if (!writing_) write_notes();
}

void LedgerOutbox::delivered(const std::vector<BulletinId>& ids) {
  for (const auto& id : ids) {
    shelf_.take(id);
    shortened_.erase(id);
  }
  make_room();
  unwritten_.delivered.insert(unwritten_.delivered.end(), ids.begin(), ids.end());
  if (!writing_) write_notes();
}

void LedgerOutbox::make_room() {
  if (unwritten_.given.size() + unwritten_.delivered.size() > most_unwritten) unwritten_ = {};
}

store::Batch LedgerOutbox::batch_of(const Notes& notes) const {
  store::Batch batch;
  for (const auto& id : notes.given) batch.given.push_back({partner_, id});
  for (const auto& id : notes.delivered) batch.delivered.push_back({partner_, id});
  return batch;
}

/// One commit at a time: what comes meanwhile goes together into the next.
void LedgerOutbox::write_notes() {
  writing_ = true;
  auto notes = std::make_shared<Notes>(std::exchange(unwritten_, {}));
  store_.commit(batch_of(*notes), home_, [self = Self(self_), notes](base::Result<store::Committed> result) {
    const auto outbox = self.lock();
    if (!outbox) return;
    LedgerOutbox& box = **outbox;
    box.writing_ = false;
    if (!result) {
      box.unwritten_.add(*notes);  // the next one tries again
    } else if (!box.unwritten_.empty()) {
      box.write_notes();
    }
  });
}

}  // namespace

std::unique_ptr<Outbox> Outbox::make(store::Store& store, partners::PartnerBook& book, const OrgId& partner,
                                     const base::Secret& token_key, base::Executor& home, const base::Clock& clock) {
  return std::make_unique<LedgerOutbox>(store, book, partner, token_key, home, clock);
}

}  // namespace tidings::sharing
