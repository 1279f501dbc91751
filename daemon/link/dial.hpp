#pragma once
/// One attempt to reach an endpoint: resolves the name, tries each of its addresses in turn, and gives a connected
/// socket as a file descriptor, non-blocking. Destroying it ends the attempt without an answer. Errors: BadInput,
/// Unreachable, Timeout. Lives on: the network thread.
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::link {

struct Reached {
  int socket{-1};  ///< whoever takes it closes it
  std::string address;
};

class Dial {
 public:
  using Done = std::function<void(base::Result<Reached>)>;
  static std::unique_ptr<Dial> start(boost::asio::io_context& io, const std::string& endpoint, base::Duration deadline,
                                     Done done);
  virtual ~Dial() = default;
};

}  // namespace tidings::link
