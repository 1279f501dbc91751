#include "core/warning/built_in.hpp"

#include <array>
#include <span>

namespace tidings::warning {
namespace {

using observable::Type;

// www.internic.net/domain/named.root, which IANA keeps; b.root had 199.9.14.201 and 2001:500:200::b until November
// 2023.
constexpr auto root_servers = std::to_array<std::string_view>({
    "198.41.0.4",    "2001:503:ba3e::2:30", "170.247.170.2", "2801:1b8:10::b",     "199.9.14.201",   "2001:500:200::b",
    "192.33.4.12",   "2001:500:2::c",       "199.7.91.13",   "2001:500:2d::d",     "192.203.230.10", "2001:500:a8::e",
    "192.5.5.241",   "2001:500:2f::f",      "192.112.36.4",  "2001:500:12::d0d",   "198.97.190.53",  "2001:500:1::53",
    "192.36.148.17", "2001:7fe::53",        "192.58.128.30", "2001:503:c27::2:30", "193.0.14.129",   "2001:7fd::1",
    "199.7.83.42",   "2001:500:9f::42",     "202.12.27.33",  "2001:dc3::35",
});

// As their operators publish them.
constexpr auto resolvers = std::to_array<std::string_view>({
    // Google: developers.google.com/speed/public-dns/docs/using
    "8.8.8.8",
    "8.8.4.4",
    "2001:4860:4860::8888",
    "2001:4860:4860::8844",
    // Cloudflare: developers.cloudflare.com/1.1.1.1/ip-addresses
    "1.1.1.1",
    "1.0.0.1",
    "1.1.1.2",
    "1.0.0.2",
    "1.1.1.3",
    "1.0.0.3",
    "2606:4700:4700::1111",
    "2606:4700:4700::1001",
    "2606:4700:4700::1112",
    "2606:4700:4700::1002",
    "2606:4700:4700::1113",
    "2606:4700:4700::1003",
    // Quad9: quad9.net/service/service-addresses-and-features
    "9.9.9.9",
    "149.112.112.112",
    "9.9.9.10",
    "149.112.112.10",
    "9.9.9.11",
    "149.112.112.11",
    "2620:fe::fe",
    "2620:fe::9",
    "2620:fe::10",
    "2620:fe::fe:10",
    "2620:fe::11",
    "2620:fe::fe:11",
    // OpenDNS: www.opendns.com/setupguide
    "208.67.222.222",
    "208.67.220.220",
    "208.67.222.123",
    "208.67.220.123",
    "2620:119:35::35",
    "2620:119:53::53",
    // Quad101 of TWNIC: 101.101.101.101; HiNet of Chunghwa Telecom
    "101.101.101.101",
    "101.102.103.104",
    "2001:de4::101",
    "2001:de4::102",
    "168.95.1.1",
    "168.95.192.1",
    // AdGuard: adguard-dns.io/en/public-dns.html
    "94.140.14.14",
    "94.140.15.15",
    "2a10:50c0::ad1:ff",
    "2a10:50c0::ad2:ff",
    // CleanBrowsing: cleanbrowsing.org/filters
    "185.228.168.9",
    "185.228.169.9",
    // Lumen (formerly Level 3)
    "4.2.2.1",
    "4.2.2.2",
    "4.2.2.3",
    "4.2.2.4",
    "4.2.2.5",
    "4.2.2.6",
    // Yandex: dns.yandex.com; AliDNS: www.alidns.com; DNSPod: www.dnspod.com; 114DNS: www.114dns.com
    "77.88.8.8",
    "77.88.8.1",
    "223.5.5.5",
    "223.6.6.6",
    "2400:3200::1",
    "2400:3200:baba::1",
    "119.29.29.29",
    "114.114.114.114",
    "114.114.115.115",
});

constexpr auto resolver_names = std::to_array<std::string_view>({
    "root-servers.net",
    "dns.google",
    "one.one.one.one",
    "cloudflare-dns.com",
    "dns.quad9.net",
    "dns10.quad9.net",
    "dns11.quad9.net",
    "doh.opendns.com",
    "resolver1.opendns.com",
    "resolver2.opendns.com",
    "dns.adguard-dns.com",
    "dns.twnic.tw",
    "dns.hinet.net",
    "dns.alidns.com",
    "doh.pub",
});

constexpr std::uint8_t all_of_it = 100;  // what is private, reserved or a whole top-level domain accuses nobody
constexpr std::uint8_t most_of_it = 90;

List list_of(std::string name, Kind kind, std::initializer_list<Type> types,
             std::span<const std::string_view> entries) {
  List list{std::move(name), kind, {}, most_of_it, {}};
  for (const auto type : types) list.types.add(type);
  for (const auto entry : entries) list.entries.push_back({std::string(entry), list.entries.size()});
  return list;
}

}  // namespace

std::vector<List> built_in_lists() {
  const auto addresses = {Type::Ipv4, Type::Ipv6, Type::Ipv4Cidr, Type::Ipv6Cidr, Type::IpPort, Type::Url};
  return {
      {"special-use and public suffixes", Kind::Special, Types::all(), all_of_it, {}},
      list_of("root name servers", Kind::Cidr, addresses, root_servers),
      list_of("public resolvers", Kind::Cidr, addresses, resolvers),
      list_of("names of resolvers", Kind::Hostname, {Type::Domain, Type::DomainWildcard, Type::Url}, resolver_names),
  };
}

}  // namespace tidings::warning
