#include <libpsl.h>

#include <algorithm>
#include <array>

#include "core/observable/address.hpp"
#include "core/observable/domain.hpp"
#include "core/observable/hash.hpp"
#include "core/observable/observable.hpp"
#include "core/observable/special_ranges.hpp"
#include "core/observable/url.hpp"

namespace tidings::observable {
namespace {

const unsigned char* bytes_of(std::string_view value) { return reinterpret_cast<const unsigned char*>(value.data()); }

std::string special_cidr(std::string_view value) {
  const auto address = value.substr(0, value.size() - 1);
  const unsigned prefix = static_cast<unsigned char>(value.back());
  const bool v4 = address.size() == 4;
  if (prefix < (v4 ? 8U : 16U)) {
    return "network too large: shorter than /" + std::string(v4 ? "8" : "16") + " would hit the uninvolved";
  }
  return std::string(special_range(bytes_of(address), address.size(), prefix));
}

std::string special_address(std::string_view address) {
  return std::string(special_range(bytes_of(address), address.size(), static_cast<unsigned>(address.size() * 8)));
}

// IANA's special-use domain names (RFC 6761 and what it lists since), but ".onion": what is served there is as real as
// elsewhere.
std::string special_name(std::string_view name) {
  constexpr std::array<std::string_view, 14> zones = {
      "example", "example.com", "example.net", "example.org", "invalid",      "localhost", "local",
      "test",    "alt",         "internal",    "home.arpa",   "in-addr.arpa", "ip6.arpa",  "ipv4only.arpa"};
  for (const auto zone : zones) {
    if (is_at_or_below(name, zone)) return "special-use name: " + std::string(zone);
  }
  return {};
}

bool is_public_suffix(std::string_view name) {
  // Compiled into the library; made once, never freed.
  static const psl_ctx_t* const list = psl_builtin();
  return list != nullptr && psl_is_public_suffix(list, std::string(name).c_str()) != 0;
}

std::string special_domain(std::string_view name) {
  if (auto why = special_name(name); !why.empty()) return why;
  if (is_public_suffix(name)) return "public suffix: others register names below " + std::string(name);
  return {};
}

std::string special_host(std::string_view host) {
  Ipv4Bytes v4{};
  Ipv6Bytes v6{};
  if (host.starts_with('[')) {
    if (!host.ends_with(']') || !read_ipv6(host.substr(1, host.size() - 2), v6).empty()) return {};
    return std::string(special_range(v6.data(), v6.size(), 128));
  }
  if (read_ipv4(host, v4).empty()) return std::string(special_range(v4.data(), v4.size(), 32));
  return special_name(host);
}

// The digests of no bytes at all: a failed download or an empty file, never a threat.
bool is_digest_of_nothing(std::string_view hash) {
  static const auto digests = [] {
    std::array<std::string, 5> hex = {
        "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
        "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"};
    for (auto& digest : hex) digest = base::from_hex(digest).value_or(std::string());
    return hex;
  }();
  return std::find(digests.begin(), digests.end(), hash) != digests.end();
}

std::string special_hash(std::string_view hash) {
  if (is_digest_of_nothing(hash)) return "the digest of no bytes at all";
  const bool one_byte = std::all_of(hash.begin(), hash.end(), [&](char c) { return c == hash.front(); });
  return one_byte ? "a placeholder, not a digest" : std::string();
}

}  // namespace

std::string special_reason_of_canonical(const Observable& observable) {
  const auto type = observable.type;
  const std::string_view value = observable.value;
  if (type == Type::Ipv4 || type == Type::Ipv6) return special_address(value);
  if (type == Type::Ipv4Cidr || type == Type::Ipv6Cidr) return special_cidr(value);
  if (type == Type::IpPort) return special_address(value.substr(1, value.size() - 3));
  if (type == Type::Domain) return special_domain(value);
  if (type == Type::DomainWildcard) return special_domain(value.substr(2));
  if (type == Type::Url) return special_host(split_url(value).host);
  if (type == Type::Email) return special_name(value.substr(value.rfind('@') + 1));
  if (type == Type::UriPath && value.find_first_not_of('/') == std::string_view::npos) return "a path of every site";
  if (type == Type::Ssdeep && value == "3::") return "the digest of no bytes at all";
  if (type == Type::Asn && base::read_be(value, 0, 4) == 0) return "AS 0 is reserved";
  if (type == Type::MacAddress && special_hash(value) != "") return "a broadcast or empty MAC address";
  if (const std::size_t size = filename_digest_bytes(type); size != 0) return special_hash(value.substr(0, size));
  return digest_bytes(type) != 0 ? special_hash(value) : std::string();
}

std::string special_reason(const Observable& observable) {
  if (!is_canonical(observable.type, observable.value)) return "not a canonical value";
  return special_reason_of_canonical(observable);
}

}  // namespace tidings::observable
