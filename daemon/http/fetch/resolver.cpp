#include "daemon/http/fetch/resolver.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <resolv.h>

#include <array>

#include "core/observable/observable.hpp"

namespace tidings::fetch {
namespace {

/// A stop waits for a question under way: at most so long, for each server of names and try.
constexpr int answer_s = 3, tries = 1;

base::Result<std::vector<std::string>> look_up(const std::string& host) {
  if (res_init() == 0) {
    _res.retrans = answer_s;
    _res.retry = tries;
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  if (const int failed = getaddrinfo(host.c_str(), nullptr, &hints, &found); failed != 0) {
    return base::fail(base::ErrorCode::Unreachable, host + ": " + gai_strerror(failed));
  }
  std::vector<std::string> addresses;
  for (const addrinfo* at = found; at != nullptr && addresses.size() < Resolver::most_addresses; at = at->ai_next) {
    std::string text(NI_MAXHOST, '\0');
    if (getnameinfo(at->ai_addr, at->ai_addrlen, text.data(), NI_MAXHOST, nullptr, 0, NI_NUMERICHOST) != 0) continue;
    text.resize(text.find('\0'));
    addresses.push_back(std::move(text));
  }
  freeaddrinfo(found);
  return addresses;
}

bool is_numeric(const std::string& host) {
  std::array<unsigned char, 16> bytes{};
  return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

}  // namespace

void Resolver::resolve(std::string host, Done done) {
  if (is_numeric(host)) {
    home_.post([done = std::move(done), host = std::move(host)] { done(std::vector{host}); });
    return;
  }
  thread_.post([this, done = std::move(done), host = std::move(host)]() mutable {
    auto found = look_up(host);
    home_.post([done = std::move(done), found = std::move(found)]() mutable { done(std::move(found)); });
  });
}

std::string private_reason(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  observable::Observable value;
  std::size_t size = 0;
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) {
    value.type = observable::Type::Ipv4;
    size = 4;
  } else if (inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), bytes.data()) == 1) {  // fe80::1%eth0
    value.type = observable::Type::Ipv6;
    size = 16;
  } else {
    return "it is no address";
  }
  value.value.assign(reinterpret_cast<const char*>(bytes.data()), size);
  return observable::special_reason(value);
}

}  // namespace tidings::fetch
