#pragma once
/// Names to addresses, on a thread of its own: getaddrinfo(3) cannot be interrupted, and a server of names that does
/// not answer must not keep others waiting. Lives on: the network thread.
#include <functional>
#include <string>
#include <vector>

#include "base/async/executor.hpp"
#include "base/result.hpp"

namespace tidings::fetch {

class Resolver {
 public:
  explicit Resolver(base::Executor& home) : home_(home) {}
  using Done = std::function<void(base::Result<std::vector<std::string>>)>;
  /// Addresses as text, at most `most_addresses`. Numeric ones are answered without asking anybody.
  void resolve(std::string host, Done done);

  static constexpr std::size_t most_addresses = 8;

 private:
  base::Executor& home_;
  base::ThreadPool thread_{"resolve", 1};
};

/// Why nobody may be reached there by a name that others chose; empty for a public address.
std::string private_reason(const std::string& address);

}  // namespace tidings::fetch
