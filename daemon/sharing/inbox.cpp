#include "daemon/sharing/inbox.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/bulletin/same_claims.hpp"
#include "daemon/sharing/release.hpp"

namespace tidings::sharing {
namespace {

using base::ErrorCode;
using bulletin::BulletinId;
using bulletin::Lane;
using sync::Judgement;
using sync::Outcome;

// Ids of the want-list asked for at once: a few seconds' work for a thin link.
constexpr std::size_t due_at_once = 200;

bool has_it(Outcome outcome) { return outcome == Outcome::Stored || outcome == Outcome::Known; }

/// Tokens are kept behind when the partner was added and the view of the terms they were got under. Under other terms
/// what was refused may be wanted: the token is kept empty (from zero, but what was acknowledged is left out). One from
/// before the partner was removed and added again, which a commit under way may leave behind, is none.
struct Under {
  std::uint64_t added_at, view;
};
constexpr std::size_t under_bytes = 16;

std::string kept_under(const Under& under, const std::string& token) {
  std::string kept;
  base::append_be64(kept, under.added_at);
  base::append_be64(kept, under.view);
  return kept + token;
}
std::optional<std::string> token_under(const Under& under, const std::string& kept) {
  if (kept.size() < under_bytes || base::read_be(kept, 0, 8) != under.added_at) return std::nullopt;
  return base::read_be(kept, 8, 8) == under.view ? kept.substr(under_bytes) : std::string();
}

class StoreInbox final : public Inbox {
 public:
  StoreInbox(store::Store& store, partners::PartnerBook& book, std::shared_ptr<Wanting> wanting,
             const identity::OrgId& partner, base::Executor& home, const base::Clock& clock,
             const InboxOptions& options)
      : store_(store),
        book_(book),
        wanting_(std::move(wanting)),
        partner_(partner),
        home_(home),
        clock_(clock),
        options_(options),
        under_(under_now()) {}
  ~StoreInbox() override;

  void load(std::function<void(base::Result<Kept>)> done) override;
  void judge(Lane lane, const std::vector<sync::Candidate>& entries,
             std::function<void(std::vector<Judgement>)> done) override;
  void came(const BulletinId& id, std::size_t bytes) override { wanting_->came(id, this, bytes); }
  void came_whole(const BulletinId& id) override { wanting_->came_whole(id, this); }
  void complete(std::string bytes, std::function<void(base::Result<std::string>)> done) override;
  void hurry() override;
  void ended(const BulletinId& id, Outcome outcome) override;
  void keep_token(Lane lane, const std::string& token, const std::vector<sync::Postponed>& later,
                  std::function<void(base::Status)> done) override;
  void settle_wanted(const BulletinId& id, Outcome outcome, ErrorCode reason) override;
  void due(std::function<void(std::vector<BulletinId>)> done) override;

 private:
  using Self = std::weak_ptr<StoreInbox*>;
  using Judged = std::function<void(std::vector<Judgement>)>;
  policy::Terms terms() const {
    const auto book = book_.current();
    const partners::Partner* partner = book->find(partner_);
    return partner != nullptr ? partner->record.terms : policy::Terms{};
  }
  Under under_now() const {
    const auto book = book_.current();
    const partners::Partner* partner = book->find(partner_);
    return partner != nullptr ? Under{partner->record.added_at.us, receiving_view(partner->record.terms)} : Under{};
  }
  void judge_unknown(const std::vector<sync::Candidate>& entries, const std::vector<bool>& known, const Judged& done);
  void wait_for_turn(const BulletinId& id, std::uint32_t entry, const Judged& done);
  void found_due(std::vector<store::Wanted> due, const std::vector<bool>& known,
                 const std::function<void(std::vector<BulletinId>)>& done);
  base::Duration back_off(std::uint32_t tries) const;
  store::Wanted retry(const BulletinId& id, ErrorCode reason, std::uint32_t tries) const;
  void commit();
  void committed(const base::Result<store::Committed>& result,
                 const std::vector<std::function<void(base::Status)>>& waiting);

  store::Store& store_;
  partners::PartnerBook& book_;
  const std::shared_ptr<Wanting> wanting_;
  const identity::OrgId partner_;
  base::Executor& home_;
  const base::Clock& clock_;
  const InboxOptions options_;
  const Under under_;  ///< when the link began; other terms begin another link
  std::unordered_set<BulletinId, base::IdHash> wanted_, waited_for_;
  std::unordered_map<BulletinId, std::uint32_t, base::IdHash> retried_;  ///< due ids under way: tries before
  std::size_t want_list_{0};  ///< about its length, what is not committed yet included: for its bound
  store::Batch pending_;
  std::vector<std::function<void(base::Status)>> waiting_;
  bool committing_{false};
  base::Status broken_;
  std::shared_ptr<StoreInbox*> self_ = std::make_shared<StoreInbox*>(this);
};

StoreInbox::~StoreInbox() {
  self_.reset();  // before others are given their turn: no answer finds a half of us
  for (const auto& id : waited_for_) wanting_->forsake(id, this);
  for (const auto& id : wanted_) wanting_->ended(id, this, Turn::Yours, clock_.monotonic());
  wanting_->leave(this);
}

void StoreInbox::load(std::function<void(base::Result<Kept>)> done) {
  struct Loaded {
    Kept kept;
    std::size_t want_list{0};
  };
  store_.read([partner = partner_, under = under_, done = std::move(done), self = Self(self_),
               &home = home_](store::Reading& reading) {
    auto answer = std::make_shared<base::Result<Loaded>>([&]() -> base::Result<Loaded> {
      Loaded loaded;
      const auto tokens = reading.ledger.tokens(partner);
      if (!tokens) return tokens.error();
      for (const auto& kept : *tokens) {
        if (auto token = token_under(under, kept.token)) loaded.kept.tokens.emplace_back(kept.lane, std::move(*token));
      }
      const auto last = reading.ledger.last_issued_at(partner);
      if (!last) return last.error();
      const auto length = reading.ledger.wanted_count(partner);
      if (!length) return length.error();
      loaded.kept.their_last_issued_at = *last;
      loaded.want_list = *length;
      return loaded;
    }());
    home.post([self, answer, done] {
      const auto inbox = self.lock();
      if (!inbox) return;
      if (!*answer) return done(answer->error());
      (*inbox)->want_list_ = (*answer)->want_list;
      done(std::move((*answer)->kept));
    });
  });
}

void StoreInbox::judge(Lane lane, const std::vector<sync::Candidate>& entries, Judged done) {
  if (!terms().accept && lane != Lane::Withdrawal) {
    std::vector<Judgement> judgements;
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
      judgements.push_back({i, false, Outcome::Unwanted, ErrorCode::Policy});
    }
    return done(std::move(judgements));
  }
  store_.read([entries, done = std::move(done), self = Self(self_), &home = home_](store::Reading& reading) {
    std::vector<BulletinId> ids;
    ids.reserve(entries.size());
    for (const auto& entry : entries) ids.push_back(entry.id);
    auto known = reading.ledger.known(ids);
    // Not readable now: want them all; intake knows what it has, and says Later if the disk is at fault.
    auto answer = std::make_shared<std::vector<bool>>(known ? std::move(*known) : std::vector<bool>(ids.size(), false));
    home.post([self, entries, answer, done] {
      if (const auto inbox = self.lock()) (*inbox)->judge_unknown(entries, *answer, done);
    });
  });
}

void StoreInbox::judge_unknown(const std::vector<sync::Candidate>& entries, const std::vector<bool>& known,
                               const Judged& done) {
  std::vector<Judgement> judgements;
  judgements.reserve(entries.size());
  std::vector<std::uint32_t> anothers;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    Judgement judgement{i, false, Outcome::Known, ErrorCode::Internal};
    if (!known[i]) {
      const auto claim = wanting_->claim(entries[i].id, this, clock_.monotonic());
      if (claim == Wanting::Claim::Anothers) {
        anothers.push_back(i);
        continue;
      }
      judgement.want = true;  // also where it is ours already: our want-list asked for it as this offer came
      wanted_.insert(entries[i].id);
    }
    judgements.push_back(judgement);
  }
  for (const auto entry : anothers) wait_for_turn(entries[entry].id, entry, done);
  if (!judgements.empty() || entries.empty()) done(std::move(judgements));
}

void StoreInbox::wait_for_turn(const BulletinId& id, std::uint32_t entry, const Judged& done) {
  waited_for_.insert(id);
  wanting_->wait(id, this, [self = Self(self_), id, entry, done](Turn turn) {
    const auto inbox = self.lock();
    if (!inbox) return;
    (*inbox)->waited_for_.erase(id);
    if (turn == Turn::Yours) (*inbox)->wanted_.insert(id);
    done({{entry, turn == Turn::Yours, Outcome::Known, ErrorCode::Internal}});
  });
}

void StoreInbox::ended(const BulletinId& id, Outcome outcome) {
  if (wanted_.erase(id) == 0) return;
  wanting_->ended(id, this, has_it(outcome) ? Turn::Had : Turn::Yours, clock_.monotonic());
}

void StoreInbox::complete(std::string bytes, std::function<void(base::Result<std::string>)> done) {
  store_.read(
      [bytes = std::move(bytes), done = std::move(done), self = Self(self_), &home = home_](store::Reading& reading) {
        auto answer = std::make_shared<base::Result<std::string>>([&]() -> base::Result<std::string> {
          const auto other = bulletin::claims_elsewhere(bytes);
          if (!other) return base::fail(ErrorCode::BadInput, "it has claims of its own");
          const auto held = reading.ledger.bytes(*other);
          if (!held) return held.error();
          if (!*held) return base::fail(ErrorCode::NotFound, "the bulletin whose claims it has is not here");
          return bulletin::with_claims_of(bytes, **held);
        }());
        home.post([self, answer, done] {
          if (!self.expired()) done(std::move(*answer));
        });
      });
}

void StoreInbox::hurry() {
  const std::vector<BulletinId> ids(waited_for_.begin(), waited_for_.end());  // a turn takes its id out
  for (const auto& id : ids) wanting_->hurry(id, clock_.monotonic());
}

base::Duration StoreInbox::back_off(std::uint32_t tries) const {
  base::Duration wait = options_.retry_first;
  for (std::uint32_t i = 0; i < tries && wait < options_.retry_most; ++i) wait *= 2;
  return std::min(wait, options_.retry_most);
}

store::Wanted StoreInbox::retry(const BulletinId& id, ErrorCode reason, std::uint32_t tries) const {
  return {partner_, id, std::string(base::name(reason)), clock_.now() + back_off(tries), tries};
}

void StoreInbox::keep_token(Lane lane, const std::string& token, const std::vector<sync::Postponed>& later,
                            std::function<void(base::Status)> done) {
  if (!broken_) return done(broken_);
  if (!later.empty() && want_list_ + later.size() > options_.want_list) {
    broken_ = base::fail(ErrorCode::Busy, "the want-list of this partner is full");
    return done(broken_);
  }
  for (const auto& postponed : later) pending_.wanted.push_back(retry(postponed.id, postponed.reason, 0));
  want_list_ += later.size();
  if (!token.empty()) {
    std::erase_if(pending_.tokens, [lane](const auto& kept) { return kept.lane == lane; });
    pending_.tokens.push_back({partner_, lane, kept_under(under_, token)});
  }
  waiting_.push_back(std::move(done));
  if (!committing_) commit();
}

void StoreInbox::settle_wanted(const BulletinId& id, Outcome outcome, ErrorCode reason) {
  ended(id, outcome);
  const auto found = retried_.find(id);
  if (found == retried_.end()) return;
  const std::uint32_t tries = found->second;
  retried_.erase(found);
  if (outcome == Outcome::Later) {
    pending_.wanted.push_back(retry(id, reason, tries + 1));
  } else {
    pending_.no_longer_wanted.push_back({partner_, id});
    if (want_list_ > 0) --want_list_;
  }
  if (!committing_ && broken_) commit();
}

void StoreInbox::due(std::function<void(std::vector<BulletinId>)> done) {
  // The list itself is asked, not its counted length: what an earlier link left to the writer came after our count.
  if (!retried_.empty()) return done({});
  store_.read([partner = partner_, now = clock_.now(), done = std::move(done), self = Self(self_),
               &home = home_](store::Reading& reading) {
    auto due = std::make_shared<std::vector<store::Wanted>>();
    auto known = std::make_shared<std::vector<bool>>();
    if (auto found = reading.ledger.wanted(partner, now, due_at_once)) *due = std::move(*found);
    std::vector<BulletinId> ids;
    for (const auto& wanted : *due) ids.push_back(wanted.id);
    if (auto found = reading.ledger.known(ids)) *known = std::move(*found);
    home.post([self, due, known, done] {
      if (const auto inbox = self.lock()) (*inbox)->found_due(std::move(*due), *known, done);
    });
  });
}

void StoreInbox::found_due(std::vector<store::Wanted> due, const std::vector<bool>& known,
                           const std::function<void(std::vector<BulletinId>)>& done) {
  std::vector<BulletinId> ids;
  for (std::size_t i = 0; i < due.size() && i < known.size(); ++i) {
    const BulletinId& id = due[i].id;
    if (known[i]) {  // another partner had it
      retried_.emplace(id, due[i].tries);
      settle_wanted(id, Outcome::Known, ErrorCode::Internal);
      continue;
    }
    if (wanting_->claim(id, this, clock_.monotonic()) != Wanting::Claim::Yours) continue;
    wanted_.insert(id);
    retried_.emplace(id, due[i].tries);
    ids.push_back(id);
  }
  done(std::move(ids));
}

/// One commit at a time: what comes meanwhile goes together into the next, so a token never overtakes a refusal.
void StoreInbox::commit() {
  committing_ = true;
  auto waiting = std::make_shared<std::vector<std::function<void(base::Status)>>>(std::exchange(waiting_, {}));
  store_.commit(std::exchange(pending_, {}), home_,
                [self = Self(self_), waiting](base::Result<store::Committed> result) {
                  if (const auto inbox = self.lock()) (*inbox)->committed(result, *waiting);
                });
}

void StoreInbox::committed(const base::Result<store::Committed>& result,
                           const std::vector<std::function<void(base::Status)>>& waiting) {
  committing_ = false;
  if (!result) {
    broken_ = result.error();
    pending_ = {};
  } else if (!pending_.tokens.empty() || !pending_.wanted.empty() || !pending_.no_longer_wanted.empty()) {
    commit();
  }
  const Self self = self_;
  const base::Status status = result ? base::Status{} : base::Status{result.error()};
  for (const auto& done : waiting) {
    done(status);
    if (self.expired()) return;  // an answer may end the link, and us with it
  }
}

}  // namespace

std::unique_ptr<Inbox> Inbox::make(store::Store& store, partners::PartnerBook& book, std::shared_ptr<Wanting> wanting,
                                   const identity::OrgId& partner, base::Executor& home, const base::Clock& clock,
                                   const InboxOptions& options) {
  return std::make_unique<StoreInbox>(store, book, std::move(wanting), partner, home, clock, options);
}

}  // namespace tidings::sharing
