#include "daemon/link/dialler.hpp"

#include <algorithm>
#include <utility>

#include "base/digest.hpp"

namespace tidings::link {

Dialler::Dialler(boost::asio::io_context& io, const DiallerOptions& options, Owner owner)
    : io_(io), options_(options), owner_(std::move(owner)), timer_(io) {}

void Dialler::now() {
  rounds_ = 0;
  tried_ = 0;
  dial_.reset();
  dial();
}

void Dialler::later() {
  if (dial_ || timer_.is_running()) return;
  tried_ = 0;
  const base::Duration pause = back_off();
  ++rounds_;
  due_ = std::chrono::steady_clock::now() + pause;
  timer_.start(pause, [this] { dial(); });
}

void Dialler::failed() {
  const auto endpoints = owner_.endpoints().size();
  if (++tried_ < endpoints) return dial();
  later();
}

void Dialler::rest() {
  timer_.cancel();
  dial_.reset();
}

base::Duration Dialler::waits() const {
  if (!timer_.is_running()) return {};
  const auto left = std::chrono::duration_cast<base::Duration>(due_ - std::chrono::steady_clock::now());
  return std::max(base::Duration{1}, left);
}

/// Doubling from `first` to `most`, and of that a random half to whole, so that partners that lost each other at one
/// moment do not come back at one moment.
base::Duration Dialler::back_off() const {
  base::Duration whole = options_.first;
  for (unsigned i = 0; i < rounds_ && whole < options_.most; ++i) whole *= 2;
  whole = std::min(whole, options_.most);
  const auto half = static_cast<std::uint64_t>(whole.count() / 2);
  const auto random = base::read_be(base::random_bytes(8), 0, 8);
  return base::Duration{static_cast<std::int64_t>(half + random % (half + 1))};
}

void Dialler::dial() {
  timer_.cancel();
  const auto endpoints = owner_.endpoints();
  if (endpoints.empty()) return;
  const std::string endpoint = endpoints[next_endpoint_++ % endpoints.size()];
  dial_ = Dial::start(io_, endpoint, options_.deadline,
                      [this, endpoint](base::Result<Reached> result) { answered(std::move(result), endpoint); });
}

void Dialler::answered(base::Result<Reached> result, const std::string& endpoint) {
  // The attempt is over, and what is called next may begin another.
  const auto finished = std::exchange(dial_, nullptr);
  if (result) return owner_.reached(std::move(*result));
  owner_.failed(endpoint, result.error());
  failed();
}

}  // namespace tidings::link
