#include "daemon/access/access.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <map>
#include <set>
#include <unordered_map>

#include "base/digest.hpp"
#include "daemon/access/brake.hpp"
#include "daemon/access/credentials.hpp"
#include "daemon/access/proof.hpp"
#include "daemon/telemetry/once_per.hpp"

namespace tidings::access {
namespace {

using base::ErrorCode;
using telemetry::Counter;
using telemetry::Event;

base::Error refusal() { return base::fail(ErrorCode::Forbidden, "the credentials are not accepted here"); }

class Doorman : public std::enable_shared_from_this<Doorman> {
 public:
  Doorman(Access::Parts parts, std::vector<AccessRecord> records)
      : parts_(parts), brake_(parts.clock), said_(parts.clock) {
    for (auto& record : records) put(std::move(record));
  }

  void judge(Presented presented, Access::Judged judged);
  void add(Wish wish, Access::Added added);
  void revoke(const std::string& name, const std::string& who, std::function<void(base::Status)> done);
  std::vector<AccessRecord> list() const;

 private:
  /// A password that was right for this proof. Keyed anew at each start: it tells nothing to who reads memory later.
  struct Remembered {
    std::string digest;
  };

  void put(AccessRecord record);
  void drop(const std::string& name);
  const AccessRecord* by_proof(Means means, std::string_view proof) const;
  const AccessRecord* password_of(const std::string& name) const;
  bool is_valid(const AccessRecord& record) const {
    return record.expires_at.us == 0 || record.expires_at > parts_.clock.now();
  }
  /// A password on its way to the crypto pool and back.
  struct Guess {
    Credentials credentials;
    std::string proof, digest, address;
    Access::Judged judged;
    bool fits{false};
  };
  void judge_password(Credentials credentials, std::string address, Access::Judged judged);
  void check_next();
  void checked(Guess& guess);
  std::string digest_of(std::string_view proof, std::string_view password) const;
  void accept(const AccessRecord& record, const std::string& address, const Access::Judged& judged);
  void refuse(const std::string& address, const Access::Judged& judged, std::string_view why);
  base::Status check(const Wish& wish) const;
  void keep(AccessRecord record, std::string token, Access::Added added);

  Access::Parts parts_;
  std::map<std::string, AccessRecord> records_;
  std::unordered_map<std::string, std::string> names_by_proof_;  ///< of tokens and certificates
  std::unordered_map<std::string, Remembered> remembered_;       ///< by name; bounded by the records
  base::Secret key_{base::random_bytes(32)};
  std::deque<std::shared_ptr<Guess>> waiting_;  ///< one is checked at a time: links need the pool, too
  bool checking_{false};
  std::set<std::string> adding_;  ///< names on their way into the ledger
  Brake brake_;
  telemetry::OncePer said_;
};

void Doorman::put(AccessRecord record) {
  drop(record.name);
  if (record.means != Means::Password) names_by_proof_[record.proof] = record.name;
  auto name = record.name;
  records_.emplace(std::move(name), std::move(record));
}

void Doorman::drop(const std::string& name) {
  const auto found = records_.find(name);
  if (found == records_.end()) return;
  if (found->second.means != Means::Password) names_by_proof_.erase(found->second.proof);
  remembered_.erase(name);
  records_.erase(found);
}

/// By a digest, which who guesses cannot choose the beginning of; and compared whole all the same.
const AccessRecord* Doorman::by_proof(Means means, std::string_view proof) const {
  const auto named = names_by_proof_.find(std::string(proof));
  if (named == names_by_proof_.end()) return nullptr;
  const auto& record = records_.at(named->second);
  return record.means == means && base::equal_secret(record.proof, proof) ? &record : nullptr;
}

const AccessRecord* Doorman::password_of(const std::string& name) const {
  const auto found = records_.find(name);
  const bool is_one = found != records_.end() && found->second.means == Means::Password && is_valid(found->second);
  return is_one ? &found->second : nullptr;
}

void Doorman::judge(Presented presented, Access::Judged judged) {
  if (presented.authorization.empty()) {
    const auto* record = presented.pin ? by_proof(Means::Certificate, presented.pin->bytes()) : nullptr;
    if (record != nullptr && is_valid(*record)) return accept(*record, presented.address, judged);
    if (presented.pin) return refuse(presented.address, judged, "a certificate that nobody has here, or not any more");
    judged({refusal()});  // asked without credentials, as clients do first: no failure
    return;
  }
  auto credentials = read_authorization(presented.authorization);
  if (!credentials) return refuse(presented.address, judged, credentials.error().what);
  if (!credentials->is_token()) return judge_password(std::move(*credentials), presented.address, std::move(judged));
  const auto* record = by_proof(Means::Token, proof_of_token(credentials->secret.reveal()));
  if (record == nullptr) return refuse(presented.address, judged, "no such token");
  if (!is_valid(*record)) return refuse(presented.address, judged, "a token that has expired");
  if (!credentials->name.empty() && credentials->name != record->name) {
    return refuse(presented.address, judged, "a token under another name");
  }
  accept(*record, presented.address, judged);
}

std::string Doorman::digest_of(std::string_view proof, std::string_view password) const {
  return base::Sha256().update(key_.reveal()).update(proof).update(password).finish().str();
}

void Doorman::judge_password(Credentials credentials, std::string address, Access::Judged judged) {
  const auto* record = password_of(credentials.name);
  const std::string proof = record == nullptr ? "" : record->proof;
  auto digest = digest_of(proof, credentials.secret.reveal());
  if (record != nullptr) {
    const auto known = remembered_.find(credentials.name);
    if (known != remembered_.end() && base::equal_secret(known->second.digest, digest)) {
      return accept(*record, address, judged);
    }
  }
  if (waiting_.size() >= max_waiting_passwords) {
    judged({base::fail(ErrorCode::Busy, "too many passwords are being checked; try again")});
    return;
  }
  Guess guess{std::move(credentials), proof, std::move(digest), std::move(address), std::move(judged)};
  waiting_.push_back(std::make_shared<Guess>(std::move(guess)));
  check_next();
}

void Doorman::check_next() {
  if (checking_ || waiting_.empty()) return;
  checking_ = true;
  auto guess = std::move(waiting_.front());
  waiting_.pop_front();
  parts_.crypto.post([weak = weak_from_this(), &home = parts_.home, guess] {
    guess->fits = fits_password(guess->credentials.secret.reveal(), guess->proof);
    home.post([weak, guess] {
      if (const auto self = weak.lock()) self->checked(*guess);
    });
  });
}

void Doorman::checked(Guess& guess) {
  checking_ = false;
  check_next();
  const auto& name = guess.credentials.name;
  const auto* record = password_of(name);  // it may have been revoked meanwhile
  if (!guess.fits || record == nullptr || record->proof != guess.proof) {
    return refuse(guess.address, guess.judged, "a wrong name or password");
  }
  remembered_[name] = {std::move(guess.digest)};
  accept(*record, guess.address, guess.judged);
}

void Doorman::accept(const AccessRecord& record, const std::string& address, const Access::Judged& judged) {
  brake_.passed(address);
  judged({Caller{record.name, record.role, record.max_tlp, record.organisation}});
}

void Doorman::refuse(const std::string& address, const Access::Judged& judged, std::string_view why) {
  parts_.counters.add(Counter::AccessFailed);
  if (const auto unsaid = said_.due(address)) {
    parts_.log.write(Event::AccessFailed, {{"address", address}, {"why", why}, {"unsaid", *unsaid}});
  }
  judged({refusal(), brake_.failed(address)});
}

base::Status Doorman::check(const Wish& wish) const {
  const auto& record = wish.record;
  if (!is_name(record.name)) {
    return base::fail(ErrorCode::BadInput, "a name has 1 to 64 letters, digits, '-', '_' and '.'");
  }
  if (records_.contains(record.name) || adding_.contains(record.name))
    return base::fail(ErrorCode::Exists, record.name + " is there already; revoke it first");
  if (records_.size() >= max_records) return base::fail(ErrorCode::Quota, "10,000 may ask already");
  if (record.expires_at.us != 0 && record.expires_at <= parts_.clock.now()) {
    return base::fail(ErrorCode::BadInput, "it would have expired already");
  }
  const auto length = wish.password.reveal().size();
  if (record.means == Means::Password && (length < least_password_bytes || length > max_password_bytes)) {
    return base::fail(ErrorCode::BadInput, "a password has 12 to 256 bytes");
  }
  if (record.means == Means::Password && wish.password.reveal().starts_with(token_prefix)) {
    return base::fail(ErrorCode::BadInput, "a password does not begin as tokens do");
  }
  if (record.means != Means::Certificate) return {};
  if (record.proof.size() != identity::SpkiPin::size) return base::fail(ErrorCode::BadInput, "a pin is a SHA-256");
  if (names_by_proof_.contains(record.proof))
    return base::fail(ErrorCode::Exists, "this certificate's key is there already");
  return {};
}

void Doorman::add(Wish wish, Access::Added added) {
  if (auto checked = check(wish); !checked) {
    added(checked.error());
    return;
  }
  wish.record.added_at = parts_.clock.now();
  adding_.insert(wish.record.name);
  if (wish.record.means == Means::Certificate) return keep(std::move(wish.record), {}, std::move(added));
  if (wish.record.means == Means::Token) {
    const auto token = make_token();
    wish.record.proof = proof_of_token(token.reveal());
    return keep(std::move(wish.record), std::string(token.reveal()), std::move(added));
  }
  auto shared = std::make_shared<Wish>(std::move(wish));
  parts_.crypto.post([weak = weak_from_this(), &home = parts_.home, shared, added = std::move(added)]() mutable {
    auto proof = make_password_proof(shared->password.reveal());
    home.post([weak, shared, proof = std::move(proof), added = std::move(added)] {
      const auto self = weak.lock();
      if (!self) return;
      if (!proof) {
        self->adding_.erase(shared->record.name);
        added(proof.error());
        return;
      }
      shared->record.proof = *proof;
      self->keep(std::move(shared->record), {}, added);
    });
  });
}

void Doorman::keep(AccessRecord record, std::string token, Access::Added added) {
  store::Batch batch;
  const std::string detail =
      record.name + ": " + std::string(name(record.means)) + ", " + std::string(name(record.role));
  batch.audit.push_back({parts_.clock.now(), record.added_by, "access_added", detail});
  batch.access.push_back(record);
  auto shared = std::make_shared<AccessRecord>(std::move(record));
  parts_.store.commit(std::move(batch), parts_.home,
                      [weak = weak_from_this(), shared, token = std::move(token),
                       added = std::move(added)](const base::Result<store::Committed>& done) {
                        const auto self = weak.lock();
                        if (!self) return;
                        self->adding_.erase(shared->name);
                        if (!done) {
                          added(done.error());
                          return;
                        }
                        self->parts_.log.write(Event::AccessAdded, {{"name", shared->name}, {"by", shared->added_by}});
                        self->put(std::move(*shared));
                        added(token);
                      });
}

void Doorman::revoke(const std::string& name, const std::string& who, std::function<void(base::Status)> done) {
  if (!records_.contains(name)) {
    done(base::fail(ErrorCode::NotFound, "nobody is called " + name));
    return;
  }
  drop(name);  // at once: a token that leaked is not accepted while the disk is waited for
  store::Batch batch;
  batch.access_gone.push_back(name);
  batch.audit.push_back({parts_.clock.now(), who, "access_revoked", name});
  parts_.store.commit(
      std::move(batch), parts_.home,
      [weak = weak_from_this(), name, who, done = std::move(done)](const base::Result<store::Committed>& stored) {
        if (!stored) {
          done(base::fail(stored.error().code, "revoked until the next start only: " + stored.error().what));
          return;
        }
        if (const auto self = weak.lock()) {
          self->parts_.log.write(Event::AccessRevoked, {{"name", name}, {"by", who}});
        }
        done({});
      });
}

std::vector<AccessRecord> Doorman::list() const {
  std::vector<AccessRecord> all;
  for (const auto& [name, record] : records_) all.push_back(record);
  return all;
}

class Holder final : public Access {
 public:
  explicit Holder(std::shared_ptr<Doorman> doorman) : doorman_(std::move(doorman)) {}
  void judge(Presented presented, Judged judged) override { doorman_->judge(std::move(presented), std::move(judged)); }
  void add(Wish wish, Added added) override { doorman_->add(std::move(wish), std::move(added)); }
  void revoke(const std::string& name, const std::string& who, std::function<void(base::Status)> done) override {
    doorman_->revoke(name, who, std::move(done));
  }
  std::vector<AccessRecord> list() const override { return doorman_->list(); }

 private:
  std::shared_ptr<Doorman> doorman_;
};

}  // namespace

base::Result<std::unique_ptr<Access>> Access::load(Parts parts) {
  std::promise<base::Result<std::vector<AccessRecord>>> promise;
  auto rows = promise.get_future();
  parts.store.read([&promise](store::Reading& reading) { promise.set_value(reading.ledger.access()); });
  auto records = rows.get();
  if (!records) return records.error();
  return std::unique_ptr<Access>(std::make_unique<Holder>(std::make_shared<Doorman>(parts, std::move(*records))));
}

std::string_view name(AccessRole role) {
  switch (role) {
    case AccessRole::Reader: return "reader";
    case AccessRole::Publisher: return "publisher";
    case AccessRole::Operator: return "operator";
    case AccessRole::Admin: return "admin";
  }
  return "reader";
}

std::optional<AccessRole> role_from_name(std::string_view text) {
  for (const auto role : {AccessRole::Reader, AccessRole::Publisher, AccessRole::Operator, AccessRole::Admin}) {
    if (name(role) == text) return role;
  }
  return std::nullopt;
}

std::string_view name(Means means) {
  switch (means) {
    case Means::Token: return "token";
    case Means::Password: return "password";
    case Means::Certificate: return "certificate";
  }
  return "token";
}

}  // namespace tidings::access
