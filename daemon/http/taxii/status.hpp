#pragma once
/// What became of what was posted (TAXII 2.1 section 4.3.1): kept in memory for a day, the newest thousand and of these
/// the newest 64 MiB (one of a full envelope takes some); after a restart it is not found.
/// Lives on: the network thread.
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"

namespace tidings::taxii {

struct Outcome {
  std::string id;
  std::uint64_t version{0};
  std::string message;  ///< of a success: what was left out; of a failure: why
  bool succeeded{false};
};

struct Status {
  std::string id, caller;
  base::Instant requested_at;
  std::vector<Outcome> outcomes;
};
std::string status_json(const Status& status);

class Statuses {
 public:
  static constexpr std::size_t most = 1'000, most_bytes = std::size_t{64} << 20;
  static constexpr base::Duration kept_for{std::chrono::hours(24)};
  /// Its JSON.
  std::string keep(const Status& status);
  /// Only who posted is told.
  std::optional<std::string> find(const std::string& id, const std::string& caller, base::Instant now) const;

 private:
  void drop_oldest();
  struct Kept {
    std::string json, caller;
    base::Instant at;
  };
  std::unordered_map<std::string, Kept> kept_;
  std::deque<std::string> order_;
  std::size_t bytes_{0};
};

}  // namespace tidings::taxii
