#include "daemon/app/housekeeping.hpp"

#include "daemon/app/files.hpp"

namespace tidings::app {
namespace {

using namespace std::chrono_literals;
using telemetry::Event;
using telemetry::Gauge;

constexpr base::Duration delegation_every{24h};
constexpr std::size_t max_mark_bytes = 64;

/// The instant that a former run trusted last; none at the first start.
std::optional<base::Instant> read_mark(const DataFolder& folder) {
  const auto text = read_file(folder.clock_mark(), max_mark_bytes);
  if (!text) return std::nullopt;
  return base::instant_from_text(std::string_view(*text).substr(0, text->find('\n')));
}

}  // namespace

Housekeeping::Housekeeping(Parts parts)
    : parts_(std::move(parts)),
      clock_(parts_.clock, read_mark(parts_.folder)),
      forget_every_(10min),
      held_(std::filesystem::exists(parts_.folder.restored())),
      forget_at_(parts_.clock.monotonic()),
      delegation_at_(parts_.clock.monotonic()) {
  parts_.publisher.ask_clock([this] {
    look_at_clock();  // a leap may have come since the last second
    return clock_.unsettled();
  });
  if (!held_) return;
  parts_.publisher.hold(true);
  parts_.log.write(Event::PublishingHeld);
}

Housekeeping::~Housekeeping() { parts_.publisher.ask_clock({}); }

void Housekeeping::look() {
  look_at_store();
  look_at_hold();
  look_at_clock();
  const auto now = parts_.clock.monotonic();
  if (now >= delegation_at_) {
    delegation_at_ = now + delegation_every;
    look_at_delegation();
  }
  if (now >= forget_at_) {
    forget_at_ = now + forget_every_;
    forget();
  }
}

void Housekeeping::look_at_clock() {
  if (const auto jump = clock_.look()) {
    parts_.log.write(telemetry::Event::ClockJumped,
                     {{"by", base::to_text(*jump)}, {"waits", base::to_text(ClockWatch::wait)}});
  }
  const bool trusted = clock_.is_trusted();
  if (trusted != clock_trusted_) {
    parts_.counters.set(Gauge::ClockDoubted, trusted ? 0 : 1);
    if (trusted) parts_.log.write(Event::ClockTrusted);
  }
  clock_trusted_ = trusted;
}

void Housekeeping::forget() {
  if (!clock_.is_trusted()) return;
  const auto now = parts_.clock.now();
  // Not the last minutes: a jump too small to be seen must not cost what still lives.
  parts_.store.forget_expired(now - ClockWatch::unseen);
  (void)replace_file(parts_.folder.clock_mark(), base::to_text(now) + "\n",
                     Mode::Secret);  // a full disk is told elsewhere
}

std::string Housekeeping::clock_doubt() const {
  if (clock_.is_trusted()) return {};
  return "the clock jumped ahead: is " + base::to_text(parts_.clock.now()) +
         " right? Nothing that has expired leaves the store for " + base::to_text(clock_.waits());
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
  parts_.log.write(disk_failing_ ? Event::StoreFailing : Event::StoreRecovered,
                   {{"data", parts_.folder.path.string()}});
}

void Housekeeping::look_at_delegation() {
  const auto until = parts_.delegation.valid_until;
  const auto now = parts_.clock.now();
  parts_.counters.set(Gauge::DelegationEndsAt, static_cast<std::int64_t>(until.us / 1'000'000));
  if (until <= now) {
    parts_.log.write(Event::DelegationEnded, {{"ended", base::to_text(until)}});
  } else if (until - now <= delegation_warning) {
    parts_.log.write(Event::DelegationEndsSoon,
                     {{"ends", base::to_text(until)}, {"days", (until - now) / std::chrono::days(1)}});
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
