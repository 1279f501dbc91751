#include "core/observable/host.hpp"

#include <algorithm>

#include "core/observable/url.hpp"

namespace tidings::observable {

std::string_view host_of(Type type, std::string_view value) {
  if (type == Type::Domain) return value;
  if (type == Type::DomainWildcard) return value.substr(std::min<std::size_t>(2, value.size()));
  if (type == Type::Email) return value.substr(value.rfind('@') + 1);
  if (type != Type::Url || value.find("://") == std::string_view::npos) return {};
  return split_url(value).host;
}

std::string_view address_of(Type type, std::string_view value) {
  if (type == Type::Ipv4 || type == Type::Ipv6) return value;
  if ((type == Type::Ipv4Cidr || type == Type::Ipv6Cidr) && !value.empty()) return value.substr(0, value.size() - 1);
  if (type == Type::IpPort && value.size() > 3) return value.substr(1, value.size() - 3);
  return {};
}

}  // namespace tidings::observable
