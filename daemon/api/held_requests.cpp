#include "daemon/api/held_requests.hpp"

#include <span>

#include "daemon/api/audience.hpp"
#include "daemon/api/stream.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;

constexpr std::size_t claims_an_answer = 5'000;
constexpr std::size_t bytes_an_answer = 1u << 20;

std::string text_of(std::uint32_t uid) { return "uid " + std::to_string(uid); }

void list(const ServiceRef& service, const Caller& caller, const ReplyTo& reply) {
  v1::Answer answer;
  auto& drafts = *answer.mutable_held()->mutable_drafts();
  for (const auto& record : service->parts.held.all()) {
    if (is_seen_by(caller, record)) *drafts.Add() = info_of(record);
  }
  reply->send(std::move(answer), More::Last);
}

/// A held draft as answers: each section's context begins one, its claims follow in as many as they take.
class Telling {
 public:
  explicit Telling(const store::HeldRecord& record) { *begin().add_drafts() = info_of(record); }

  void add(const v1::Header& context, std::span<const v1::Claim> claims) {
    if (is_begun_) begin();
    is_begun_ = true;
    answers_.back().mutable_held()->set_context(context.SerializeAsString());
    bytes_ = answers_.back().held().context().size();
    for (const auto& claim : claims) {
      const auto size = claim.ByteSizeLong();
      const auto count = static_cast<std::size_t>(answers_.back().held().claims_size());
      if (count == claims_an_answer || bytes_ + size > bytes_an_answer) begin();
      bytes_ += size;
      *answers_.back().mutable_held()->add_claims() = claim;
    }
  }
  std::vector<v1::Answer> take() { return std::move(answers_); }

 private:
  v1::HeldAnswer& begin() {
    bytes_ = 0;
    return *answers_.emplace_back().mutable_held();
  }
  std::vector<v1::Answer> answers_;
  std::size_t bytes_{0};
  bool is_begun_{false};
};

std::vector<v1::Answer> shown(const store::HeldRecord& record, const intake::Draft& draft) {
  Telling telling(record);
  if (draft.sections.empty()) telling.add(draft.context, draft.claims);
  std::size_t first = 0;
  for (const auto& section : draft.sections) {
    telling.add(section.context, std::span(draft.claims).subspan(first, section.count));
    first += section.count;
  }
  return telling.take();
}

void show(const ServiceRef& service, const store::HeldRecord& record, const ReplyTo& reply) {
  service->parts.held.read(record.id, [record, reply](const base::Result<intake::Draft>& draft) {
    if (!draft)
      reply->fail(draft.error());
    else
      stream_answers(shown(record, *draft), reply);
  });
}

void tell_released(const intake::HeldDrafts::Released& released, const Caller& caller, const ServiceRef& service,
                   const ReplyTo& reply) {
  v1::Answer answer;
  auto& publish = *answer.mutable_publish();
  if (!released.published) {
    *publish.mutable_held() = info_of(released.record);
  } else {
    const auto& made = *released.published;
    if (!made.bulletins.empty()) {
      publish.set_publication_id(made.publication.str());
      service->parts.counters.add(telemetry::Counter::PublicationsMade);
      service->parts.log.write(telemetry::Event::Published, {{"who", caller.text()},
                                                             {"publication", made.publication.text()},
                                                             {"revision", made.revision},
                                                             {"claims", made.claims}});
    }
    publish.set_revision(made.revision);
    publish.set_expiry_raised_to(made.expiry_raised_to.us);
    for (const auto& id : made.bulletins) publish.add_bulletin_ids(id.str());
    for (auto& note : intake::notes_of(made)) publish.add_notes(std::move(note));
    publish.set_claims(made.claims);
    publish.set_already_said(made.already_said);
    publish.set_stored(made.claims);
  }
  reply->send(std::move(answer), More::Last);
}

void release(const ServiceRef& service, const Caller& caller, const store::HeldRecord& record,
             intake::Accepted accepted, const ReplyTo& reply) {
  service->parts.held.release(record.id, caller.uid, accepted, [service, caller, reply](const auto& released) {
    if (!released)
      reply->fail(released.error());
    else
      tell_released(*released, caller, service, reply);
  });
}

void drop(const ServiceRef& service, const Caller& caller, const store::HeldRecord& record, const ReplyTo& reply) {
  service->parts.held.drop(record.id, caller.uid, [record, reply](const base::Status& dropped) {
    if (!dropped) return reply->fail(dropped.error());
    v1::Answer answer;
    *answer.mutable_held()->add_drafts() = info_of(record);
    reply->send(std::move(answer), More::Last);
  });
}

}  // namespace

bool is_seen_by(const Caller& caller, const store::HeldRecord& record) {
  return record.tlp <= caller.ceiling.max_tlp || record.held_by == caller.uid;
}

bool needs_review(const ServerOptions& options, const v1::Header& context) {
  if (!options.two_person_review || context.kind() == v1::KIND_WITHDRAWAL) return false;
  return !context.audience().local() && context.audience().tlp() <= options.review_above;
}

v1::HeldInfo info_of(const store::HeldRecord& record) {
  v1::HeldInfo info;
  info.set_id(record.id.str());
  info.set_title(record.title);
  info.set_kind(record.kind);
  info.set_tlp(record.tlp);
  info.set_claims(record.claims);
  info.set_held_by(text_of(record.held_by));
  info.set_held_at(record.held_at.us);
  info.set_release_at(record.release_at.us);
  info.set_ends_at(record.ends_at.us);
  info.set_needs_review(record.needs_review);
  if (record.approved_by) info.set_approved_by(text_of(*record.approved_by));
  info.set_trouble(record.trouble);
  info.set_size(record.size);
  info.set_local(record.local);
  return info;
}

void answer_held(const ServiceRef& service, const Caller& caller, const v1::HeldRequest& request,
                 const ReplyTo& reply) {
  if (request.action() == v1::HELD_LIST) return list(service, caller, reply);
  const auto found = service->parts.held.find(request.id());
  if (!found) return reply->fail(found.error());
  if (!is_seen_by(caller, *found)) {
    return reply->fail(base::fail(ErrorCode::NotFound, "nothing is held as " + request.id()));
  }
  if (request.action() == v1::HELD_SHOW) return show(service, *found, reply);
  if (request.action() == v1::HELD_RELEASE) {
    const auto accepted = request.force() ? intake::Accepted::Everything : intake::Accepted::Nothing;
    return release(service, caller, *found, accepted, reply);
  }
  if (request.action() == v1::HELD_DROP) return drop(service, caller, *found, reply);
  reply->fail(base::fail(ErrorCode::BadInput, "a held publication is listed, shown, released or dropped"));
}

}  // namespace tidings::api
