#include "daemon/api/withdrawing.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "daemon/api/held_requests.hpp"
#include "daemon/intake/held_values.hpp"
#include "daemon/intake/taking_back.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;

constexpr int most_told = 50;  // failures: further ones are like these

std::vector<query::FoundBulletin> bulletins_of(const std::vector<query::SpokenOf>& spoken) {
  std::vector<query::FoundBulletin> found;
  for (const auto& one : spoken) {
    auto& bulletin = found.emplace_back(query::FoundBulletin{one.standing, one.audience, {}});
    for (const auto& [place, number] : one.claims) bulletin.claims.push_back(number);
    std::ranges::sort(bulletin.claims);
    const auto repeats = std::ranges::unique(bulletin.claims);
    bulletin.claims.erase(repeats.begin(), repeats.end());
  }
  return found;
}

/// The withdrawals of one request, stored one after the other.
class Withdrawing : public std::enable_shared_from_this<Withdrawing> {
 public:
  Withdrawing(ServiceRef service, Caller caller, v1::WithdrawRequest request, ReplyTo reply)
      : service_(std::move(service)),
        caller_(std::move(caller)),
        request_(std::move(request)),
        reply_(std::move(reply)) {}

  void start() {
    const std::vector<v1::Value> values(request_.values().begin(), request_.values().end());
    if (!request_.id().empty()) {
      service_->parts.query.find(request_.id(), values, {caller_.ceiling.max_tlp},
                                 [self = shared_from_this()](auto found) { self->found(found); });
    } else if (values.empty()) {
      reply_->fail(base::fail(ErrorCode::BadInput, "a withdrawal names a publication, a bulletin or values"));
    } else {
      find_held(values);
    }
  }

 private:
  /// What of the values is on its way out: a withdrawal does not stop it.
  void find_held(const std::vector<v1::Value>& values) {
    std::vector<store::HeldId> drafts;
    for (const auto& record : service_->parts.held.all()) {
      if (is_seen_by(caller_, record)) drafts.push_back(record.id);
    }
    if (drafts.empty()) return find_spoken(values);
    service_->parts.store.read([self = shared_from_this(), values, drafts](store::Reading& reading) {
      const auto held = intake::held_about(reading.ledger, drafts, values);
      self->service_->parts.home.post([self, values, held] {
        if (!held) return self->reply_->fail(held.error());
        for (const auto& id : *held) self->note_held(id.text(), values.size());
        self->find_spoken(values);
      });
    });
  }
  void note_held(const std::string& id, std::size_t values) {
    answer_.add_notes(std::string(values == 1 ? "the value waits" : "values of these wait") +
                      " to be published, held as " + id + ": 'tidings held drop " + id + "' cancels that");
  }

  /// All that we say of the values and the caller may see, wherever we said it.
  void find_spoken(const std::vector<v1::Value>& values) {
    query::SpokenQuestion question{values, {}, service_->parts.book.current()->self};
    service_->parts.query.spoken_of(std::move(question), ceiling_for(caller_, reply_),
                                    [self = shared_from_this()](const auto& spoken) {
                                      if (!spoken) return self->found(spoken.error());
                                      self->note_misses(*spoken);
                                      self->found(bulletins_of(*spoken));
                                    });
  }
  void note_misses(const std::vector<query::SpokenOf>& spoken) {
    std::set<std::uint32_t> places;
    for (const auto& one : spoken) {
      for (const auto& [place, number] : one.claims) places.insert(place);
    }
    for (std::uint32_t place = 0; place < static_cast<std::uint32_t>(request_.values_size()); ++place) {
      if (!places.contains(place)) answer_.add_unanswered(place);
    }
  }

  void found(const base::Result<std::vector<query::FoundBulletin>>& found) {
    if (!found) {
      reply_->fail(found.error());
      return;
    }
    const auto self = service_->parts.book.current()->self;
    auto headers = withdrawals_of(query::ours_where_any(*found, self), request_, self, service_->parts.clock.now());
    if (!headers) {
      auto error = headers.error();
      for (const auto& note : answer_.notes()) error.what += "; " + note;
      reply_->fail(error);
      return;
    }
    headers_ = std::move(*headers);
    next();
  }

  void next() {
    if (at_ == headers_.size()) {
      finish();
      return;
    }
    intake::Draft draft;
    draft.context = headers_[at_];
    service_->parts.publisher.publish(std::move(draft), {},
                                      [self = shared_from_this()](const auto& result) { self->published(result); });
  }

  /// One audience that cannot be told keeps it from no other.
  void published(const base::Result<intake::Published>& result) {
    if (result) {
      ++done_;
      for (const auto& id : result->bulletins) answer_.add_bulletin_ids(id.str());
      answer_.set_publication_id(result->publication.str());
      answer_.set_revision(result->revision);
    } else {
      if (!failed_) failed_ = result.error();
      note_failure(headers_[at_], result.error());
    }
    ++at_;
    next();
  }
  void note_failure(const v1::Header& withdrawal, const base::Error& error) {
    if (answer_.not_withdrawn_size() == most_told) return;
    const auto others = withdrawal.targets_size() - 1;
    auto what = "bulletin " + base::to_hex(withdrawal.targets(0).bulletin_id());
    if (others > 0) what += " and " + std::to_string(others) + " more of that audience";
    answer_.add_not_withdrawn(what + ": " + error.what);
  }

  void finish() {
    if (done_ == 0) {
      reply_->fail(*failed_);
      return;
    }
    service_->parts.counters.add(telemetry::Counter::PublicationsMade, done_);
    service_->parts.log.write(
        telemetry::Event::Published,
        {{"who", caller_.text()}, {"withdraws", request_.id()}, {"bulletins", answer_.bulletin_ids_size()}});
    v1::Answer answer;
    *answer.mutable_publish() = std::move(answer_);
    reply_->send(std::move(answer), More::Last);
  }

  ServiceRef service_;
  Caller caller_;
  v1::WithdrawRequest request_;
  ReplyTo reply_;
  std::vector<v1::Header> headers_;
  std::size_t at_{0}, done_{0};
  std::optional<base::Error> failed_;  ///< the first
  v1::PublishAnswer answer_;
};

/// The claims asked for that are not withdrawn yet.
std::vector<std::uint32_t> claims_left(const query::FoundBulletin& one) {
  std::vector<std::uint32_t> left;
  std::ranges::set_difference(one.claims, one.standing.withdrawn_claims, std::back_inserter(left));
  return left;
}

/// Whether there is anything in it that a withdrawal would change.
bool is_worth_withdrawing(const query::FoundBulletin& one, bool by_value, base::Instant now) {
  if (one.standing.row.kind == v1::KIND_WITHDRAWAL) return false;
  if (one.standing.withdrawn || one.standing.row.expires_at <= now) return false;
  return !by_value || !claims_left(one).empty();
}

base::Error why_nothing(std::vector<query::FoundBulletin> found, bool by_value, base::Instant now) {
  if (found.empty()) return base::fail(ErrorCode::NotFound, "nothing that we say of these values holds now");
  const auto is_expired = [&](const auto& one) { return one.standing.row.expires_at <= now; };
  const auto is_withdrawn = [&](const auto& one) { return one.standing.withdrawn || by_value; };
  if (by_value) std::erase_if(found, [](const auto& one) { return one.claims.empty(); });
  if (found.empty()) return base::fail(ErrorCode::NotFound, "it says nothing of these values");
  if (std::ranges::all_of(found, is_expired)) return base::fail(ErrorCode::Expired, "it has expired already");
  if (std::ranges::all_of(found, is_withdrawn)) return base::fail(ErrorCode::Exists, "it is withdrawn already");
  return base::fail(ErrorCode::NotFound, "there is nothing in it to withdraw");
}

/// What holds is said by a newer revision: to withdraw a former one would take back nothing, and seem to.
base::Status check_newest(const std::vector<query::FoundBulletin>& found) {
  const auto is_replaced = [](const auto& one) { return one.standing.superseded; };
  if (found.empty() || !std::ranges::all_of(found, is_replaced)) return {};
  const auto& row = found.front().standing.row;
  return base::fail(ErrorCode::BadInput, "bulletin " + row.id.text() +
                                             " was replaced when its publication was amended: withdraw publication " +
                                             row.publication.text() + ", or some of its values with --value");
}

}  // namespace

base::Result<std::vector<v1::Header>> withdrawals_of(const std::vector<query::FoundBulletin>& found,
                                                     const v1::WithdrawRequest& request, const identity::OrgId& self,
                                                     base::Instant now) {
  const bool by_value = request.values_size() > 0;
  std::vector<intake::TakenBack> taken_back;
  for (const auto& one : found) {
    if (one.standing.row.origin != self) {
      return base::fail(ErrorCode::Policy, "only the origin of a bulletin withdraws it");
    }
    if (!is_worth_withdrawing(one, by_value, now)) continue;
    taken_back.push_back({one.standing.row.id, one.audience, one.standing.row.expires_at, claims_left(one)});
  }
  if (auto newest = check_newest(found); !newest) return newest.error();
  auto all = intake::withdrawals_of(taken_back, request.reason(), now);
  if (all.empty()) return why_nothing(found, by_value, now);
  return all;
}

void withdraw(const ServiceRef& service, const Caller& caller, const v1::WithdrawRequest& request,
              const ReplyTo& reply) {
  std::make_shared<Withdrawing>(service, caller, request, reply)->start();
}

}  // namespace tidings::api
