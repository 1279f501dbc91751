#include "daemon/api/withdrawing.hpp"

#include <algorithm>

#include "daemon/intake/taking_back.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;

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
    if (request_.id().empty()) {
      find_spoken(values);
      return;
    }
    service_->parts.query.find(request_.id(), values, {v1::TLP_RED},
                               [self = shared_from_this()](auto found) { self->found(found); });
  }

 private:
  /// All that we say of the values, wherever we said it.
  void find_spoken(const std::vector<v1::Value>& values) {
    if (values.empty()) {
      reply_->fail(base::fail(ErrorCode::BadInput, "a withdrawal names a publication, a bulletin or values"));
      return;
    }
    query::SpokenQuestion question{values, {}, service_->parts.book.current()->self};
    service_->parts.query.spoken_of(std::move(question), {v1::TLP_RED},
                                    [self = shared_from_this()](const auto& spoken) {
                                      if (spoken)
                                        self->found(bulletins_of(*spoken));
                                      else
                                        self->found(spoken.error());
                                    });
  }

  void found(const base::Result<std::vector<query::FoundBulletin>>& found) {
    if (!found) {
      reply_->fail(found.error());
      return;
    }
    const auto self = service_->parts.book.current()->self;
    auto headers = withdrawals_of(query::ours_where_any(*found, self), request_, self, service_->parts.clock.now());
    if (!headers) {
      reply_->fail(headers.error());
      return;
    }
    headers_ = std::move(*headers);
    next();
  }

  void next() {
    if (done_ == headers_.size()) {
      finish();
      return;
    }
    intake::Draft draft;
    draft.context = headers_[done_];
    service_->parts.publisher.publish(std::move(draft), {},
                                      [self = shared_from_this()](const auto& result) { self->published(result); });
  }

  void published(const base::Result<intake::Published>& result) {
    if (!result) {
      auto error = result.error();
      if (done_ > 0) error.what = "withdrawn in part: " + error.what;
      reply_->fail(error);
      return;
    }
    for (const auto& id : result->bulletins) answer_.add_bulletin_ids(id.str());
    answer_.set_publication_id(result->publication.str());
    answer_.set_revision(result->revision);
    ++done_;
    next();
  }

  void finish() {
    service_->parts.counters.add(telemetry::Counter::PublicationsMade, headers_.size());
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
  std::size_t done_{0};
  v1::PublishAnswer answer_;
};

/// Whether there is anything in it that a withdrawal would change.
bool is_worth_withdrawing(const query::FoundBulletin& one, bool by_value, base::Instant now) {
  if (one.standing.row.kind == v1::KIND_WITHDRAWAL) return false;
  if (one.standing.withdrawn || one.standing.row.expires_at <= now) return false;
  return !by_value || !one.claims.empty();
}

base::Error why_nothing(const std::vector<query::FoundBulletin>& found, bool by_value, base::Instant now) {
  if (found.empty()) return base::fail(ErrorCode::NotFound, "nothing that we say of these values holds now");
  const auto is_expired = [&](const auto& one) { return one.standing.row.expires_at <= now; };
  const auto is_withdrawn = [](const auto& one) { return one.standing.withdrawn; };
  if (std::ranges::all_of(found, is_expired)) return base::fail(ErrorCode::Expired, "it has expired already");
  if (std::ranges::all_of(found, is_withdrawn)) return base::fail(ErrorCode::Exists, "it is withdrawn already");
  return base::fail(ErrorCode::NotFound,
                    by_value ? "it says nothing of these values" : "there is nothing in it to withdraw");
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
    taken_back.push_back({one.standing.row.id, one.audience, one.standing.row.expires_at, one.claims});
  }
  auto all = intake::withdrawals_of(taken_back, request.reason(), now);
  if (all.empty()) return why_nothing(found, by_value, now);
  return all;
}

void withdraw(const ServiceRef& service, const Caller& caller, const v1::WithdrawRequest& request,
              const ReplyTo& reply) {
  std::make_shared<Withdrawing>(service, caller, request, reply)->start();
}

}  // namespace tidings::api
