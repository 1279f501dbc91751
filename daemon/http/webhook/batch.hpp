#pragma once
/// What is on its way to a webhook: arrivals as they come, cut into requests. A cut that was planned, and perhaps sent
/// before a crash, is made again at the same place, so that its request has the same key.
/// Lives on: the network thread.
#include <deque>
#include <string>
#include <vector>

#include "tidings/v1/api.pb.h"

namespace tidings::webhook {

/// A request's arrivals, encoded: about twice that as JSON. A claim repeats its bulletin's context, so it may be much.
inline constexpr std::size_t max_request_bytes = 1u << 20;

class Batch {
 public:
  /// `planned`: the cursor that what was under way ends at; empty: nothing was.
  Batch(std::size_t most, std::string planned) : most_(most), planned_(std::move(planned)) {}

  void add(v1::WatchAnswer answer, bool caught_up);
  /// Whether enough is here for the next request: as much as one may hold, all there is, or what was planned.
  bool is_ready() const;
  bool is_empty() const { return arrivals_.empty(); }
  /// The arrivals of the next request, once it is ready. None: what was planned is no more.
  std::vector<v1::Arrival> next();
  /// The cursor behind them: to be kept before they are sent.
  const std::string& planned() const { return planned_; }
  /// They were taken. The cursor to go on from.
  std::string taken();

 private:
  std::size_t most_;
  std::string planned_;
  std::deque<v1::Arrival> arrivals_;
  std::size_t bytes_{0};
  std::string end_;  ///< the cursor behind all that came
  bool caught_up_{false};
};

}  // namespace tidings::webhook
