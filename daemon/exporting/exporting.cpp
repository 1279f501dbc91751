#include "daemon/exporting/exporting.hpp"

#include <algorithm>

#include "daemon/exporting/schedule.hpp"

namespace tidings::exporting {
namespace {

using telemetry::Counter;
using telemetry::CounterByReason;
using telemetry::Event;

/// One export of the config.
struct Kept {
  Kept(ExportOptions wanted, base::Duration now) : options(std::move(wanted)), schedule(options.every, now) {}
  ~Kept() { *is_wanted = false; }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;

  ExportOptions options;
  Schedule schedule;
  std::shared_ptr<std::atomic<bool>> is_wanted = std::make_shared<std::atomic<bool>>(true);
  v1::ExportStatus status;
  /// The file was replaced, and the command after it failed; or that may be so from before the daemon started.
  bool owes_command{true};
};
using KeptRef = std::shared_ptr<Kept>;

class Living final : public Exporting {
 public:
  explicit Living(const ExportingParts& parts) : parts_(parts) {
    bell_ = parts_.store.on_append(parts_.run.home, [this, alive = std::weak_ptr<bool>(alive_)] {
      if (alive.lock()) ring();
    });
  }
  ~Living() override { parts_.store.remove_bell(bell_); }
  Living(const Living&) = delete;
  Living& operator=(const Living&) = delete;

  void set(std::vector<ExportOptions> wanted) override;
  void look() override;
  void describe(v1::StatusAnswer& answer) const override {
    for (const auto& kept : kept_) *answer.add_exports() = kept->status;
  }

 private:
  base::Duration now() const { return parts_.run.clock.monotonic(); }
  void ring() {
    for (const auto& kept : kept_) kept->schedule.ring(now());
  }
  void begin(const KeptRef& kept);
  void on_done(Kept& kept, const base::Result<Outcome>& outcome);
  void on_failed(Kept& kept, Event event, const base::Error& error);
  void on_written(Kept& kept, const Outcome& outcome);

  ExportingParts parts_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  int bell_{0};
  std::vector<KeptRef> kept_;
  std::weak_ptr<Kept> running_;
};

void Living::set(std::vector<ExportOptions> wanted) {
  std::vector<KeptRef> next;
  for (auto& options : wanted) {
    if (options.path.empty()) continue;
    const auto same = std::ranges::find_if(kept_, [&](const KeptRef& kept) { return is_same(kept->options, options); });
    if (same != kept_.end()) {
      next.push_back(*same);
      continue;
    }
    next.push_back(std::make_shared<Kept>(std::move(options), now()));
    next.back()->status.set_name(next.back()->options.name);
    next.back()->status.set_standing("waiting");
  }
  kept_ = std::move(next);
}

void Living::look() {
  if (running_.lock()) return;
  for (auto at = kept_.begin(); at != kept_.end(); ++at) {
    if (!(*at)->schedule.is_due(now())) continue;
    begin(*at);
    std::rotate(at, at + 1, kept_.end());  // the others have their turns before it has its next
    return;
  }
}

void Living::begin(const KeptRef& kept) {
  running_ = kept;
  kept->schedule.begin(now());
  kept->status.set_standing("running");
  run_export(parts_.run, kept->options, kept->owes_command, kept->is_wanted,
             [this, alive = std::weak_ptr<bool>(alive_), kept = std::weak_ptr<Kept>(kept)](const auto& outcome) {
               const auto held = kept.lock();
               if (alive.lock() && held) on_done(*held, outcome);
             });
}

void Living::on_done(Kept& kept, const base::Result<Outcome>& outcome) {
  running_.reset();
  if (outcome)
    on_written(kept, *outcome);
  else
    on_failed(kept, Event::ExportFailing, outcome.error());
}

void Living::on_failed(Kept& kept, Event event, const base::Error& error) {
  kept.schedule.failed(now());
  parts_.counters.add(CounterByReason::ExportsFailed, error.code);
  if (kept.status.last_error() != error.what) {
    parts_.log.write(event, {{"export", kept.options.name}, {"why", error.what}});
  }
  kept.status.set_standing("failing");
  kept.status.set_last_error(error.what);
}

void Living::on_written(Kept& kept, const Outcome& outcome) {
  auto& status = kept.status;
  status.set_entries(outcome.counts.written);
  status.set_left_out(outcome.counts.left_out());
  status.set_looked_at(parts_.run.clock.now().us);
  if (outcome.replaced) {
    status.set_changed_at(status.looked_at());
    parts_.counters.add(Counter::ExportsWritten);
    const auto counts = outcome.counts.text();
    parts_.log.write(Event::ExportWritten,
                     {{"export", kept.options.name}, {"path", kept.options.path}, {"counts", counts}});
  }
  kept.owes_command = outcome.commanded.has_error();
  if (kept.owes_command) return on_failed(kept, Event::ExportReloadFailed, outcome.commanded.error());
  kept.schedule.done(now());
  status.set_standing("written");
  status.clear_last_error();
}

}  // namespace

std::unique_ptr<Exporting> Exporting::make(const ExportingParts& parts) { return std::make_unique<Living>(parts); }

}  // namespace tidings::exporting
