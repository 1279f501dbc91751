#include "daemon/app/housekeeping.hpp"

namespace tidings::app {
namespace {

using namespace std::chrono_literals;
using telemetry::Event;
using telemetry::Gauge;

constexpr base::Duration delegation_every{24h};

}  // namespace

Housekeeping::Housekeeping(Parts parts)
    : parts_(std::move(parts)),
      forget_every_(10min),
      held_(std::filesystem::exists(parts_.folder.restored())),
      forget_at_(parts_.clock.monotonic()),
      delegation_at_(parts_.clock.monotonic()) {
  if (!held_) return;
  parts_.publisher.hold(true);
  parts_.log.write(Event::PublishingHeld);
}

void Housekeeping::look() {
  look_at_store();
  look_at_hold();
  const auto now = parts_.clock.monotonic();
  if (now >= delegation_at_) {
    delegation_at_ = now + delegation_every;
    look_at_delegation();
  }
  if (now >= forget_at_) {
    forget_at_ = now + forget_every_;
    parts_.store.forget_expired(parts_.clock.now());
  }
}

void Housekeeping::look_at_store() {
  const auto gauges = parts_.store.gauges();
  auto& counters = parts_.counters;
  counters.set(Gauge::PendingPostings, static_cast<std::int64_t>(gauges.pending_postings));
  counters.set(Gauge::QueuedBatches, static_cast<std::int64_t>(gauges.queued_batches));
  counters.set(Gauge::LedgerLast, static_cast<std::int64_t>(gauges.last.value));
  counters.set(Gauge::IndexedTo, static_cast<std::int64_t>(gauges.indexed_to.value));
  counters.set(Gauge::DiskFailing, gauges.disk_failing ? 1 : 0);
  if (gauges.disk_failing == disk_failing_) return;
  disk_failing_ = gauges.disk_failing;
  parts_.log.write(disk_failing_ ? Event::StoreFailing : Event::StoreRecovered, {{"data", parts_.folder.path.string()}});
}

void Housekeeping::look_at_delegation() {
  const auto until = parts_.delegation.valid_until;
  const auto now = parts_.clock.now();
  parts_.counters.set(Gauge::DelegationEndsAt, static_cast<std::int64_t>(until.us / 1'000'000));
  if (until <= now) {
    parts_.log.write(Event::DelegationEnded, {{"ended", base::to_text(until)}});
  } else if (until - now <= delegation_warning) {
    parts_.log.write(Event::DelegationEndsSoon, {{"ends", base::to_text(until)}, {"days", (until - now) / std::chrono::days(1)}});
  }
}

void Housekeeping::look_at_hold() {
  if (!held_ || parts_.publisher.held()) return;
  held_ = false;
  std::error_code ignored;  // if it stays, the next start waits once more for a partner: harmless
  std::filesystem::remove(parts_.folder.restored(), ignored);
  parts_.log.write(Event::PublishingResumed);
}

}  // namespace tidings::app
