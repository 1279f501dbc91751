#include "daemon/api/publishing.hpp"

#include <algorithm>

#include "core/policy/may_hold.hpp"
#include "daemon/api/expiry.hpp"
#include "daemon/api/held_requests.hpp"
#include "daemon/api/warnings.hpp"
#include "daemon/intake/draft.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;

constexpr base::Duration max_hold = std::chrono::hours(30 * 24);  // what waits longer is made anew
constexpr std::size_t progress_every = 10'000;  // claims: ten or so times a second

}  // namespace

Publishing::Publishing(ServiceRef service, Caller caller, ReplyTo reply)
    : service_(std::move(service)), caller_(std::move(caller)), reply_(std::move(reply)) {}

Publishing::~Publishing() { service_->held_claims -= held_; }

void Publishing::begin(v1::PublishBegin request) {
  begin_ = std::move(request);
  const Intent intent{begin_.context(), begin_.release_to(), begin_.tlp_given(), begin_.expiry_given()};
  auto context = resolve(*service_, intent);
  if (!context) {
    fail(context.error().error, context.error().nearest);
    return;
  }
  draft_.context = std::move(*context);
  if (auto held = check_hold(); !held) {
    fail(held.error());
    return;
  }
  draft_.skip_already_said = begin_.skip_already_said();
  if (begin_.allow_special()) draft_.accepted = intake::Accepted::Special;
  if (begin_.force()) draft_.accepted = intake::Accepted::Everything;
  find_source(0);
}

/// One after the other: there are few.
void Publishing::find_source(int number) {
  if (number < begin_.based_on_size()) {
    service_->parts.query.find(begin_.based_on(number), {}, caller_.ceiling,
                               [self = shared_from_this(), number](auto found) { self->found_source(number, found); });
  } else if (begin_.amends().empty()) {
    confirm();
  } else {
    amend();
  }
}

void Publishing::found_source(int number, const base::Result<std::vector<query::FoundBulletin>>& found) {
  if (!found) {
    fail(found.error());
    return;
  }
  std::vector<policy::TargetAudience> bases;
  for (const auto& one : *found) {
    bulletin::Header source;
    source.origin = one.standing.row.origin;
    *source.message.mutable_audience() = one.audience;
    bases.push_back(policy::audience_of(source));
    auto& ids = *draft_.context.mutable_based_on();
    if (std::ranges::find(ids, one.standing.row.id.bytes()) == ids.end()) *ids.Add() = one.standing.row.id.str();
  }
  if (draft_.context.based_on_size() > static_cast<int>(bulletin::max_based_on)) {
    fail(base::fail(ErrorCode::TooLarge, "it would be based on more than 64 bulletins"));
    return;
  }
  const auto self = service_->parts.book.current()->self;
  if (auto checked = intake::check_bases(draft_.context.audience(), self, bases); !checked) {
    fail(checked.error());  // told here too, so that a dry run tells it
    return;
  }
  find_source(number + 1);
}

base::Status Publishing::check_hold() const {
  const base::Duration wait(static_cast<std::int64_t>(begin_.hold_us()));
  if (begin_.hold_us() == 0) return {};
  if (begin_.hold_us() > static_cast<std::uint64_t>(max_hold.count())) {
    return base::fail(ErrorCode::BadInput, "a publication is held for at most " + base::to_text(max_hold));
  }
  if (draft_.context.kind() == v1::KIND_WITHDRAWAL) {
    return base::fail(ErrorCode::BadInput, "a withdrawal is not held: it takes back, and each minute counts");
  }
  if (begin_.expiry_given() && service_->parts.clock.now() + wait >= base::Instant{draft_.context.expires_at()}) {
    return base::fail(ErrorCode::BadInput, "it would have expired before its time to be released");
  }
  return {};
}

/// Our own publications are found whatever their marking: who may publish may also put right.
void Publishing::amend() {
  service_->parts.query.find(begin_.amends(), {}, {v1::TLP_RED}, [self = shared_from_this()](auto found) {
    self->found_amended(found);
  });
}

void Publishing::found_amended(const base::Result<std::vector<query::FoundBulletin>>& found) {
  if (!found) {
    fail(found.error());
    return;
  }
  const auto ours = service_->parts.book.current()->self;
  const auto rows = query::ours_where_any(*found, ours);
  const auto is_anothers = [&](const query::FoundBulletin& one) { return one.standing.row.origin != ours; };
  if (std::ranges::any_of(rows, is_anothers)) {
    fail(base::fail(ErrorCode::Policy, "only the origin of a publication amends it"));
    return;
  }
  const auto latest = std::ranges::max_element(rows, {}, [](const auto& one) { return one.standing.row.revision; });
  bulletin::Header former;
  former.origin = ours;
  *former.message.mutable_audience() = latest->audience;
  const bool wider = !policy::reaches_no_further(draft_.context.audience(), ours, policy::audience_of(former));
  if (wider && begin_.override_marking().empty()) {
    fail(base::fail(ErrorCode::Policy, "the revision would reach further than what it amends; override the marking, with a "
                                       "reason, if that is meant"));
    return;
  }
  draft_.context.set_publication_id(latest->standing.row.publication.str());
  confirm();
}

void Publishing::confirm() {
  if (needs_confirmation(service_->options, draft_.context.audience()) && !begin_.confirmed() && !begin_.dry_run()) {
    fail(base::fail(ErrorCode::Policy, "its audience is wider than what is published without being confirmed"));
    return;
  }
  if (!begin_.override_marking().empty()) {
    draft_.audit.push_back(
        {service_->parts.clock.now(), caller_.text(), "override_marking", begin_.override_marking()});
  }
  context_ = draft_.context;
  ready_ = true;
  if (ended_) publish();
}

void Publishing::add(v1::PublishClaims claims) {
  if (failed_ || ended_) return;
  const auto count = static_cast<std::size_t>(claims.claims_size());
  bytes_ += claims.ByteSizeLong();
  if (draft_.claims.size() + count > max_publication_claims || bytes_ > max_publication_bytes) {
    fail(base::fail(ErrorCode::TooLarge, "a publication has at most 1,000,000 claims in 256 MiB; make several"));
    return;
  }
  if (service_->held_claims + count > max_held_claims) {
    fail(base::fail(ErrorCode::Busy, "other publications are coming in; try again when they are stored"));
    return;
  }
  held_ += count;
  service_->held_claims += count;
  for (auto& claim : *claims.mutable_claims()) draft_.claims.push_back(std::move(claim));
}

void Publishing::end() {
  if (failed_ || ended_) return;
  ended_ = true;
  if (ready_) publish();
}

void Publishing::publish() {
  if (!begin_.expiry_given()) {
    apply_default_expiry(service_->options, service_->parts.clock.now(), draft_.context, draft_.claims);
    context_.set_expires_at(draft_.context.expires_at());
  }
  if (begin_.dry_run()) {
    // What was insisted on is told all the same; that special values are meant is known.
    if (draft_.accepted == intake::Accepted::Everything) draft_.accepted = intake::Accepted::Nothing;
    tell_expiry(draft_.context, draft_.claims, rehearsal_);
    draft_.dry_run = true;
    service_->parts.publisher.publish(std::move(draft_), {},
                                      [self = shared_from_this()](const auto& result) { self->judged(result); });
    return;
  }
  if (!draft_.audit.empty()) {
    service_->parts.log.write(telemetry::Event::MarkingOverridden,
                              {{"who", caller_.text()}, {"reason", begin_.override_marking()}});
  }
  const bool review = needs_review(service_->options, context_);
  if (review || begin_.hold_us() > 0) {
    hold(review);
    return;
  }
  service_->parts.publisher.publish(
      std::move(draft_), [self = shared_from_this()](std::size_t stored) { self->tell_progress(stored); },
      [self = shared_from_this()](const base::Result<intake::Published>& result) { self->published(result); });
}

void Publishing::hold(bool review) {
  intake::HeldDrafts::Terms terms{caller_.uid, {}, review, {}};
  if (begin_.hold_us() > 0) {
    terms.release_at = service_->parts.clock.now() + base::Duration(static_cast<std::int64_t>(begin_.hold_us()));
  }
  // Those of its claims that end sooner by their type end at the instants that they were given now.
  if (!begin_.expiry_given()) terms.lifetime = base::Instant{draft_.context.expires_at()} - service_->parts.clock.now();
  const auto claims = draft_.claims.size();
  service_->parts.held.hold(std::move(draft_), terms, [self = shared_from_this(), claims](const auto& held) {
    if (!held) {
      self->fail(held.error());
      return;
    }
    v1::Answer answer;
    auto& publish = *answer.mutable_publish();
    *publish.mutable_held() = info_of(*held);
    publish.set_claims(claims);
    *publish.mutable_audience() = audience_answer(*self->service_, self->context_);
    self->reply_->send(std::move(answer), More::Last);
  });
}

/// The end of a dry run.
void Publishing::judged(const base::Result<intake::Published>& result) {
  if (!result) {
    fail(result.error());
    return;
  }
  v1::Answer answer;
  auto& publish = *answer.mutable_publish();
  publish = std::move(rehearsal_);
  publish.set_claims(result->claims);
  publish.set_warned_claims(result->warned.claims);
  for (const auto& one : result->warned.first) *publish.add_warned() = told(one);
  publish.set_already_said(result->already_said);
  publish.set_expiry_raised_to(result->expiry_raised_to.us);
  *publish.mutable_audience() = audience_answer(*service_, context_);
  const bool review = needs_review(service_->options, context_);
  if (review || begin_.hold_us() > 0) {
    auto& held = *publish.mutable_held();
    held.set_needs_review(review);
    if (begin_.hold_us() > 0) held.set_release_at(service_->parts.clock.now().us + begin_.hold_us());
  }
  reply_->send(std::move(answer), More::Last);
}

void Publishing::tell_progress(std::size_t stored) {
  if (stored < told_ + progress_every) return;
  told_ = stored;
  v1::Answer answer;
  answer.mutable_publish()->set_stored(stored);
  reply_->send(std::move(answer), More::Follows);
}

void Publishing::published(const base::Result<intake::Published>& result) {
  if (!result) {
    fail(result.error());
    return;
  }
  auto& parts = service_->parts;
  if (!result->bulletins.empty()) {
    parts.counters.add(telemetry::Counter::PublicationsMade);
    parts.log.write(telemetry::Event::Published, {{"who", caller_.text()},
                                                  {"publication", result->publication.text()},
                                                  {"revision", result->revision},
                                                  {"claims", result->claims}});
  }
  v1::Answer answer;
  auto& publish = *answer.mutable_publish();
  if (!result->bulletins.empty()) publish.set_publication_id(result->publication.str());
  publish.set_revision(result->revision);
  for (const auto& id : result->bulletins) publish.add_bulletin_ids(id.str());
  publish.set_claims(result->claims);
  publish.set_already_said(result->already_said);
  publish.set_stored(result->claims);
  publish.set_expiry_raised_to(result->expiry_raised_to.us);
  *publish.mutable_audience() = audience_answer(*service_, context_);
  reply_->send(std::move(answer), More::Last);
}

void Publishing::fail(const base::Error& error, const std::vector<std::string>& nearest) {
  failed_ = true;
  draft_.claims = {};
  reply_->fail(error, nearest);
}

}  // namespace tidings::api
