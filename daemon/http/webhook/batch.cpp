#include "daemon/http/webhook/batch.hpp"

#include <algorithm>

namespace tidings::webhook {

void Batch::add(v1::WatchAnswer answer, bool caught_up) {
  for (auto& arrival : *answer.mutable_arrivals()) {
    bytes_ += arrival.ByteSizeLong();
    arrivals_.push_back(std::move(arrival));
  }
  end_ = std::move(*answer.mutable_cursor());
  caught_up_ = caught_up;
}

bool Batch::is_ready() const {
  if (!planned_.empty()) return end_ >= planned_ || caught_up_;
  if (arrivals_.empty()) return false;
  return arrivals_.size() >= most_ || bytes_ >= max_request_bytes || caught_up_;
}

std::vector<v1::Arrival> Batch::next() {
  if (planned_.empty()) {
    std::size_t count = 0, bytes = 0;
    while (count < std::min(most_, arrivals_.size()) && bytes < max_request_bytes) {
      bytes += arrivals_[count++].ByteSizeLong();
    }
    planned_ = arrivals_[count - 1].cursor();
  }
  const auto behind = std::ranges::find_if(arrivals_, [&](const auto& arrival) { return arrival.cursor() > planned_; });
  return {arrivals_.begin(), behind};
}

std::string Batch::taken() {
  while (!arrivals_.empty() && arrivals_.front().cursor() <= planned_) {
    bytes_ -= arrivals_.front().ByteSizeLong();
    arrivals_.pop_front();
  }
  auto cursor = std::exchange(planned_, {});
  return arrivals_.empty() ? std::max(cursor, end_) : cursor;
}

}  // namespace tidings::webhook
