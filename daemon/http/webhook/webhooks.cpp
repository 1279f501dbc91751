#include "daemon/http/webhook/webhooks.hpp"

#include <algorithm>
#include <map>

namespace tidings::webhook {
namespace {

class LivingWebhooks : public std::enable_shared_from_this<LivingWebhooks> {
 public:
  LivingWebhooks(boost::asio::io_context& io, HookParts parts) : io_(io), parts_(parts) {}

  base::Status set(std::vector<HookOptions> wanted);
  void stop() {
    starting_.clear();
    hooks_.clear();
  }
  void look() {
    if (!starting_.empty() && !reading_) read_places();
    std::uint64_t furthest = 0;
    for (const auto& [name, hook] : hooks_) {
      hook->look();
      furthest = std::max(furthest, hook->status().lag());
    }
    parts_.counters.set(telemetry::Gauge::WebhookLag, static_cast<std::int64_t>(furthest));
  }
  void describe(v1::StatusAnswer& answer) const {
    for (const auto& [name, hook] : hooks_) *answer.add_webhooks() = hook->status();
  }

 private:
  struct Starting {
    HookOptions options;
    std::unique_ptr<fetch::Fetcher> fetcher;
  };
  void read_places();
  void on_places(const base::Result<std::vector<store::OutletRecord>>& places, std::uint64_t round);
  void start(const std::vector<store::OutletRecord>& places);

  boost::asio::io_context& io_;
  HookParts parts_;
  std::map<std::string, std::unique_ptr<Hook>> hooks_;
  std::vector<Starting> starting_;  ///< until their places are read
  bool reading_{false};
  std::uint64_t round_{0};
};

base::Status LivingWebhooks::set(std::vector<HookOptions> wanted) {
  std::vector<Starting> starting;
  for (auto& options : wanted) {
    auto fetcher = fetch::Fetcher::make(io_, parts_.home, options.fetch);
    if (!fetcher) return base::fail(fetcher.error().code, "webhook " + options.name + ": " + fetcher.error().what);
    starting.push_back({std::move(options), std::move(*fetcher)});
  }
  const auto stays = [&](const auto& held) {
    const auto same = std::ranges::find_if(starting, [&](const Starting& one) {
      return !held.second->is_paused() && is_same(one.options, held.second->options());
    });
    if (same == starting.end()) return false;
    starting.erase(same);
    return true;
  };
  std::erase_if(hooks_, [&](const auto& held) { return !stays(held); });
  starting_ = std::move(starting);
  read_places();
  return {};
}

/// After whatever the hooks that just went have still to write.
void LivingWebhooks::read_places() {
  reading_ = true;
  parts_.store.commit(store::Batch{}, parts_.home, [weak = weak_from_this(), round = ++round_](const auto&) {
    const auto self = weak.lock();
    if (!self || round != self->round_) return;
    self->parts_.store.read([weak, round, home = &self->parts_.home](store::Reading& reading) {
      home->post([weak, round, places = reading.ledger.outlets()] {
        if (const auto hooks = weak.lock()) hooks->on_places(places, round);
      });
    });
  });
}

void LivingWebhooks::on_places(const base::Result<std::vector<store::OutletRecord>>& places, std::uint64_t round) {
  if (round != round_) return;  // others are wanted by now
  reading_ = false;
  if (places) start(*places);  // else look() tries again
}

void LivingWebhooks::start(const std::vector<store::OutletRecord>& places) {
  for (auto& one : std::exchange(starting_, {})) {
    const auto name = one.options.name;
    const auto known = std::ranges::find(places, name, &store::OutletRecord::name);
    auto place = known == places.end() ? store::OutletRecord{name, {}, {}} : *known;
    hooks_[name] = Hook::make(parts_, std::move(one.options), std::move(one.fetcher), std::move(place));
  }
  store::Batch batch;
  for (const auto& place : places) {
    const bool is_a_webhooks = place.name.find(':') == std::string::npos;  // others' begin with what they are of
    if (is_a_webhooks && !hooks_.contains(place.name)) batch.outlets_gone.push_back(place.name);
  }
  if (!batch.outlets_gone.empty()) parts_.store.commit(std::move(batch), parts_.home, {});
}

class Handle final : public Webhooks {
 public:
  explicit Handle(std::shared_ptr<LivingWebhooks> webhooks) : webhooks_(std::move(webhooks)) {}
  ~Handle() override { webhooks_->stop(); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  base::Status set(std::vector<HookOptions> hooks) override { return webhooks_->set(std::move(hooks)); }
  void look() override { webhooks_->look(); }
  void describe(v1::StatusAnswer& answer) const override { webhooks_->describe(answer); }

 private:
  std::shared_ptr<LivingWebhooks> webhooks_;
};

}  // namespace

std::unique_ptr<Webhooks> Webhooks::make(boost::asio::io_context& io, HookParts parts) {
  return std::make_unique<Handle>(std::make_shared<LivingWebhooks>(io, parts));
}

}  // namespace tidings::webhook
