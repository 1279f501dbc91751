#pragma once
/// Tries to reach one partner, endpoint after endpoint, with jittered exponential back-off between rounds, until it is
/// told to rest. Does not know what became of a socket it gave: the owner tells it (`failed`, `rest`).
/// Lives on: the network thread.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "daemon/link/dial.hpp"
#include "daemon/link/timer.hpp"

namespace tidings::link {

struct DiallerOptions {
  base::Duration first, most;  ///< back-off
  base::Duration deadline;     ///< of one attempt
};

class Dialler {
 public:
  struct Owner {
    std::function<std::vector<std::string>()> endpoints;  ///< as the partner's contact says now; none: wait
    std::function<void(Reached)> reached;
    std::function<void(const std::string& endpoint, const base::Error& why)> failed;
  };
  Dialler(boost::asio::io_context& io, const DiallerOptions& options, Owner owner);

  void now();                      ///< starts over, without waiting
  void later();                    ///< after the back-off, if nothing is under way
  void failed();                   ///< what was reached came to nothing: the next endpoint, or the back-off
  void rest();                     ///< nothing more until now() or later()
  void forgive() { rounds_ = 0; }  ///< a link lived: the back-off begins anew
  base::Duration waits() const;    ///< until the next try; 0: none is set

 private:
  void dial();
  void answered(base::Result<Reached> result, const std::string& endpoint);
  base::Duration back_off() const;

  boost::asio::io_context& io_;
  const DiallerOptions options_;
  const Owner owner_;
  Timer timer_;
  std::unique_ptr<Dial> dial_;
  std::size_t next_endpoint_{0}, tried_{0};
  unsigned rounds_{0};
  std::chrono::steady_clock::time_point due_;
};

}  // namespace tidings::link
