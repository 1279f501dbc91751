#include "core/observable/reach.hpp"

#include <algorithm>

#include "core/observable/address.hpp"
#include "core/observable/domain.hpp"
#include "core/observable/text.hpp"
#include "core/observable/url.hpp"

namespace tidings::observable {
namespace {

/// "www.evil.example" → "evil.example"; empty at the end.
std::string_view parent_of(std::string_view name) {
  const auto dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

/// The names above `name`, and the wildcards that cover it, up to its registrable domain.
void add_parents(std::string_view name, std::vector<Covering>& into) {
  const auto top = registrable(name);
  while (name.size() > top.size()) {
    name = parent_of(name);
    into.push_back({{Type::DomainWildcard, "*." + std::string(name)}, Match::Wildcard});
    into.push_back({{Type::Domain, std::string(name)}, Match::Parent});
  }
}

/// Networks that hold the first `prefix` bits of an address, those of that length included, the narrowest first.
void add_networks(std::string_view address, unsigned prefix, std::vector<Covering>& into) {
  const auto type = address.size() == 4 ? Type::Ipv4Cidr : Type::Ipv6Cidr;
  std::string bytes(address);
  for (unsigned length = prefix + 1; length-- > 0;) {
    clear_host_bits(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), length);
    into.push_back({{type, bytes + static_cast<char>(length)}, Match::Contains});
  }
}

void add_address(std::string_view address, Match match, std::vector<Covering>& into) {
  const auto type = address.size() == 4 ? Type::Ipv4 : Type::Ipv6;
  into.push_back({{type, std::string(address)}, match});
  add_networks(address, static_cast<unsigned>(address.size() * 8), into);
  if (const auto ipv4 = mapped_ipv4({type, std::string(address)})) add_address(ipv4->value, match, into);
}

void add_host(std::string_view host, std::vector<Covering>& into) {
  Ipv4Bytes v4{};
  Ipv6Bytes v6{};
  if (host.starts_with('[')) {
    if (host.ends_with(']') && read_ipv6(host.substr(1, host.size() - 2), v6).empty()) {
      add_address({reinterpret_cast<const char*>(v6.data()), v6.size()}, Match::Parent, into);
    }
  } else if (read_ipv4(host, v4).empty()) {
    add_address({reinterpret_cast<const char*>(v4.data()), v4.size()}, Match::Parent, into);
  } else if (!host.empty()) {
    into.push_back({{Type::Domain, std::string(host)}, Match::Parent});
    add_parents(host, into);
  }
}

bool is_cidr(Type type) { return type == Type::Ipv4Cidr || type == Type::Ipv6Cidr; }
bool is_address(Type type) { return type == Type::Ipv4 || type == Type::Ipv6; }
/// The network that has this address and no other.
Observable network_of(const Observable& address) {
  const auto& [type, value] = address;
  return {type == Type::Ipv4 ? Type::Ipv4Cidr : Type::Ipv6Cidr, value + static_cast<char>(value.size() * 8)};
}
std::string_view address_in(std::string_view value) { return value.substr(0, value.size() - 1); }
unsigned prefix_in(std::string_view value) { return static_cast<unsigned char>(value.back()); }

/// Above every key that begins so.
std::string after_all(std::string key) {
  while (!key.empty() && key.back() == '\xff') key.pop_back();
  if (!key.empty()) key.back() = static_cast<char>(static_cast<unsigned char>(key.back()) + 1);
  return key;
}

/// Keys that are too long are hashed behind so many bytes: what lies below a very long name shares only those.
std::string plain_part(std::string key) {
  constexpr std::size_t plain_bytes = max_index_key_bytes - 16;
  if (key.size() > plain_bytes) key.resize(plain_bytes);
  return key;
}

std::vector<KeyRange> ranges_below(std::string_view name) {
  std::string shared;
  append_reversed_labels(shared, name);
  std::vector<KeyRange> ranges;
  for (const auto type : {Type::Domain, Type::Url, Type::Email}) {
    std::string from;
    base::append_be16(from, static_cast<std::uint16_t>(type));
    from = plain_part(from + shared);
    ranges.push_back({from, after_all(from)});
  }
  return ranges;
}

std::vector<KeyRange> ranges_inside(std::string_view network) {
  std::string first(address_in(network));
  std::string last = first;
  for (unsigned bit = prefix_in(network); bit < last.size() * 8; ++bit) {
    last[bit / 8] = static_cast<char>(static_cast<unsigned char>(last[bit / 8]) | (0x80U >> (bit % 8)));
  }
  const bool is_v4 = first.size() == 4;
  std::vector<KeyRange> ranges;
  for (const auto type : {is_v4 ? Type::Ipv4 : Type::Ipv6, is_v4 ? Type::Ipv4Cidr : Type::Ipv6Cidr, Type::IpPort}) {
    std::string number;
    base::append_be16(number, static_cast<std::uint16_t>(type));
    ranges.push_back({number + first, after_all(number + last)});
  }
  return ranges;
}

bool is_inside(std::string_view address, std::string_view network) {
  if (address.size() != network.size() - 1) return false;
  std::string masked(address);
  clear_host_bits(reinterpret_cast<unsigned char*>(masked.data()), masked.size(), prefix_in(network));
  return masked == address_in(network);
}

}  // namespace

std::string_view name(Match match) {
  switch (match) {
    case Match::Exact: return "exact";
    case Match::Wildcard: return "wildcard";
    case Match::Parent: return "parent";
    case Match::Contains: return "contains";
    case Match::Within: return "within";
  }
  return "exact";
}

std::optional<Observable> mapped_ipv4(const Observable& observable) {
  constexpr std::string_view prefix("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
  const auto& [type, value] = observable;
  if (type != Type::Ipv6 || value.size() != 16 || !value.starts_with(prefix)) return std::nullopt;
  return Observable{Type::Ipv4, value.substr(prefix.size())};
}

std::vector<Covering> coverings(const Observable& observable) {
  std::vector<Covering> found{{observable, Match::Exact}};
  const auto& [type, value] = observable;
  if (!is_canonical(type, value)) return found;
  if (type == Type::Ipv4 || type == Type::Ipv6) {
    found.clear();
    add_address(value, Match::Exact, found);
  } else if (is_cidr(type)) {
    if (prefix_in(value) > 0) add_networks(address_in(value), prefix_in(value) - 1, found);
  } else if (type == Type::IpPort) {
    add_address(std::string_view(value).substr(1, value.size() - 3), Match::Parent, found);
  } else if (type == Type::Domain) {
    add_parents(value, found);
  } else if (type == Type::DomainWildcard) {
    // The name of a wildcard is above what it stands for.
    found.push_back({{Type::Domain, value.substr(2)}, Match::Parent});
    add_parents(std::string_view(value).substr(2), found);
  } else if (type == Type::Url) {
    add_host(split_url(value).host, found);
  } else if (type == Type::Email) {
    add_host(name_in(type, value), found);
  }
  return found;
}

base::Result<std::vector<KeyRange>> ranges_within(const Observable& outer) {
  const auto& [type, value] = outer;
  if (is_canonical(type, value)) {
    if (type == Type::Domain) return ranges_below(value);
    if (type == Type::DomainWildcard) return ranges_below(std::string_view(value).substr(2));
    if (is_cidr(type)) return ranges_inside(value);
    if (is_address(type)) return ranges_inside(network_of(outer).value);
  }
  return base::fail(base::ErrorCode::BadInput,
                    "only a domain has subdomains, and only a network or an address has an inside");
}

bool is_within(const Observable& inner, const Observable& outer) {
  if (is_address(outer.type)) return is_within(inner, network_of(outer));
  if (is_cidr(outer.type)) {
    if (inner.type == Type::Ipv4 || inner.type == Type::Ipv6) return is_inside(inner.value, outer.value);
    if (inner.type == Type::IpPort) {
      return inner.value.size() > 3 &&
             is_inside(std::string_view(inner.value).substr(1, inner.value.size() - 3), outer.value);
    }
    return inner.type == outer.type && prefix_in(inner.value) >= prefix_in(outer.value) &&
           is_inside(address_in(inner.value), outer.value);
  }
  const auto inner_name = name_in(inner.type, inner.value), zone = name_in(outer.type, outer.value);
  if (inner_name.empty() || zone.empty() || !is_at_or_below(inner_name, zone)) return false;
  if (outer.type == Type::Domain || inner_name.size() > zone.size()) return true;
  return inner.type == Type::DomainWildcard;
}

std::string_view name_in(Type type, std::string_view value) {
  if (type == Type::Domain) return value;
  if (type == Type::DomainWildcard) return value.substr(std::min<std::size_t>(2, value.size()));
  if (type == Type::Email) return value.substr(value.rfind('@') + 1);
  if (type != Type::Url || value.find("://") == std::string_view::npos) return {};
  const auto host = split_url(value).host;
  return host.starts_with('[') || looks_like_ipv4(host) ? std::string_view() : host;
}

}  // namespace tidings::observable
