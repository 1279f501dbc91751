#pragma once
/// A listening address. Hands over each accepted socket as a file descriptor, non-blocking; whoever takes it closes it.
/// Errors: BadInput (no endpoint), Unreachable (cannot be bound: in use, not ours, not allowed), with the address.
/// Lives on: the network thread.
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace boost::asio {
class io_context;
}

namespace tidings::listen {

class Listener {
 public:
  using Accepted = std::function<void(int socket, std::string address)>;
  using Failed =
      std::function<void(std::string why)>;  ///< an accept failed (descriptors used up); it goes on in a while
  static base::Result<std::unique_ptr<Listener>> open(boost::asio::io_context& io, const std::string& address,
                                                      Accepted accepted, Failed failed);
  virtual ~Listener() = default;            ///< closes
  virtual std::string address() const = 0;  ///< with the real port
};

}  // namespace tidings::listen
