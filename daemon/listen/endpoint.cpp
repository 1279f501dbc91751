#include "daemon/listen/endpoint.hpp"

#include <charconv>

namespace tidings::listen {
namespace {

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port <= 65535;
}

}  // namespace

std::string written(const std::string& host, unsigned port) {
  const bool is_v6 = host.find(':') != std::string::npos;
  return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

base::Result<Endpoint> read_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || !is_port(text.substr(colon + 1))) {
    return base::fail(base::ErrorCode::BadInput, "'" + std::string(text) + "' does not end in a port, as in host:7443");
  }
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty() || (!bracketed && host.find_first_of(":[]") != std::string_view::npos)) {
    return base::fail(base::ErrorCode::BadInput,
                      "'" + std::string(text) + "' has no host, or an IPv6 address without [ ]");
  }
  return Endpoint{std::string(host), std::string(text.substr(colon + 1))};
}

}  // namespace tidings::listen
