#include "daemon/api/responding.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"
#include "daemon/api/audience.hpp"
#include "daemon/api/held_requests.hpp"
#include "daemon/api/response.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;

constexpr std::size_t max_words = 16 * 1024;

bool has_visible(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = base::character_at(text, at);
    if (c.code != ' ' && c.code != 0x3000 && !base::is_unshowable(c.code)) return true;
    at += c.bytes;
  }
  return false;
}

class Responding : public std::enable_shared_from_this<Responding> {
 public:
  Responding(ServiceRef service, Caller caller, v1::RespondRequest request, ReplyTo reply)
      : service_(std::move(service)),
        caller_(std::move(caller)),
        request_(std::move(request)),
        reply_(std::move(reply)) {}

  void start() {
    if (auto read = read_context(); !read) return reply_->fail(read.error());
    if (!read_names()) return;
    query::SpokenQuestion question;
    for (const auto& claim : request_.claims()) {
      auto& value = question.values.emplace_back();
      value.set_type(claim.type());
      value.set_value(claim.value());
    }
    question.ids.assign(request_.ids().begin(), request_.ids().end());
    service_->parts.query.spoken_of(std::move(question), ceiling_for(caller_, reply_),
                                    [self = shared_from_this()](auto spoken) {
                                      if (!spoken)
                                        self->reply_->fail(spoken.error());
                                      else
                                        self->found(*spoken);
                                    });
  }

 private:
  base::Status read_context() {
    if (!context_.ParseFromString(request_.context()))
      return base::fail(ErrorCode::BadInput, "the context cannot be read");
    if (request_.context().size() > max_words) {
      return base::fail(ErrorCode::TooLarge,
                        "the words of an answer are at most 16 KiB: its header holds what it answers, too");
    }
    if (request_.kind() != v1::KIND_SIGHTING && request_.kind() != v1::KIND_DISPUTE) {
      return base::fail(ErrorCode::BadInput, "an answer is a sighting or a dispute");
    }
    if (request_.kind() == v1::KIND_SIGHTING && request_.ids_size() > 0) {
      return base::fail(ErrorCode::BadInput, "a sighting is of values");
    }
    if (request_.kind() == v1::KIND_DISPUTE && !has_visible(context_.text())) {
      return base::fail(ErrorCode::BadInput, "a dispute gives its reason");
    }
    const auto now = service_->parts.clock.now();
    if (context_.expires_at() != 0 && context_.expires_at() <= now.us) {
      return base::fail(ErrorCode::BadInput, "it would have expired already");
    }
    if (context_.expires_at() > latest_expiry().us) {
      return base::fail(ErrorCode::BadInput, "it would expire later than max_expiry allows");
    }
    hearing_.all_who_hold = request_.to_all_who_hold();
    if (context_.audience().tlp() != v1::TLP_UNSPECIFIED) hearing_.tlp = context_.audience().tlp();
    context_.clear_audience();
    context_.clear_targets();
    context_.clear_publication_id();
    context_.set_kind(request_.kind());
    return {};
  }

  bool read_names() {
    const auto book = service_->parts.book.current();
    for (const auto& name : request_.release_to()) {
      const auto* partner = book->find_alias(name);
      if (partner == nullptr) {
        reply_->fail(base::fail(ErrorCode::NotFound, "release_to names " + name + ", which is no partner"),
                     book->nearest(name));
        return false;
      }
      hearing_.names.push_back(partner->record.organisation);
    }
    return true;
  }

  base::Instant latest_expiry() const {
    return service_->parts.clock.now() + std::min(service_->options.max_expiry, bulletin::max_lifetime);
  }

  void found(const std::vector<query::SpokenOf>& spoken) {
    const auto book = service_->parts.book.current();
    auto response = respond_to(*book, spoken, request_, context_, hearing_, latest_expiry());
    if (!response) return reply_->fail(response.error());
    response_ = std::move(*response);
    if (auto confirmed = check_confirmed(); !confirmed) return reply_->fail(confirmed.error());
    intake::Draft draft;
    draft.context = response_.sections.front().context;
    draft.context.clear_targets();
    draft.claims = std::move(response_.claims);
    draft.sections = response_.sections;
    draft.dry_run = request_.dry_run();
    const bool review = needs_review();
    if (review && !draft.dry_run)
      hold(std::move(draft));
    else
      publish(std::move(draft));
  }

  base::Status check_confirmed() const {
    if (hearing_.is_default() || request_.confirmed() || request_.dry_run()) return {};
    const auto is_wide = [&](const auto& section) {
      return needs_confirmation(service_->options, section.context.audience());
    };
    if (std::ranges::none_of(response_.sections, is_wide)) return {};
    return base::fail(ErrorCode::Policy, "its audience is wider than what is published without being confirmed");
  }

  bool needs_review() const {
    return std::ranges::any_of(
        response_.sections, [&](const auto& section) { return api::needs_review(service_->options, section.context); });
  }

  void hold(intake::Draft draft) {
    const intake::HeldDrafts::Terms terms{caller_.uid, {}, true, {}};
    service_->parts.held.hold(std::move(draft), terms, [self = shared_from_this()](const auto& held) {
      if (!held) return self->reply_->fail(held.error());
      auto answer = self->answer();
      *answer.mutable_publish()->mutable_held() = info_of(*held);
      self->reply_->send(std::move(answer), More::Last);
    });
  }

  void publish(intake::Draft draft) {
    service_->parts.publisher.publish(std::move(draft), {}, [self = shared_from_this()](const auto& result) {
      if (!result)
        self->reply_->fail(result.error());
      else
        self->published(*result);
    });
  }

  void published(const intake::Published& result) {
    auto answer = this->answer();
    auto& publish = *answer.mutable_publish();
    publish.set_claims(static_cast<std::uint64_t>(request_.claims_size()) - response_.unanswered.size());
    if (!request_.dry_run()) {
      service_->parts.counters.add(telemetry::Counter::PublicationsMade);
      service_->parts.log.write(telemetry::Event::Published, {{"who", caller_.text()},
                                                              {"publication", result.publication.text()},
                                                              {"bulletins", result.bulletins.size()},
                                                              {"claims", result.claims}});
      publish.set_publication_id(result.publication.str());
      publish.set_revision(result.revision);
      publish.set_stored(result.claims);
    }
    for (std::size_t i = 0; i < result.bulletins.size(); ++i) publish.add_bulletin_ids(result.bulletins[i].str());
    reply_->send(std::move(answer), More::Last);
  }

  /// Who may hold it, audience by audience: those who may, and those named who may not.
  v1::Answer answer() const {
    v1::Answer answer;
    auto& publish = *answer.mutable_publish();
    for (const auto& text : response_.notes) publish.add_notes(text);
    for (const auto place : response_.unanswered) publish.add_unanswered(place);
    auto& all = *publish.mutable_audience();
    all.set_tlp(response_.sections.front().context.audience().tlp());
    std::set<std::string> told;
    for (const auto& section : response_.sections) {
      if (!told.insert(section.context.audience().SerializeAsString()).second) continue;
      auto heard = audience_answer(*service_, section.context);
      all.set_tlp(std::min(all.tlp(), heard.tlp()));
      all.set_needs_confirmation(all.needs_confirmation() || (heard.needs_confirmation() && !hearing_.is_default()));
      for (auto& holding : *heard.mutable_holdings()) {
        if (holding.rule() != "not_named" && holding.rule() != "local") *all.add_holdings() = std::move(holding);
      }
    }
    return answer;
  }

  ServiceRef service_;
  Caller caller_;
  v1::RespondRequest request_;
  ReplyTo reply_;
  v1::Header context_;
  Hearing hearing_;
  Response response_;
};

}  // namespace

void respond(const ServiceRef& service, const Caller& caller, v1::RespondRequest request, const ReplyTo& reply) {
  std::make_shared<Responding>(service, caller, std::move(request), reply)->start();
}

}  // namespace tidings::api
