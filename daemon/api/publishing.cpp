#include "daemon/api/publishing.hpp"

#include <algorithm>
#include <set>

#include "core/policy/may_hold.hpp"
#include "daemon/api/expiry.hpp"
#include "daemon/api/held_requests.hpp"
#include "daemon/api/warnings.hpp"
#include "daemon/intake/draft.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;

constexpr base::Duration max_hold = std::chrono::hours(30 * 24);  // what waits longer is made anew
constexpr std::size_t former_at_once = 8;                         // bulletins
constexpr std::size_t progress_every = 10'000;                    // claims: ten or so times a second

}  // namespace

Publishing::Publishing(ServiceRef service, Caller caller, ReplyTo reply)
    : service_(std::move(service)), caller_(std::move(caller)), reply_(std::move(reply)) {}

Publishing::~Publishing() { service_->held_claims -= held_; }

void Publishing::begin(v1::PublishBegin request) {
  begin_ = std::move(request);
  const Intent intent{begin_.context(), begin_.release_to(), begin_.tlp_given(), begin_.expiry_given(),
                      !begin_.amends().empty()};
  auto context = resolve(*service_, intent);
  if (!context) {
    fail(context.error().error, context.error().nearest);
    return;
  }
  draft_.context = std::move(*context);
  draft_.sections.push_back({draft_.context, 0});
  if (auto held = check_hold(); !held) {
    fail(held.error());
    return;
  }
  draft_.skip_already_said = begin_.skip_already_said();
  draft_.said_up_to = caller_.ceiling.max_tlp;
  if (begin_.allow_special()) draft_.accepted = intake::Accepted::Special;
  if (begin_.force()) draft_.accepted = intake::Accepted::Everything;
  find_source(0);
}

/// One after the other: there are few.
void Publishing::find_source(int number) {
  if (number < begin_.based_on_size()) {
    service_->parts.query.find(begin_.based_on(number), {}, caller_.ceiling,
                               [self = shared_from_this(), number](auto found) { self->found_source(number, found); });
  } else if (begin_.amends().empty() && begin_.publication_id().empty()) {
    found_all();
  } else {
    amend();
  }
}

void Publishing::found_source(int number, const base::Result<std::vector<query::FoundBulletin>>& found) {
  if (!found) {
    fail(found.error());
    return;
  }
  bool any = false;
  for (const auto& one : *found) {
    if (one.standing.row.tlp > caller_.ceiling.max_tlp) continue;  // ours, and above what may be seen
    given_sources_.emplace(one.standing.row.id.bytes());
    any = true;
  }
  if (!any) {
    fail(base::fail(ErrorCode::NotFound, "there is no bulletin or publication " + begin_.based_on(number)));
    return;
  }
  if (given_sources_.size() > bulletin::max_based_on) {
    fail(base::fail(ErrorCode::TooLarge,
                    "it would be based on more than " + std::to_string(bulletin::max_based_on) + " bulletins"));
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

void Publishing::amend() {
  const auto id = begin_.amends().empty() ? base::to_hex(begin_.publication_id()) : begin_.amends();
  service_->parts.query.find(id, {}, {caller_.ceiling.max_tlp},
                             [self = shared_from_this()](auto found) { self->found_amended(found); });
}

void Publishing::found_amended(const base::Result<std::vector<query::FoundBulletin>>& found) {
  const bool named = !begin_.publication_id().empty();  // by a format: it need not be here
  if (named) {
    draft_.context.set_publication_id(begin_.publication_id());
    draft_.is_new = true;
  }
  if (!found && !(named && found.error().code == ErrorCode::NotFound)) {
    fail(found.error());
    return;
  }
  const auto ours = service_->parts.book.current()->self;
  const auto rows = found ? query::ours_where_any(*found, ours) : std::vector<query::FoundBulletin>{};
  const auto is_anothers = [&](const query::FoundBulletin& one) { return one.standing.row.origin != ours; };
  if (std::ranges::any_of(rows, is_anothers)) {
    if (named) return found_all();
    fail(base::fail(ErrorCode::Policy, "only the origin of a publication amends it"));
    return;
  }
  if (!rows.empty()) {
    const auto latest = std::ranges::max_element(rows, {}, [](const auto& one) { return one.standing.row.revision; });
    const auto last = latest->standing.row;
    draft_.context.set_publication_id(last.publication.str());
    // A part without claims says that something is gone; whom that reaches is no measure of who may hear the rest.
    const bool has_claims = std::ranges::any_of(rows, [&](const auto& one) {
      return one.standing.row.revision == last.revision && one.standing.row.claims > 0;
    });
    for (const auto& one : rows) {
      if (one.standing.row.revision != last.revision || (has_claims && one.standing.row.claims == 0)) continue;
      if (!named) amended_.push_back(one.standing.row.id);
      bulletin::Header former;
      former.origin = ours;
      *former.message.mutable_audience() = one.audience;
      former_.add_part(one.standing.row.id, policy::audience_of(former));
    }
  }
  found_all();
}

void Publishing::found_all() {
  if (!begin_.override_marking().empty()) {
    draft_.audit.push_back(
        {service_->parts.clock.now(), caller_.text(), "override_marking", begin_.override_marking()});
  }
  ready_ = true;
  if (ended_) find_named();
}

/// What the publisher names holds for all that is said, what a document names for its own contexts.
void Publishing::find_named() {
  std::set<std::string> ids;
  for (auto& section : draft_.sections) {
    auto& named = *section.context.mutable_based_on();
    for (const auto& id : given_sources_) {
      if (std::ranges::find(named, id) == named.end()) *named.Add() = id;
    }
    ids.insert(named.begin(), named.end());
  }
  if (ids.empty()) return read_former(0);
  service_->parts.store.read([self = shared_from_this(), ids = std::move(ids), amended = amended_,
                              up_to = caller_.ceiling.max_tlp](store::Reading& reading) {
    auto sources = intake::find_sources(reading.ledger, ids, amended, up_to);
    self->service_->parts.home.post([self, sources = std::move(sources)] { self->found_named(sources); });
  });
}

void Publishing::found_named(const base::Result<intake::Sources>& sources) {
  if (!sources) return fail(sources.error());
  const auto self = service_->parts.book.current()->self;
  const auto not_held = begin_.override_marking().empty() ? intake::NotHeld::Refused : intake::NotHeld::LeftOut;
  std::set<std::string> left_out;
  for (auto& section : draft_.sections) {
    const auto held = intake::hold_to_sources(section.context, self, *sources, not_held);
    if (!held) return fail(held.error());
    left_out.insert(held->begin(), held->end());
  }
  if (!left_out.empty()) {
    left_out_ = std::string("what it came from is not all here, and is left out of what it is based on: bulletin ") +
                base::to_hex(*left_out.begin());
    if (left_out.size() > 1) left_out_ += " and " + std::to_string(left_out.size() - 1) + " more";
  }
  read_former(0);
}

/// A few bulletins at a time, between which other readers' work goes; those of one audience need not be read.
void Publishing::read_former(std::size_t part) {
  if (former_.parts() == 0 || !begin_.override_marking().empty()) return publish();
  const auto ours = service_->parts.book.current()->self;
  service_->parts.store.read([self = shared_from_this(), part, ours](store::Reading& reading) {
    const auto parts = self->former_.parts();
    const auto first = self->former_.is_mixed() ? part : parts;
    const auto end = std::min(parts, first + former_at_once);
    base::Status checked;
    for (auto i = first; i < end && checked; ++i) checked = self->former_.read(reading.ledger, i);
    if (checked && end == parts) checked = self->check_former(ours);
    self->service_->parts.home.post([self, end, parts, checked] {
      if (!checked)
        self->fail(checked.error());
      else
        end < parts ? self->read_former(end) : self->publish();
    });
  });
}

base::Status Publishing::check_former(const identity::OrgId& ours) {
  former_.seal();
  std::size_t first = 0;
  for (const auto& section : draft_.sections) {
    const auto claims = std::span(draft_.claims).subspan(first, section.count);
    first += section.count;
    if (former_.permits(section.context.audience(), ours, claims)) continue;
    return base::fail(ErrorCode::Policy,
                      "the revision would reach further than what it amends, or some of it; override the marking, with "
                      "a reason, if that is meant");
  }
  return {};
}

/// What holds of each context by itself; the publisher judges the rest.
base::Status Publishing::judge() {
  for (auto& section : draft_.sections) {
    const auto& audience = section.context.audience();
    if (needs_confirmation(service_->options, audience) && !begin_.confirmed() && !begin_.dry_run()) {
      return base::fail(ErrorCode::Policy, "its audience is wider than what is published without being confirmed");
    }
    if (auto added = shares_.add(section); !added) return added;
    needs_review_ = needs_review_ || needs_review(service_->options, section.context);
  }
  return {};
}

void Publishing::begin_section(const v1::PublishContext& request) {
  const Intent intent{request.context(), request.release_to(), request.tlp_given(), begin_.expiry_given(),
                      !begin_.amends().empty()};
  auto context = resolve(*service_, intent);
  if (!context) return fail(context.error().error, context.error().nearest);
  if (draft_.sections.size() >= max_publication_contexts) {
    return fail(base::fail(ErrorCode::TooLarge, "a publication has at most 10,000 contexts; make several"));
  }
  draft_.sections.push_back({std::move(*context), 0});
}

void Publishing::add(v1::PublishClaims claims) {
  if (failed_ || ended_) return;
  if (claims.has_begins()) begin_section(claims.begins());
  if (failed_) return;
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
  draft_.sections.back().count += count;
  for (auto& claim : *claims.mutable_claims()) draft_.claims.push_back(std::move(claim));
}

void Publishing::end() {
  if (failed_ || ended_) return;
  ended_ = true;
  if (ready_) find_named();
}

void Publishing::publish() {
  if (auto judged = judge(); !judged) return fail(judged.error());
  if (!begin_.expiry_given()) {
    apply_default_expiry(service_->options, service_->parts.clock.now(), draft_);
    draft_.context.set_expires_at(draft_.sections.front().context.expires_at());
  }
  if (begin_.dry_run()) {
    // What was insisted on is told all the same; that special values are meant is known.
    if (draft_.accepted == intake::Accepted::Everything) draft_.accepted = intake::Accepted::Nothing;
    tell_expiry(draft_, rehearsal_);
    draft_.dry_run = true;
    service_->parts.publisher.publish(std::move(draft_), {},
                                      [self = shared_from_this()](const auto& result) { self->judged(result); });
    return;
  }
  if (!draft_.audit.empty()) {
    service_->parts.log.write(telemetry::Event::MarkingOverridden,
                              {{"who", caller_.text()}, {"reason", begin_.override_marking()}});
  }
  if (needs_review_ || begin_.hold_us() > 0) {
    hold();
    return;
  }
  service_->parts.publisher.publish(
      std::move(draft_), [self = shared_from_this()](std::size_t stored) { self->tell_progress(stored); },
      [self = shared_from_this()](const base::Result<intake::Published>& result) { self->published(result); });
}

void Publishing::hold() {
  intake::HeldDrafts::Terms terms{caller_.uid, {}, needs_review_, {}};
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
    self->tell(publish, {});
    self->reply_->send(std::move(answer), More::Last);
  });
}

void Publishing::tell(v1::PublishAnswer& answer, const intake::Published& published) const {
  shares_.tell(*service_, answer);
  for (auto& note : intake::notes_of(published)) answer.add_notes(std::move(note));
  if (!left_out_.empty()) answer.add_notes(left_out_);
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
  tell(publish, *result);
  if (needs_review_ || begin_.hold_us() > 0) {
    auto& held = *publish.mutable_held();
    held.set_needs_review(needs_review_);
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
  tell(publish, *result);
  reply_->send(std::move(answer), More::Last);
}

void Publishing::fail(const base::Error& error, const std::vector<std::string>& nearest) {
  failed_ = true;
  draft_.claims = {};
  draft_.sections = {};
  reply_->fail(error, nearest);
}

}  // namespace tidings::api
