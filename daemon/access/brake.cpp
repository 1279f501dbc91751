#include "daemon/access/brake.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/bytes.hpp"

namespace tidings::access {

std::string neighbourhood(std::string_view address) {
  std::array<char, 16> bytes{};
  const std::string text(address);
  if (text.find(':') == std::string::npos || inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  return base::to_hex(std::string_view(bytes.data(), 8));
}

bool Brake::make_room(base::Duration now) {
  if (failures_.size() < max_addresses) return true;
  if (swept_at_ >= base::Duration{0} && now - swept_at_ < std::chrono::seconds(1)) return false;
  swept_at_ = now;
  std::erase_if(failures_, [&](const auto& one) { return now - one.second.last > forgotten_after; });
  return failures_.size() < max_addresses;
}

base::Duration Brake::failed(std::string_view address) {
  const auto now = clock_.monotonic();
  const auto key = neighbourhood(address);
  auto found = failures_.find(key);
  if (found == failures_.end()) {
    if (!make_room(now)) return most_wait;
    found = failures_.emplace(key, Failures{}).first;
  }
  auto& one = found->second;
  if (now - one.last > forgotten_after) one.count = 0;
  one.last = now;
  ++one.count;
  if (one.count <= free_failures) return base::Duration{0};
  const auto doublings = std::min<std::uint32_t>(one.count - free_failures - 1, 16);
  return std::min(first_wait * (1u << doublings), most_wait);
}

void Brake::passed(std::string_view address) { failures_.erase(neighbourhood(address)); }

}  // namespace tidings::access
