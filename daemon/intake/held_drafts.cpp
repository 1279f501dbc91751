#include "daemon/intake/held_drafts.hpp"

#include <algorithm>
#include <future>

#include "base/digest.hpp"
#include "daemon/intake/held_draft.hpp"
#include "daemon/intake/refusals.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;
using store::HeldId;
using store::HeldRecord;
using telemetry::Counter;
using telemetry::Event;
using telemetry::Gauge;

constexpr base::Duration try_again_after = std::chrono::seconds(30);
constexpr base::Instant never{UINT64_MAX};
constexpr std::size_t min_digits = 4;

std::string text_of(std::uint32_t uid) { return "uid " + std::to_string(uid); }

HeldRecord record_of(const Draft& draft, const HeldDrafts::Terms& terms, base::Instant now, base::Duration keep) {
  HeldRecord record;
  record.id = *HeldId::from_bytes(base::random_bytes(HeldId::size));
  record.held_by = terms.by;
  record.held_at = now;
  record.release_at = terms.release_at;
  record.ends_at = std::max(now, terms.release_at) + keep;
  record.needs_review = terms.needs_review;
  record.kind = draft.context.kind();
  record.tlp = draft.context.audience().tlp();
  if (!draft.sections.empty()) record.tlp = draft.sections.front().context.audience().tlp();
  for (const auto& each : draft.sections) record.tlp = std::min(record.tlp, each.context.audience().tlp());
  record.claims = draft.claims.size();
  record.title = draft.context.title();
  record.local = !shared_tlp(draft);
  return record;
}

struct Row {
  HeldRecord record;
  std::optional<v1::Tlp> shared_tlp;
};

/// One draft at a time: together they may take much. One that cannot be read is taken for what its record tells.
base::Result<std::vector<Row>> rows_of(store::LedgerReader& ledger) {
  auto records = ledger.held();
  if (!records) return records.error();
  std::vector<Row> rows;
  for (auto& record : *records) {
    const auto kept = ledger.held_draft(record.id);
    if (!kept) return kept.error();
    const auto draft = *kept ? read_held(**kept, record.held_at) : base::Result<Draft>(Draft{});
    const auto tlp = draft && *kept ? shared_tlp(*draft) : record.tlp;
    record.local = !tlp;
    rows.push_back({std::move(record), tlp});
  }
  return rows;
}

base::Result<std::vector<Row>> read_rows(store::Store& store) {
  auto answer = std::make_shared<std::promise<base::Result<std::vector<Row>>>>();
  auto read = answer->get_future();
  store.read([answer](store::Reading& reading) { answer->set_value(rows_of(reading.ledger)); });
  return read.get();
}

}  // namespace

base::Result<std::shared_ptr<HeldDrafts>> HeldDrafts::load(const Parts& parts, const HeldOptions& options) {
  auto rows = read_rows(parts.store);
  if (!rows) return rows.error();
  const std::shared_ptr<HeldDrafts> drafts(new HeldDrafts(parts, options));
  for (auto& row : *rows) {
    const auto id = row.record.id;
    drafts->all_.emplace(id, Held{std::move(row.record), row.shared_tlp, false, {}});
  }
  drafts->review_again();
  parts.counters.set(Gauge::DraftsHeld, static_cast<std::int64_t>(drafts->all_.size()));
  return drafts;
}

base::Status HeldDrafts::check_room(std::size_t bytes) const {
  if (all_.size() + coming_ >= options_.most) {
    return base::fail(ErrorCode::Quota, "as many publications are held as may (" + std::to_string(options_.most) +
                                            "); release or drop some");
  }
  std::size_t held = coming_bytes_ + bytes;
  for (const auto& [id, one] : all_) held += one.record.size;
  if (held <= options_.most_bytes) return {};
  return base::fail(ErrorCode::Quota, "what is held takes as many bytes as may; release or drop some");
}

void HeldDrafts::set_options(const HeldOptions& options) {
  options_ = options;
  review_again();
}

/// Review once switched on holds for what waits already; what stays on this node waits for nobody.
void HeldDrafts::review_again() {
  if (!options_.review_above) return;
  for (auto& [id, one] : all_) {
    const bool leaves = one.shared_tlp && *one.shared_tlp <= *options_.review_above;
    if (leaves && one.record.kind != v1::KIND_WITHDRAWAL) one.record.needs_review = true;
  }
}

void HeldDrafts::hold(Draft draft, const Terms& terms, Done<HeldRecord> done) {
  draft.is_new = draft.is_new || draft.context.publication_id().empty();
  if (!draft.context.publication_id().empty()) {
    draft.made_from.emplace();  // known once it is judged
  } else {
    draft.context.set_publication_id(base::random_bytes(bulletin::PublicationId::size));
  }
  auto record = record_of(draft, terms, parts_.clock.now(), options_.keep);
  auto shared = std::make_shared<Draft>(std::move(draft));
  ++coming_;
  auto ended = [self = shared_from_this(), done = std::move(done)](base::Result<HeldRecord> result) {
    --self->coming_;
    done(std::move(result));
  };
  parts_.crypto.post([self = shared_from_this(), shared, record, lifetime = terms.lifetime, ended]() mutable {
    auto kept = write_held(*shared, lifetime, max_held_bytes);
    self->parts_.home.post([self, shared, record, ended, kept = std::move(kept)]() mutable {
      if (!kept)
        ended(kept.error());
      else
        self->judge(shared, std::move(*kept), std::move(record), ended);
    });
  });
}

/// What would be refused now is refused now, not when its time is up.
void HeldDrafts::judge(std::shared_ptr<Draft> draft, std::string kept, HeldRecord record, Done<HeldRecord> done) {
  --coming_;  // it is the one that room is looked for
  const auto room = check_room(kept.size());
  ++coming_;
  if (!room) {
    done(room.error());
    return;
  }
  coming_bytes_ += kept.size();
  auto ended = [self = shared_from_this(), size = kept.size(),
                done = std::move(done)](base::Result<HeldRecord> result) {
    self->coming_bytes_ -= size;
    done(std::move(result));
  };
  record.size = kept.size();
  Draft dry = *draft;
  dry.dry_run = true;
  dry.made_from.reset();
  auto judged = [self = shared_from_this(), draft, ended, record = std::move(record),
                 kept = std::move(kept)](const base::Result<Published>& result) mutable {
    if (result && draft->made_from) kept += made_from_behind(result->former);
    if (!result)
      ended(result.error());
    else if (result->warned.claims > 0)
      ended(refusal_of(result->warned, draft->claims.size()));
    else if (result->older.event)
      ended(base::fail(ErrorCode::Policy, "a newer version of the event stands here: 'amend' changes that"));
    else
      self->keep(*draft, std::move(kept), std::move(record), ended);
  };
  parts_.publisher.publish(std::move(dry), {}, std::move(judged));
}

void HeldDrafts::keep(const Draft& draft, std::string kept, HeldRecord record, Done<HeldRecord> done) {
  store::Batch batch;
  batch.audit = draft.audit;
  batch.audit.push_back(audit(text_of(record.held_by), "held", record));
  batch.held.push_back({record, std::move(kept)});
  auto stored = [self = shared_from_this(), record, tlp = shared_tlp(draft),
                 done = std::move(done)](const base::Result<store::Committed>& result) {
    if (!result) {
      done(result.error());
      return;
    }
    self->all_.emplace(record.id, Held{record, tlp, false, {}});
    self->parts_.counters.add(Counter::PublicationsHeld);
    self->parts_.counters.set(Gauge::DraftsHeld, static_cast<std::int64_t>(self->all_.size()));
    self->parts_.log.write(Event::PublicationHeld, {{"who", text_of(record.held_by)},
                                                    {"id", record.id.text()},
                                                    {"claims", record.claims},
                                                    {"review", record.needs_review}});
    done(record);
  };
  parts_.store.commit(std::move(batch), parts_.home, std::move(stored));
}

std::vector<HeldRecord> HeldDrafts::all() const {
  std::vector<HeldRecord> records;
  records.reserve(all_.size());
  for (const auto& [id, one] : all_) records.push_back(one.record);
  std::ranges::sort(records, {}, [](const auto& one) { return std::pair(one.held_at, one.id); });
  return records;
}

base::Result<HeldRecord> HeldDrafts::find(std::string_view digits) const {
  if (digits.size() < min_digits) return base::fail(ErrorCode::BadInput, "an id is 4 to 16 hex digits");
  const HeldRecord* found = nullptr;
  for (const auto& [id, one] : all_) {
    if (!id.text().starts_with(digits)) continue;
    if (found != nullptr) return base::fail(ErrorCode::BadInput, "more than one id begins with " + std::string(digits));
    found = &one.record;
  }
  if (found == nullptr) return base::fail(ErrorCode::NotFound, "nothing is held as " + std::string(digits));
  return *found;
}

HeldDrafts::Held* HeldDrafts::held(const HeldId& id) {
  const auto found = all_.find(id);
  return found == all_.end() ? nullptr : &found->second;
}

void HeldDrafts::read(const HeldId& id, Done<Draft> done) {
  parts_.store.read(
      [self = shared_from_this(), id, now = parts_.clock.now(), done = std::move(done)](store::Reading& reading) {
        const auto kept = reading.ledger.held_draft(id);
        base::Result<Draft> draft = base::fail(ErrorCode::NotFound, "nothing is held as " + id.text());
        if (!kept)
          draft = kept.error();
        else if (*kept)
          draft = read_held(**kept, now);
        self->parts_.home.post([done, draft = std::move(draft)]() mutable { done(std::move(draft)); });
      });
}

base::Status HeldDrafts::check_reviewer(const HeldRecord& record, std::uint32_t by) {
  if (!record.needs_review || record.approved_by || record.held_by != by) return {};
  store::Batch batch;
  batch.audit.push_back(audit(text_of(by), "release_refused", record));
  parts_.store.commit(std::move(batch), parts_.home, [](const base::Result<store::Committed>&) {});
  parts_.log.write(Event::ReviewRefused, {{"who", text_of(by)}, {"id", record.id.text()}});
  return base::fail(ErrorCode::Policy, "it needs a second person's release, and you are the one who published it");
}

void HeldDrafts::release(const HeldId& id, std::uint32_t by, Accepted accepted, Done<Released> done) {
  auto* one = held(id);
  if (one == nullptr) return done(base::fail(ErrorCode::NotFound, "nothing is held as " + id.text()));
  if (one->busy) return done(base::fail(ErrorCode::Busy, "it is being released or dropped"));
  if (auto may = check_reviewer(one->record, by); !may) return done(may.error());
  const bool approves = one->record.needs_review && !one->record.approved_by;
  const bool waits = approves && one->record.release_at > parts_.clock.now();
  if (waits && accepted == Accepted::Everything) {
    return done(base::fail(ErrorCode::Policy,
                           "this release would approve it, and its time has not come: release it "
                           "without --force, and again with it to publish it at once"));
  }
  if (approves) one->record.approved_by = by;
  if (waits)
    approve(*one, std::move(done));
  else
    publish(*one, text_of(by), accepted, std::move(done));
}

void HeldDrafts::approve(Held& held, Done<Released> done) {
  held.busy = true;
  store::Batch batch;
  batch.held_changes.push_back(held.record);
  batch.audit.push_back(audit(text_of(*held.record.approved_by), "release_approved", held.record));
  auto stored = [self = shared_from_this(), id = held.record.id, done = std::move(done)](const auto& result) {
    auto* one = self->held(id);
    one->busy = false;
    if (result) return done(Released{one->record, {}});
    one->record.approved_by.reset();
    done(result.error());
  };
  parts_.store.commit(std::move(batch), parts_.home, std::move(stored));
}

void HeldDrafts::publish(Held& held, const std::string& who, Accepted accepted, Done<Released> done) {
  held.busy = true;
  const bool forced = accepted == Accepted::Everything;
  auto record = audit(who, forced ? "release_forced" : "released", held.record);
  read(held.record.id, [self = shared_from_this(), id = held.record.id, forced, record = std::move(record),
                        done = std::move(done)](base::Result<Draft> draft) {
    if (!draft) return self->failed(id, draft.error(), done);
    if (forced) draft->accepted = Accepted::Everything;
    self->publish_draft(id, std::move(*draft), record, done);
  });
}

void HeldDrafts::publish_draft(const HeldId& id, Draft draft, store::AuditRecord record, Done<Released> done) {
  draft.held = id;
  if (draft.begun) draft.begun->record = held(id)->record;
  draft.audit.push_back(std::move(record));
  parts_.publisher.publish(
      std::move(draft), {}, [self = shared_from_this(), id, done = std::move(done)](const auto& result) {
        if (!result) {
          self->failed(id, result.error(), done);
        } else if (result->bulletins.empty()) {  // all of it is said already: no bulletin took the draft along
          self->end(id, "the release", "nothing_new", [self, id, what = *result, done](const base::Status& ended) {
            if (ended)
              done(Released{{}, what});
            else
              self->failed(id, ended.error(), done);
          });
        } else {
          self->published(id, *result, done);
        }
      });
}

void HeldDrafts::published(const HeldId& id, const Published& what, const Done<Released>& done) {
  Released released{held(id)->record, what};
  parts_.counters.add(Counter::HeldReleased);
  parts_.log.write(Event::HeldReleased,
                   {{"id", id.text()}, {"publication", what.publication.text()}, {"claims", what.claims}});
  forget(id);
  done(std::move(released));
}

void HeldDrafts::failed(const HeldId& id, const base::Error& error, const Done<Released>& done) {
  auto* one = held(id);
  one->busy = false;
  one->try_again_at = is_for_now(error.code) ? parts_.clock.now() + try_again_after : never;
  if (one->record.trouble != error.what) {
    one->record.trouble = error.what;
    parts_.counters.add(telemetry::CounterByReason::ReleasesFailed, error.code);
    parts_.log.write(Event::ReleaseFailed, {{"id", id.text()}, {"why", error.what}});
    store::Batch batch;
    batch.held_changes.push_back(one->record);
    batch.audit.push_back(audit("the release", "release_failed", one->record));
    parts_.store.commit(std::move(batch), parts_.home, [](const base::Result<store::Committed>&) {});
  }
  done(error);
}

void HeldDrafts::drop(const HeldId& id, std::uint32_t by, std::function<void(base::Status)> done) {
  auto* one = held(id);
  if (one == nullptr) return done(base::fail(ErrorCode::NotFound, "nothing is held as " + id.text()));
  if (one->busy) return done(base::fail(ErrorCode::Busy, "it is being released or dropped"));
  parts_.log.write(Event::HeldDropped, {{"who", text_of(by)}, {"id", id.text()}});
  end(id, text_of(by), "held_dropped", std::move(done));
}

void HeldDrafts::end(const HeldId& id, const std::string& who, std::string_view what,
                     std::function<void(base::Status)> done) {
  auto* one = held(id);
  one->busy = true;
  store::Batch batch;
  batch.held_ends.push_back(id);
  batch.audit.push_back(audit(who, what, one->record));
  auto stored = [self = shared_from_this(), id, done = std::move(done)](const base::Result<store::Committed>& result) {
    self->held(id)->busy = false;
    if (!result) return done(result.error());
    self->parts_.counters.add(Counter::HeldDropped);
    self->forget(id);
    done({});
  };
  parts_.store.commit(std::move(batch), parts_.home, std::move(stored));
}

void HeldDrafts::expire(Held& held) {
  parts_.log.write(Event::HeldDropped, {{"who", "nobody released it in time"}, {"id", held.record.id.text()}});
  end(held.record.id, "the time", "held_expired", [](const base::Status&) {});
}

void HeldDrafts::forget(const HeldId& id) {
  all_.erase(id);
  parts_.counters.set(Gauge::DraftsHeld, static_cast<std::int64_t>(all_.size()));
}

store::AuditRecord HeldDrafts::audit(const std::string& who, std::string_view what, const HeldRecord& record) const {
  auto detail = "held " + record.id.text() + " by " + text_of(record.held_by) + ": " + record.title;
  if (!record.trouble.empty()) detail += " (" + record.trouble + ")";
  return {parts_.clock.now(), who, std::string(what), std::move(detail)};
}

void HeldDrafts::look(bool clock_is_trusted) {
  const auto now = parts_.clock.now();
  std::vector<HeldId> due;
  for (const auto& [id, one] : all_) {
    if (!one.busy) due.push_back(id);
  }
  for (const auto& id : due) {
    auto& one = *held(id);
    const auto& record = one.record;
    const bool releases_itself = record.release_at.us != 0 && (!record.needs_review || record.approved_by);
    // What nobody need release waits for no one: it ends only where its release keeps failing.
    const bool may_end = !releases_itself || !record.trouble.empty();
    if (record.ends_at <= now && may_end) {
      if (clock_is_trusted) expire(one);
    } else if (releases_itself && record.release_at <= now && one.try_again_at <= now && !parts_.publisher.held()) {
      publish(one, "the time", Accepted::Nothing, [](const base::Result<Released>&) {});
    }
  }
}

}  // namespace tidings::intake
