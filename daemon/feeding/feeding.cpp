#include "daemon/feeding/feeding.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>

#include "base/utf8.hpp"
#include "daemon/feeding/run.hpp"
#include "daemon/feeding/schedule.hpp"

namespace tidings::feeding {
namespace {

using base::ErrorCode;
using telemetry::Counter;
using telemetry::CounterByReason;
using telemetry::Event;

constexpr std::size_t most_at_once = 3;

struct Feed {
  FeedOptions options;
  v1::FeedState state;
  std::shared_ptr<Errand> errand;           ///< of the run under way
  std::unique_ptr<fetch::Fetcher> fetcher;  ///< likewise
  std::vector<Feeding::Done> waiting;       ///< for its end

  ~Feed() {
    if (errand) errand->stop();
  }
  v1::FeedStatus& last() { return *state.mutable_last(); }
};
using FeedRef = std::shared_ptr<Feed>;

std::string standing_of(const Feed& feed) {
  if (feed.errand) return "running";
  if (feed.state.paused()) return "paused";
  return feed.state.last().failures() > 0 ? "failing" : "waiting";
}

v1::FeedStatus status_of(const Feed& feed) {
  auto status = feed.state.last();
  status.set_name(feed.options.name);
  status.set_standing(standing_of(feed));
  status.set_from(place_of(feed.options));
  if (!feed.options.format_name.empty()) status.set_format(feed.options.format_name);
  status.set_shared(feed.options.share);
  return status;
}

void take_outcome(v1::FeedStatus& last, const RunOutcome& outcome, base::Instant now) {
  last.set_last_run_at(now.us);
  last.set_failures(outcome.status ? 0 : last.failures() + 1);
  last.set_last_error(outcome.status ? std::string() : base::to_valid_utf8(outcome.status.error().what));
  if (!outcome.format.empty()) last.set_format(outcome.format);
  if (outcome.status) {
    last.set_last_success_at(now.us);
    last.set_outcome(outcome.unchanged ? "unchanged" : "published");
    last.set_added(outcome.counts.added);
    last.set_gone(outcome.counts.gone);
    last.set_renewed(outcome.counts.renewed);
  }
  if (outcome.unchanged) return;
  if (outcome.status) last.set_values(outcome.counts.values);
  last.set_refused(outcome.counts.refused);
  last.set_left_out(outcome.counts.left_out);
  last.mutable_remarks()->Assign(outcome.counts.remarks.begin(), outcome.counts.remarks.end());
}

/// Partners by their ids. One that is not in the book is in no group: that only narrows.
FeedOptions with_members(FeedOptions options, const partners::Book& book) {
  for (auto& [uuid, names] : options.sharing_groups) {
    std::vector<std::string> members;
    for (const auto& name : names) {
      if (const auto* partner = book.find_alias(name)) members.push_back(partner->record.organisation.str());
    }
    names = std::move(members);
  }
  return options;
}

class Living : public std::enable_shared_from_this<Living> {
 public:
  Living(boost::asio::io_context& io, const FeedingParts& parts) : io_(io), parts_(parts) {}

  base::Status set(std::vector<FeedOptions> wanted);
  void look();
  void stop();
  std::vector<v1::FeedStatus> all() const;
  void run(const std::string& name, Feeding::Done done);
  void wish(const std::string& name, Feeding::Wish wish, Feeding::Done done);

 private:
  base::Status check(const std::vector<FeedOptions>& wanted) const;
  void read_states();
  void on_states(const base::Result<std::vector<store::OutletRecord>>& places, const store::LedgerId& ledger);
  void take_state(Feed& feed, const std::vector<store::OutletRecord>& places, const store::LedgerId& ledger);
  std::size_t running() const;
  base::Status begin(const FeedRef& feed);
  void work(const FeedRef& feed, std::shared_ptr<Desk> desk);
  void ended(const FeedRef& feed, RunOutcome outcome, v1::FeedState state);
  void count(const Feed& feed, const RunOutcome& outcome, std::uint32_t failures_before);
  void keep(Feed& feed, std::function<void(base::Status)> done);
  void tell_gauge();
  Feed* find(const std::string& name);

  boost::asio::io_context& io_;
  FeedingParts parts_;
  std::map<std::string, FeedRef> feeds_;
  std::vector<FeedOptions> starting_;  ///< until their states are read
  bool reading_{false}, stopping_{false};
  std::uint64_t round_{0}, runs_{0};
  std::mt19937_64 chance_{std::random_device{}()};
  base::ThreadPool workers_{"feed", most_at_once};
};

/// Certificates are read and the spool is made before anything is changed.
base::Status Living::check(const std::vector<FeedOptions>& wanted) const {
  std::error_code failed;
  if (!wanted.empty()) {
    std::filesystem::create_directories(parts_.spool, failed);
    if (!failed) std::filesystem::permissions(parts_.spool, std::filesystem::perms::owner_all, failed);
  }
  if (failed) return base::fail(ErrorCode::Disk, parts_.spool + " cannot be made: " + failed.message());
  for (const auto& options : wanted) {
    if (options.url.empty()) continue;
    const auto fetcher = fetch::Fetcher::make(io_, parts_.home, options.fetch);
    if (!fetcher) return base::fail(fetcher.error().code, "feed " + options.name + ": " + fetcher.error().what);
  }
  return {};
}

base::Status Living::set(std::vector<FeedOptions> wanted) {
  if (auto checked = check(wanted); !checked) return checked;
  std::erase_if(feeds_, [&](const auto& held) {
    const auto same = std::ranges::find_if(wanted, [&](const auto& one) { return is_same(one, held.second->options); });
    if (same != wanted.end()) {
      wanted.erase(same);
      return false;
    }
    const auto changed = base::fail(ErrorCode::Cancelled, "the feed was changed meanwhile");
    for (const auto& done : std::exchange(held.second->waiting, {})) done(changed);
    return true;
  });
  starting_ = std::move(wanted);
  read_states();
  return {};
}

/// After whatever feeds that just went have still to write.
void Living::read_states() {
  reading_ = true;
  parts_.store.commit(store::Batch{}, parts_.home, [weak = weak_from_this(), round = ++round_](const auto&) {
    const auto self = weak.lock();
    if (!self || round != self->round_) return;
    self->parts_.store.read([weak, round, home = &self->parts_.home](store::Reading& reading) {
      auto ledger = reading.ledger.id();
      home->post([weak, round, places = reading.ledger.outlets(), ledger] {
        const auto living = weak.lock();
        if (!living || round != living->round_) return;
        living->reading_ = false;
        if (places && ledger) living->on_states(*places, *ledger);  // else look() tries again
      });
    });
  });
}

void Living::take_state(Feed& feed, const std::vector<store::OutletRecord>& places, const store::LedgerId& ledger) {
  const auto known = std::ranges::find(places, outlet_of(feed.options.name), &store::OutletRecord::name);
  const bool is_read = known != places.end() && feed.state.ParseFromString(known->cursor);
  if (!is_read) feed.state.Clear();
  if (feed.state.ledger() != ledger.str()) feed.state.clear_place();
  feed.state.set_ledger(ledger.str());
  const bool says_otherwise = feed.state.shape() != shape_of(feed.options);
  if (says_otherwise || feed.state.last().next_run_at() == 0) feed.last().set_next_run_at(parts_.clock.now().us);
}

void Living::on_states(const base::Result<std::vector<store::OutletRecord>>& places, const store::LedgerId& ledger) {
  for (auto& options : std::exchange(starting_, {})) {
    auto feed = std::make_shared<Feed>();
    feed->options = std::move(options);
    take_state(*feed, *places, ledger);
    feeds_[feed->options.name] = std::move(feed);
  }
  store::Batch batch;
  for (const auto& place : *places) {
    const bool is_feed = place.name.starts_with(outlet_of(""));
    if (is_feed && !feeds_.contains(place.name.substr(outlet_of("").size()))) batch.outlets_gone.push_back(place.name);
  }
  if (!batch.outlets_gone.empty()) parts_.store.commit(std::move(batch), parts_.home, {});
  tell_gauge();
}

std::size_t Living::running() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(feeds_, [](const auto& one) { return one.second->errand != nullptr; }));
}

void Living::look() {
  if (stopping_) return;
  if (!starting_.empty() && !reading_) read_states();
  std::vector<FeedRef> due;
  for (const auto& [name, feed] : feeds_) {
    const bool is_due = !feed->errand && !feed->state.paused() && feed->last().next_run_at() <= parts_.clock.now().us;
    if (is_due) due.push_back(feed);
  }
  std::ranges::sort(due, {}, [](const FeedRef& feed) { return feed->last().next_run_at(); });
  for (const auto& feed : due) {
    if (running() >= most_at_once) return;
    if (auto begun = begin(feed); !begun) ended(feed, RunOutcome{begun, {}, {}, false, {}}, feed->state);
  }
}

base::Status Living::begin(const FeedRef& feed) {
  std::string folder;
  if (!feed->options.url.empty()) {
    auto fetcher = fetch::Fetcher::make(io_, parts_.home, feed->options.fetch);
    if (!fetcher) return fetcher.error();
    feed->fetcher = std::move(*fetcher);
    folder = parts_.spool + "/" + std::to_string(++runs_);
    std::error_code failed;
    std::filesystem::create_directory(folder, failed);
    if (failed) return base::fail(ErrorCode::Disk, folder + " cannot be made: " + failed.message());
  }
  feed->errand = std::make_shared<Errand>();
  const auto loading = parts_.warnings.loading();
  Desk::Parts parts{parts_.store,   parts_.publisher,    parts_.home, parts_.clock, parts_.book.current()->self,
                    loading->lists, feed->fetcher.get(), folder,      feed->errand};
  work(feed, std::make_shared<Desk>(std::move(parts)));
  return {};
}

/// The worker has options and state of its own: a reload may take the feed away meanwhile.
void Living::work(const FeedRef& feed, std::shared_ptr<Desk> desk) {
  workers_.post([weak = weak_from_this(), held = std::weak_ptr<Feed>(feed), desk = std::move(desk),
                 options = with_members(feed->options, *parts_.book.current()), shape = shape_of(feed->options),
                 state = feed->state, errand = feed->errand, &home = parts_.home]() mutable {
    auto outcome = Run(*desk, options, shape, state).run();
    desk.reset();  // what was fetched goes before it is told that it was read
    if (errand->is_stopped()) return;
    home.post([weak, held, errand, outcome = std::move(outcome), state = std::move(state)]() mutable {
      const auto self = weak.lock();
      const auto ran = held.lock();
      if (self && ran && ran->errand == errand) self->ended(ran, std::move(outcome), std::move(state));
    });
  });
}

void Living::ended(const FeedRef& feed, RunOutcome outcome, v1::FeedState state) {
  feed->errand.reset();
  feed->fetcher.reset();
  state.set_paused(feed->state.paused());
  feed->state = std::move(state);
  auto& last = feed->last();
  const auto failures_before = last.failures();
  const auto now = parts_.clock.now();
  const auto& every = feed->options.every;
  take_outcome(last, outcome, now);
  const auto pause = outcome.status ? next_after_success(every, std::uniform_real_distribution<>(0, 1)(chance_))
                                    : next_after_failure(every, last.failures(), outcome.retry_after);
  last.set_next_run_at((now + pause).us);
  count(*feed, outcome, failures_before);
  tell_gauge();
  const auto result = outcome.status ? base::Result<v1::FeedStatus>(status_of(*feed)) : outcome.status.error();
  keep(*feed, [waiting = std::exchange(feed->waiting, {}), result](const base::Status&) {
    for (const auto& done : waiting) done(result);
  });
}

void Living::count(const Feed& feed, const RunOutcome& outcome, std::uint32_t failures_before) {
  const auto& name = feed.options.name;
  parts_.counters.add(Counter::FeedValuesAdded, outcome.counts.added);
  parts_.counters.add(Counter::FeedBulletinsRenewed, outcome.counts.renewed);
  if (!outcome.status) {
    parts_.counters.add(CounterByReason::FeedRunsFailed, outcome.status.error().code);
    if (failures_before == 0)
      parts_.log.write(Event::FeedFailing, {{"feed", name}, {"why", outcome.status.error().what}});
    return;
  }
  parts_.counters.add(Counter::FeedRuns);
  if (failures_before > 0) parts_.log.write(Event::FeedRecovered, {{"feed", name}});
  if (outcome.unchanged) return;
  parts_.log.write(Event::FeedRead, {{"feed", name},
                                     {"values", outcome.counts.values},
                                     {"added", outcome.counts.added},
                                     {"gone", outcome.counts.gone},
                                     {"renewed", outcome.counts.renewed},
                                     {"refused", outcome.counts.refused},
                                     {"left_out", outcome.counts.left_out}});
}

void Living::keep(Feed& feed, std::function<void(base::Status)> done) {
  store::Batch batch;
  batch.outlets.push_back({outlet_of(feed.options.name), feed.state.SerializeAsString(), {}});
  parts_.store.commit(std::move(batch), parts_.home,
                      [done = std::move(done)](const base::Result<store::Committed>& kept) {
                        done(kept ? base::Status() : base::Status(kept.error()));
                      });
}

void Living::tell_gauge() {
  const auto failing = std::ranges::count_if(feeds_, [](const auto& one) { return one.second->last().failures() > 0; });
  parts_.counters.set(telemetry::Gauge::FeedsFailing, failing);
}

void Living::stop() {
  stopping_ = true;
  for (const auto& [name, feed] : feeds_) {
    if (feed->errand) feed->errand->stop();
    const auto stopping = base::fail(ErrorCode::Cancelled, "the service is stopping");
    for (const auto& done : std::exchange(feed->waiting, {})) done(stopping);
  }
}

std::vector<v1::FeedStatus> Living::all() const {
  std::vector<v1::FeedStatus> all;
  for (const auto& [name, feed] : feeds_) all.push_back(status_of(*feed));
  return all;
}

Feed* Living::find(const std::string& name) {
  const auto found = feeds_.find(name);
  return found == feeds_.end() ? nullptr : found->second.get();
}

void Living::run(const std::string& name, Feeding::Done done) {
  const auto found = feeds_.find(name);
  if (found == feeds_.end()) return done(base::fail(ErrorCode::NotFound, "there is no feed " + name));
  const auto& feed = found->second;
  if (stopping_) return done(base::fail(ErrorCode::Cancelled, "the service is stopping"));
  if (!feed->errand) {
    if (running() >= most_at_once) return done(base::fail(ErrorCode::Busy, "as many feeds are running as may"));
    if (auto begun = begin(feed); !begun) return done(begun.error());
  }
  feed->waiting.push_back(std::move(done));
}

void Living::wish(const std::string& name, Feeding::Wish wish, Feeding::Done done) {
  auto* feed = find(name);
  if (feed == nullptr) return done(base::fail(ErrorCode::NotFound, "there is no feed " + name));
  feed->state.set_paused(wish == Feeding::Wish::Pause);
  if (wish == Feeding::Wish::Resume) feed->last().set_next_run_at(parts_.clock.now().us);
  keep(*feed, [done, status = status_of(*feed)](const base::Status& kept) {
    if (kept)
      done(status);
    else
      done(kept.error());
  });
}

class Handle final : public Feeding {
 public:
  explicit Handle(std::shared_ptr<Living> feeding) : feeding_(std::move(feeding)) {}
  ~Handle() override { feeding_->stop(); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  base::Status set(std::vector<FeedOptions> wanted) override { return feeding_->set(std::move(wanted)); }
  void look() override { feeding_->look(); }
  void stop() override { feeding_->stop(); }
  std::vector<v1::FeedStatus> all() const override { return feeding_->all(); }
  void run(const std::string& name, Done done) override { feeding_->run(name, std::move(done)); }
  void wish(const std::string& name, Wish wish, Done done) override { feeding_->wish(name, wish, std::move(done)); }

 private:
  std::shared_ptr<Living> feeding_;
};

}  // namespace

std::unique_ptr<Feeding> Feeding::make(boost::asio::io_context& io, const FeedingParts& parts) {
  std::error_code ignored;  // what a former start has left
  std::filesystem::remove_all(parts.spool, ignored);
  return std::make_unique<Handle>(std::make_shared<Living>(io, parts));
}

}  // namespace tidings::feeding
