#include "daemon/http/webhook/hook.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "daemon/http/webhook/batch.hpp"
#include "daemon/http/webhook/signature.hpp"
#include "formats/told/said.hpp"

namespace tidings::webhook {
namespace {

using base::ErrorCode;
using telemetry::Counter;
using telemetry::CounterByReason;
using telemetry::Event;

constexpr base::Duration first_pause{std::chrono::seconds(1)};
constexpr base::Duration longest_pause{std::chrono::minutes(5)};
constexpr unsigned gone = 410, too_many = 429, server_fault = 500;

/// Between half of it and all, so that hooks which failed together do not come back together.
base::Duration jittered(base::Duration pause) {
  const auto random = base::read_be(base::random_bytes(2), 0, 2);
  return pause / 2 + pause / 2 * static_cast<std::int64_t>(random) / 0x10000;
}

std::string body_of(const HookOptions& options, std::span<const v1::Arrival> arrivals) {
  told::json::object body;
  body["webhook"] = options.name;
  told::json::array list;
  for (const auto& arrival : arrivals) {
    auto one = told::json_of(arrival);
    one.erase("cursor");  // a place of ours
    list.emplace_back(std::move(one));
  }
  body["arrivals"] = std::move(list);
  return told::compact(body);
}

class LivingHook : public std::enable_shared_from_this<LivingHook> {
 public:
  LivingHook(HookParts parts, HookOptions options, std::unique_ptr<fetch::Fetcher> fetcher, store::OutletRecord place)
      : parts_(parts),
        options_(std::move(options)),
        fetcher_(std::move(fetcher)),
        place_(std::move(place)),
        batch_(options_.batch_max, place_.planned) {}

  void begin();
  void end() {
    watcher_.reset();
    fetcher_.reset();
    retry_ = nullptr;
  }
  void look() {
    if (retry_ && parts_.clock.monotonic() >= retry_at_) std::exchange(retry_, nullptr)(*this);
  }
  v1::WebhookStatus status() const;
  const HookOptions& options() const { return options_; }
  bool is_paused() const { return paused_; }

 private:
  using Step = void (*)(LivingHook&);
  void on_begun(base::Result<std::unique_ptr<watching::Watcher>> begun);
  void gather();
  void on_given(const base::Result<watching::Given>& given);
  void plan();
  void keep_place(Step then);
  void send();
  void on_answer(const base::Result<fetch::Response>& answer);
  void on_taken();
  void fail(const base::Error& why, Step step);
  void recover();
  std::uint64_t lag() const;

  HookParts parts_;
  HookOptions options_;
  std::unique_ptr<fetch::Fetcher> fetcher_;
  store::OutletRecord place_;
  Batch batch_;
  std::unique_ptr<watching::Watcher> watcher_;
  std::vector<v1::Arrival> sending_;
  std::string body_;
  Step retry_{nullptr}, then_{nullptr};  ///< then_: what follows keeping the place, while that fails
  base::Duration retry_at_{0};
  std::uint32_t failures_{0};
  std::string last_error_;
  base::Instant taken_at_;
  bool paused_{false};
  bool took_place_{false};  ///< in this run: that place cannot be lost
};

void LivingHook::begin() {
  batch_ = Batch(options_.batch_max, place_.planned);
  watching::Wish wish;
  // Its place is taken first, whatever the filter: that may name a partner who is not in the book yet.
  if (!place_.cursor.empty()) wish.filter = options_.filter;
  wish.max_tlp = options_.max_tlp;
  wish.reach = watching::Reach::Outside;
  wish.asker = watching::Asker::Config;
  wish.cursor = place_.cursor;
  parts_.watching.begin(std::move(wish), [weak = weak_from_this()](auto begun) {
    if (const auto self = weak.lock()) self->on_begun(std::move(begun));
  });
}

void LivingHook::on_begun(base::Result<std::unique_ptr<watching::Watcher>> begun) {
  if (!fetcher_) return;
  if (!begun && begun.error().code == ErrorCode::BadInput && !place_.cursor.empty() && !took_place_) {
    parts_.log.write(Event::WebhookPlaceLost, {{"webhook", options_.name}});
    place_ = {options_.name, {}, {}};
    return begin();
  }
  if (!begun) return fail(begun.error(), [](LivingHook& self) { self.begin(); });
  if (place_.cursor.empty()) {
    took_place_ = true;
    place_.cursor = (*begun)->first_cursor();
    return keep_place([](LivingHook& self) { self.begin(); });
  }
  watcher_ = std::move(*begun);
  recover();
  gather();
}

void LivingHook::gather() {
  if (batch_.is_ready()) return plan();
  watcher_->next([weak = weak_from_this()](const base::Result<watching::Given>& given) {
    if (const auto self = weak.lock()) self->on_given(given);
  });
}

void LivingHook::on_given(const base::Result<watching::Given>& given) {
  if (!given) {
    watcher_.reset();
    return fail(given.error(), [](LivingHook& self) { self.begin(); });
  }
  v1::WatchAnswer answer;
  if (!answer.ParseFromString(given->piece->answer)) {
    return fail(base::fail(ErrorCode::Internal, "what arrived cannot be read"), [](LivingHook& self) { self.begin(); });
  }
  const bool is_idle = batch_.is_empty() && batch_.planned().empty() && answer.arrivals().empty();
  batch_.add(std::move(answer), given->caught_up);
  if (!is_idle) return gather();
  place_.cursor = batch_.taken();  // nothing for us so far: that need not be looked at again
  keep_place([](LivingHook& self) { self.gather(); });
}

void LivingHook::plan() {
  sending_ = batch_.next();
  if (sending_.empty()) {
    place_.cursor = batch_.taken();
    place_.planned.clear();
    return keep_place([](LivingHook& self) { self.gather(); });
  }
  body_ = body_of(options_, sending_);
  if (place_.planned == batch_.planned()) return send();
  place_.planned = batch_.planned();
  keep_place([](LivingHook& self) { self.send(); });
}

void LivingHook::keep_place(Step then) {
  store::Batch batch;
  batch.outlets = {place_};
  parts_.store.commit(std::move(batch), parts_.home, [weak = weak_from_this(), then](const auto& committed) {
    const auto self = weak.lock();
    if (!self || !self->fetcher_) return;
    if (committed) {
      self->recover();
      return then(*self);
    }
    self->then_ = then;
    self->fail(committed.error(), [](LivingHook& hook) { hook.keep_place(hook.then_); });
  });
}

void LivingHook::send() {
  fetch::Request request;
  request.method = "POST";
  request.url = options_.url;
  request.headers = {{"Content-Type", "application/json"},
                     {"Tidings-Webhook", options_.name},
                     {"Tidings-Delivery", delivery_key(options_.name, sending_)},
                     {"Tidings-Signature", signature(*options_.secret, parts_.clock.now(), body_)}};
  request.body = body_;
  fetcher_->fetch(std::move(request), [weak = weak_from_this()](const base::Result<fetch::Response>& answer) {
    if (const auto self = weak.lock()) self->on_answer(answer);
  });
}

void LivingHook::on_answer(const base::Result<fetch::Response>& answer) {
  const auto again = [](LivingHook& self) { self.send(); };
  if (!answer) return fail(answer.error(), again);
  if (answer->status >= 200 && answer->status < 300) return on_taken();
  if (answer->status == gone) {
    paused_ = true;
    last_error_ = "it answered 410 Gone";
    parts_.log.write(Event::WebhookPaused, {{"webhook", options_.name}});
    return;
  }
  const bool may_pass = answer->status >= server_fault || answer->status == too_many;
  fail(base::fail(may_pass ? ErrorCode::Busy : ErrorCode::Protocol, "it answered " + std::to_string(answer->status)),
       again);
}

void LivingHook::on_taken() {
  recover();
  taken_at_ = parts_.clock.now();
  parts_.counters.add(Counter::WebhookRequestsTaken);
  parts_.counters.add(Counter::WebhookArrivalsTaken, sending_.size());
  place_.cursor = batch_.taken();
  place_.planned.clear();
  sending_.clear();
  if (batch_.is_ready()) return plan();  // which keeps the new place with the new plan
  keep_place([](LivingHook& self) { self.gather(); });
}

void LivingHook::recover() {
  if (failures_ > 0) parts_.log.write(Event::WebhookRecovered, {{"webhook", options_.name}});
  failures_ = 0;
  last_error_.clear();
}

void LivingHook::fail(const base::Error& why, Step step) {
  parts_.counters.add(CounterByReason::WebhookTriesFailed, why.code);
  if (failures_ == 0) parts_.log.write(Event::WebhookFailing, {{"webhook", options_.name}, {"why", why.what}});
  last_error_ = why.what;
  retry_ = step;
  retry_at_ = parts_.clock.monotonic() + jittered(pause_after(++failures_));
}

std::uint64_t LivingHook::lag() const {
  const auto last = parts_.store.gauges().last.value;
  if (watcher_ && batch_.is_empty()) return last - std::min(last, watcher_->position().at.value);
  return last - std::min(last, watching::position_in(place_.cursor).at.value);
}

v1::WebhookStatus LivingHook::status() const {
  v1::WebhookStatus status;
  status.set_name(options_.name);
  status.set_standing(paused_ ? "paused" : failures_ > 0 ? "retrying" : "serving");
  status.set_lag(lag());
  status.set_last_taken_at(taken_at_.us);
  status.set_failures(failures_);
  status.set_last_error(last_error_);
  if (retry_) {
    const auto wait = std::max(base::Duration{0}, retry_at_ - parts_.clock.monotonic());
    status.set_next_try_at((parts_.clock.now() + wait).us);
  }
  return status;
}

class Handle final : public Hook {
 public:
  explicit Handle(std::shared_ptr<LivingHook> hook) : hook_(std::move(hook)) { hook_->begin(); }
  ~Handle() override { hook_->end(); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  const HookOptions& options() const override { return hook_->options(); }
  bool is_paused() const override { return hook_->is_paused(); }
  void look() override { hook_->look(); }
  v1::WebhookStatus status() const override { return hook_->status(); }

 private:
  std::shared_ptr<LivingHook> hook_;
};

}  // namespace

bool is_same(const HookOptions& a, const HookOptions& b) {
  return a.name == b.name && a.url == b.url && a.secret->reveal() == b.secret->reveal() &&
         a.fetch.ca_file == b.fetch.ca_file && a.fetch.allow_private == b.fetch.allow_private &&
         a.fetch.step_deadline == b.fetch.step_deadline && a.max_tlp == b.max_tlp && a.batch_max == b.batch_max &&
         a.filter.SerializeAsString() == b.filter.SerializeAsString();
}

base::Duration pause_after(std::uint32_t failures) {
  const auto doubled = first_pause * (std::int64_t{1} << std::min<std::uint32_t>(failures - 1, 16));
  return std::min(doubled, longest_pause);
}

std::unique_ptr<Hook> Hook::make(HookParts parts, HookOptions options, std::unique_ptr<fetch::Fetcher> fetcher,
                                 store::OutletRecord place) {
  return std::make_unique<Handle>(
      std::make_shared<LivingHook>(parts, std::move(options), std::move(fetcher), std::move(place)));
}

}  // namespace tidings::webhook
