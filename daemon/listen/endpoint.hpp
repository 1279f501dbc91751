#pragma once
/// "host:port", "192.0.2.7:7443", "[2001:db8::7]:7443" in two halves.
/// Errors: BadInput.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tidings::listen {

struct Endpoint {
  std::string host;  ///< without brackets
  std::string port;  ///< 0 to 65535
};

/// "192.0.2.7:7443", "[2001:db8::7]:7443".
std::string written(const std::string& host, unsigned port);

base::Result<Endpoint> read_endpoint(std::string_view text);

}  // namespace tidings::listen
