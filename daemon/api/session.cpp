#include "daemon/api/session.hpp"

#include <algorithm>
#include <utility>

#include "core/bulletin/wire.hpp"
#include "daemon/api/access.hpp"
#include "daemon/api/feeds.hpp"
#include "daemon/api/held_requests.hpp"
#include "daemon/api/partner_requests.hpp"
#include "daemon/api/query_log.hpp"
#include "daemon/api/responding.hpp"
#include "daemon/api/status.hpp"
#include "daemon/api/stream.hpp"
#include "daemon/api/warnings.hpp"
#include "daemon/api/watch.hpp"
#include "daemon/api/withdrawing.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;
using telemetry::Counter;
using telemetry::CounterByReason;
using telemetry::Event;
using What = v1::Request::WhatCase;

/// What a client must hear the end of: else it does not know whether it was done.
bool changes_something(What what) {
  switch (what) {
    case What::kPublishBegin:
    case What::kWithdraw:
    case What::kRespond:
    case What::kHeld:
    case What::kPartnerAdd:
    case What::kAccess:
    case What::kPartnerChange: return true;
    case What::kStatus:
    case What::kLookup:
    case What::kQuery:
    case What::kShow:
    case What::kExplain:
    case What::kPublishClaims:
    case What::kPublishEnd:
    case What::kCard:
    case What::kPartnerList:
    case What::kAudience:
    case What::kWarnings:
    case What::kCount:
    case What::kWatch:
    case What::kFeed:
    case What::kCancel:
    case What::WHAT_NOT_SET: break;
  }
  return false;
}

bool is_ours_to_mend(ErrorCode code) { return code == ErrorCode::Internal || code == ErrorCode::Disk; }

}  // namespace

/// Holds the session weakly: what is under way elsewhere does not keep a client that has gone.
class Session::Return final : public Reply {
 public:
  Return(std::weak_ptr<Session> session, std::uint64_t id, bool owed)
      : session_(std::move(session)), id_(id), owed_(owed) {}
  bool is_owed() const { return owed_; }

  void send(v1::Answer answer, More more) override {
    const auto session = session_.lock();
    if (!session || !wanted_) return;
    if (more == More::Last) wanted_ = false;
    session->send(id_, std::move(answer), more);
  }
  void fail(const base::Error& error, const std::vector<std::string>& nearest) override {
    const auto session = session_.lock();
    if (!session || !wanted_) return;
    wanted_ = false;
    const auto then = std::exchange(unwanted_, nullptr);
    session->refuse(id_, error, nearest);  // which may let go of this
    if (then) then();
  }
  void send_encoded(std::uint32_t field, std::string_view message, More more) override {
    const auto session = session_.lock();
    if (!session || !wanted_) return;
    if (more == More::Last) wanted_ = false;
    session->send_encoded(id_, field, message, more);
  }
  bool is_wanted() const override { return wanted_ && !session_.expired(); }
  bool has_room() const override {
    const auto session = session_.lock();
    return session && session->connection_->has_room();
  }
  bool is_drained() const override {
    const auto session = session_.lock();
    return session && session->connection_->is_flushed();
  }
  void when_room(std::function<void()> then) override {
    if (const auto session = session_.lock()) session->waiting_for_room_.push_back(std::move(then));
  }
  void when_unwanted(std::function<void()> then) override { unwanted_ = std::move(then); }
  void end() {
    wanted_ = false;
    if (const auto then = std::exchange(unwanted_, nullptr)) then();
  }

 private:
  std::weak_ptr<Session> session_;
  std::uint64_t id_;
  bool owed_;
  bool wanted_{true};
  std::function<void()> unwanted_;
};

void Session::start(std::function<void()> on_closed) {
  closed_ = std::move(on_closed);
  Connection::Listener listener;
  listener.on_frame = [self = shared_from_this()](const proto::Frame& frame) { self->on_frame(frame); };
  listener.on_drained = [self = shared_from_this()] { self->on_drained(); };
  listener.on_closed = [self = shared_from_this()](const base::Error& why) { self->on_closed(why); };
  connection_->start(std::move(listener));
}

void Session::on_frame(const proto::Frame& frame) {
  if (frame.type != request_frame) {
    close(base::fail(ErrorCode::Protocol, "a frame that is no request"));
    return;
  }
  auto request = read_request(frame.body);
  if (!request)
    close(request.error());
  else
    on_request(std::move(*request));
}

void Session::on_request(v1::Request request) {
  const auto id = request.id();
  if (request.what_case() == What::kCancel) {
    if (const auto found = under_way_.find(request.cancel().id()); found != under_way_.end()) {
      const auto cancelled = found->second;  // its failing forgets it
      cancelled->fail(base::fail(ErrorCode::Cancelled, "cancelled by the client"), {});
      publishing_.erase(request.cancel().id());
    }
    return;
  }
  if (request.what_case() == What::kPublishClaims || request.what_case() == What::kPublishEnd) {
    const auto found = publishing_.find(id);
    if (found == publishing_.end()) return;  // it was refused before, and the client has been told
    const auto publishing = found->second;   // where it fails it is forgotten
    if (request.has_publish_claims()) {
      publishing->add(std::move(*request.mutable_publish_claims()));
    } else {
      publishing_.erase(found);
      publishing->end();
    }
    return;
  }
  if (under_way_.contains(id)) {
    close(base::fail(ErrorCode::Protocol, "two requests of one id"));
    return;
  }
  service_->parts.counters.add(Counter::RequestsServed);
  if (auto admitted = admit(request); !admitted) {
    refuse(id, admitted.error());
    return;
  }
  const auto reply = std::make_shared<Return>(weak_from_this(), id, changes_something(request.what_case()));
  under_way_.emplace(id, reply);
  dispatch(std::move(request), reply);
}

base::Status Session::admit(const v1::Request& request) const {
  if (draining_) return base::fail(ErrorCode::Cancelled, "the daemon is stopping");
  if (under_way_.size() >= service_->options.max_under_way) {
    return base::fail(ErrorCode::Busy, "as many requests of this client are under way as may");
  }
  if (const auto needed = role_needed(request); caller_.role < needed) {
    return base::fail(ErrorCode::Forbidden, "this needs the role " + std::string(name(needed)) + "; yours is " +
                                                std::string(name(caller_.role)));
  }
  return check_request(request);
}

void Session::dispatch(v1::Request request, const ReplyTo& reply) {
  switch (request.what_case()) {
    case What::kStatus: tell_status(service_, caller_, request.status(), reply); break;
    case What::kLookup: look_up(std::move(*request.mutable_lookup()), reply); break;
    case What::kQuery: list(std::move(*request.mutable_query()), reply); break;
    case What::kCount: count(std::move(*request.mutable_count()), reply); break;
    case What::kShow: show(std::move(*request.mutable_show()), reply); break;
    case What::kExplain: explain(std::move(*request.mutable_explain()), reply); break;
    case What::kPublishBegin: begin_publishing(std::move(*request.mutable_publish_begin()), request.id(), reply); break;
    case What::kWithdraw: withdraw(service_, caller_, request.withdraw(), reply); break;
    case What::kCard: tell_card(service_, request.card(), reply); break;
    case What::kPartnerAdd: add_partner(service_, caller_, request.partner_add(), reply); break;
    case What::kPartnerList: list_partners(service_, caller_, request.partner_list(), reply); break;
    case What::kPartnerChange: change_partner(service_, caller_, request.partner_change(), reply); break;
    case What::kRespond: respond(service_, caller_, std::move(*request.mutable_respond()), reply); break;
    case What::kHeld: answer_held(service_, caller_, request.held(), reply); break;
    case What::kAudience: tell_audience(request.audience(), reply); break;
    case What::kWarnings: tell_warnings(service_, caller_, std::move(*request.mutable_warnings()), reply); break;
    case What::kAccess: answer_access(service_, caller_, request.access(), reply); break;
    case What::kFeed: answer_feed(service_, caller_, request.feed(), reply); break;
    case What::kWatch: watch(service_, caller_, std::move(*request.mutable_watch()), reply); break;
    case What::kPublishClaims:
    case What::kPublishEnd:
    case What::kCancel:
    case What::WHAT_NOT_SET: break;  // dealt with before
  }
}

void Session::look_up(v1::LookupRequest request, const ReplyTo& reply) {
  service_->parts.counters.add(Counter::LookupsServed, static_cast<std::uint64_t>(request.values_size()));
  service_->parts.query.lookup(std::move(request), ceiling_for(caller_, reply),
                               [reply](base::Result<v1::LookupAnswer> found) {
                                 if (!found) {
                                   reply->fail(found.error());
                                   return;
                                 }
                                 v1::Answer answer;
                                 *answer.mutable_lookup() = std::move(*found);
                                 reply->send(std::move(answer), More::Last);
                               });
}

void Session::list(v1::QueryRequest request, const ReplyTo& reply) {
  if (knows_origins(request.filter(), reply)) stream_query(service_, caller_, std::move(request), reply);
}

void Session::count(v1::CountRequest request, const ReplyTo& reply) {
  if (knows_origins(request.filter(), reply)) stream_count(service_, caller_, std::move(request), reply);
}

/// Else it has been told which may have been meant.
bool Session::knows_origins(const v1::Filter& filter, const ReplyTo& reply) const {
  const auto book = service_->parts.book.current();
  for (const auto& name : filter.origins()) {
    if (const auto origin = query::find_organisation(*book, name); !origin) {
      reply->fail(origin.error(), book->nearest(name));
      return false;
    }
  }
  return true;
}

void Session::show(v1::ShowRequest request, const ReplyTo& reply) {
  service_->parts.query.show(std::move(request), ceiling_for(caller_, reply),
                             [reply](base::Result<std::vector<v1::ShowAnswer>> shown) {
                               if (!shown) {
                                 reply->fail(shown.error());
                                 return;
                               }
                               std::vector<v1::Answer> answers(shown->size());
                               for (std::size_t i = 0; i < answers.size(); ++i)
                                 *answers[i].mutable_show() = std::move((*shown)[i]);
                               stream_answers(std::move(answers), reply);
                             });
}

void Session::explain(v1::ExplainRequest request, const ReplyTo& reply) {
  const auto book = service_->parts.book.current();
  if (!request.partner().empty() && book->find_alias(request.partner()) == nullptr) {
    reply->fail(base::fail(ErrorCode::NotFound, "there is no partner " + request.partner()),
                book->nearest(request.partner()));
    return;
  }
  auto asked = request;
  service_->parts.query.explain(std::move(request), ceiling_for(caller_, reply),
                                [service = service_, caller = caller_, asked = std::move(asked),
                                 reply](base::Result<v1::ExplainAnswer> explained) {
                                  if (!explained) {
                                    reply->fail(explained.error());
                                    return;
                                  }
                                  log_explain(*service, caller, asked, *explained);
                                  v1::Answer answer;
                                  *answer.mutable_explain() = std::move(*explained);
                                  reply->send(std::move(answer), More::Last);
                                });
}

void Session::tell_audience(const v1::AudienceRequest& request, const ReplyTo& reply) {
  // Only told, so that it may be asked of an amendment, too: whom that may name is judged when it is published.
  const auto context = resolve(*service_, {.context = request.context(),
                                           .release_to = request.release_to(),
                                           .tlp_given = request.tlp_given(),
                                           .expiry_given = true,
                                           .amends = true});
  if (!context) {
    reply->fail(context.error().error, context.error().nearest);
    return;
  }
  v1::Answer answer;
  *answer.mutable_audience() = audience_answer(*service_, *context);
  reply->send(std::move(answer), More::Last);
}

void Session::begin_publishing(v1::PublishBegin request, std::uint64_t id, const ReplyTo& reply) {
  const auto publishing = std::make_shared<Publishing>(service_, caller_, reply);
  publishing_[id] = publishing;
  publishing->begin(std::move(request));
}

void Session::refuse(std::uint64_t id, const base::Error& error, const std::vector<std::string>& nearest) {
  auto& parts = service_->parts;
  parts.counters.add(CounterByReason::RequestsRefused, error.code);
  if (error.code == ErrorCode::Forbidden) {
    parts.log.write(Event::ClientRefused, {{"who", caller_.text()}, {"why", error.what}});
  } else if (is_ours_to_mend(error.code)) {
    parts.log.write(Event::RequestFailed, {{"who", caller_.text()}, {"why", error.what}});
  }
  v1::Answer answer;
  answer.mutable_error()->set_code(std::string(base::name(error.code)));
  answer.mutable_error()->set_text(error.what);
  for (const auto& name : nearest) answer.mutable_error()->add_nearest(name);
  send(id, std::move(answer), More::Last);
}

void Session::send(std::uint64_t id, v1::Answer answer, More more) {
  answer.set_id(id);
  answer.set_last(more == More::Last);
  if (more == More::Last) end(id);
  connection_->send(answer_frame, answer.SerializeAsString());
}

void Session::end(std::uint64_t id) {
  under_way_.erase(id);
  publishing_.erase(id);
}

void Session::drain() {
  draining_ = true;
  for (const auto& [id, publishing] : std::exchange(publishing_, {})) {
    refuse(id, base::fail(ErrorCode::Cancelled, "the daemon is stopping; nothing was published"));
  }
}

bool Session::is_drained() const {
  const auto is_owed = [](const auto& one) { return one.second->is_owed(); };
  return std::ranges::none_of(under_way_, is_owed) && connection_->is_flushed();
}

void Session::send_encoded(std::uint64_t id, std::uint32_t field, std::string_view message, More more) {
  v1::Answer head;
  head.set_id(id);
  head.set_last(more == More::Last);
  if (more == More::Last) end(id);
  auto body = head.SerializeAsString();
  bulletin::append_bytes_field(body, field, message);
  connection_->send(answer_frame, body);
}

void Session::on_drained() {
  auto ready = std::exchange(waiting_for_room_, {});
  for (const auto& go_on : ready) go_on();
}

void Session::on_closed(const base::Error& why) {
  if (why.code != ErrorCode::Cancelled) {
    service_->parts.log.write(Event::ClientBroken, {{"who", caller_.text()}, {"why", why.what}});
  }
  for (const auto& [id, reply] : std::exchange(under_way_, {})) reply->end();
  publishing_.clear();
  waiting_for_room_.clear();
  if (closed_) std::exchange(closed_, {})();
}

}  // namespace tidings::api
