#include "formats/exports/format.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/letters.hpp"
#include "formats/exports/syntax.hpp"
#include "formats/exports/writers.hpp"

namespace tidings::exports {
namespace {

using base::ErrorCode;
using enum observable::Type;
using enum Purpose;

constexpr std::array domains{Domain};
constexpr std::array urls{Url};
constexpr std::array addresses{Ipv4, Ipv6, Ipv4Cidr, Ipv6Cidr};
constexpr std::array single_addresses{Ipv4, Ipv6};
constexpr std::array listed{Ipv4, Ipv6,  Ipv4Cidr, Ipv6Cidr, IpPort,   Domain,    DomainWildcard,
                            Url,  Email, Md5,      Sha1,     Sha256,   Sha384,    Sha512,
                            Asn,  Ja3,   Ja4,      Jarm,     X509Sha1, X509Sha256};
constexpr std::array zoned{Domain, DomainWildcard, Ipv4, Ipv6, Ipv4Cidr, Ipv6Cidr};
constexpr std::array suricata_types{Ipv4, Ipv6, Ipv4Cidr, Ipv6Cidr, IpPort, Domain, DomainWildcard, Url, Ja3, X509Sha1};
constexpr std::array snort_types{Ipv4, Ipv6, Ipv4Cidr, Ipv6Cidr, IpPort, Domain, Url};
constexpr std::array zeek_types{Ipv4, Ipv6, Ipv4Cidr, Ipv6Cidr, Domain,   Url,      Email,
                                Md5,  Sha1, Sha256,   Filename, X509Sha1, UserAgent};
constexpr std::array md5{Md5};
constexpr std::array sha256{Sha256};
constexpr std::array sha{Sha1, Sha256};
constexpr std::array documented{Ipv4, Ipv6,   IpPort, Domain, Url,    Email, Regkey,   Asn,     Md5,
                                Sha1, Sha256, Sha384, Sha512, Ssdeep, Tlsh,  Filename, FilePath};
constexpr std::array all{
    Ipv4,     Ipv6,        Ipv4Cidr,    Ipv6Cidr,     IpPort,         Domain,   DomainWildcard, Url,        UriPath,
    Email,    Md5,         Sha1,        Sha256,       Sha384,         Sha512,   Ssdeep,         Tlsh,       Imphash,
    Filename, FilePath,    FilenameMd5, FilenameSha1, FilenameSha256, Regkey,   Mutex,          Cve,        UserAgent,
    Asn,      Cpe,         Ja3,         Ja4,          Jarm,           X509Sha1, Yara,           X509Sha256, MacAddress,
    Bitcoin,  StixPattern, Sigma,       Suricata,     Other};

constexpr std::array with_originals{Pass::Values, Pass::Originals};
constexpr std::array around_originals{Pass::Held, Pass::Values, Pass::Originals};

constexpr std::string_view plain = "text/plain; charset=utf-8", lines = "application/x-ndjson", hash = "# ";

// clang-format off
constexpr std::array table{
  Format{"csv", ".csv", "text/csv; charset=utf-8", ForPeople, all, "", "a row an indicator, for people", make_csv},
  Format{"jsonl", ".jsonl", lines, ForPeople, all, "", "JSON lines, as query prints them", make_jsonl},
  Format{"stix", ".json", "application/stix+json;version=2.1", HandsOn, all, "", "a STIX 2.1 bundle", make_stix,
    around_originals},
  Format{"misp", ".json", "application/json", HandsOn, all, "", "MISP events, as a server answers them", make_misp,
    with_originals},
  Format{"misp-feed", ".json", "application/json", HandsOn, all, "", "a folder that MISP pulls as a feed (--folder)",
    make_misp, with_originals, true},
  Format{"list", ".txt", plain, Blocks, listed, hash, "one value a line", make_list},
  Format{"hosts", ".hosts", plain, Blocks, domains, hash, "a hosts file", make_hosts},
  Format{"rpz", ".rpz", "text/dns", Blocks, zoned, "; ", "a response policy zone (--zone)", make_rpz},
  Format{"unbound", ".conf", plain, Blocks, domains, hash, "local-zone lines for unbound", make_unbound},
  Format{"dnsmasq", ".conf", plain, Blocks, domains, hash, "address lines for dnsmasq", make_dnsmasq},
  Format{"nftables", ".nft", plain, Blocks, addresses, hash, "sets for nft -f (--set)", make_nftables},
  Format{"ipset", ".ipset", plain, Blocks, addresses, hash, "sets for ipset restore (--set)", make_ipset},
  Format{"squid-domains", ".txt", plain, Blocks, domains, hash, "Squid: dstdomain", make_squid_domains},
  Format{"squid-addresses", ".txt", plain, Blocks, addresses, hash, "Squid: dst", make_squid_addresses},
  Format{"squid-urls", ".txt", plain, Blocks, urls, hash, "Squid: url_regex", make_squid_urls},
  Format{"haproxy-domains", ".lst", plain, Blocks, domains, hash, "HAProxy: names, for -m end", make_haproxy_domains},
  Format{"haproxy-addresses", ".lst", plain, Blocks, addresses, hash, "HAProxy: src or dst", make_haproxy_addresses},
  Format{"haproxy-urls", ".lst", plain, Blocks, urls, hash, "HAProxy: baseq", make_haproxy_urls},
  Format{"suricata", ".rules", plain, Detects, suricata_types, hash, "Suricata rules (--sid-range)", make_suricata},
  Format{"suricata-domains", ".lst", plain, Detects, domains, "", "Suricata dataset of names",
    make_suricata_domains},
  Format{"suricata-addresses", ".lst", plain, Detects, single_addresses, "", "the same of addresses",
    make_suricata_addresses},
  Format{"suricata-md5", ".lst", plain, Detects, md5, "", "the same of MD5 digests", make_suricata_md5},
  Format{"suricata-sha256", ".lst", plain, Detects, sha256, "", "the same of SHA-256 digests", make_suricata_sha256},
  Format{"snort", ".rules", plain, Detects, snort_types, hash, "Snort 3 rules (--sid-range)", make_snort},
  Format{"zeek", ".intel", plain, Detects, zeek_types, "#", "Zeek intelligence file", make_zeek},
  Format{"clamav-hsb", ".hsb", plain, Detects, sha, hash, "ClamAV: SHA-1 and SHA-256 of files", make_clamav},
  Format{"clamav-hdb", ".hdb", plain, Detects, md5, hash, "ClamAV: MD5 of files", make_clamav},
  Format{"ecs", ".ndjson", lines, SearchesLogs, documented, "", "ECS documents, for OpenSearch and Splunk", make_ecs},
  Format{"ecs-bulk", ".ndjson", lines, SearchesLogs, documented, "", "the same for the _bulk API", make_ecs_bulk},
};
// clang-format on

base::Error bad(std::string what) { return base::fail(ErrorCode::BadInput, std::move(what)); }

}  // namespace

bool Format::takes(observable::Type type) const { return std::ranges::find(types, type) != types.end(); }

std::span<const Format> all_formats() { return table; }

const Format* find_format(std::string_view name) {
  const auto found = std::ranges::find(table, name, &Format::name);
  return found == table.end() ? nullptr : &*found;
}

std::string why_unread(const Format& format, std::string_view path) {
  if (!format.name.starts_with("clamav-") || path.ends_with(format.suffix)) return {};
  return "ClamAV reads a file of " + std::string(format.name) + " only where its name ends in " +
         std::string(format.suffix);
}

base::Result<std::string> read_zone(std::string_view text) {
  auto zone = base::lowered(text);
  if (zone.ends_with('.')) zone.pop_back();
  // 100 bytes leave room for what is listed.
  if (!is_plain_name(zone) || zone.size() > 100 || zone.find("..") != std::string::npos || zone.ends_with('.')) {
    return bad("'" + std::string(text) + "' is no name of a zone, such as rpz.example");
  }
  for (std::size_t begin = 0; begin < zone.size(); begin = std::min(zone.find('.', begin), zone.size() - 1) + 1) {
    if (std::min(zone.find('.', begin), zone.size()) - begin > 63) return bad("a label of the zone is longer than 63");
  }
  return zone;
}

base::Result<SidRange> read_sid_range(std::string_view text) {
  constexpr std::uint32_t most = 1u << 24;
  SidRange range;
  const auto end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, range.first);
  const bool has_both = first.ec == std::errc{} && first.ptr != end && *first.ptr == '-';
  const auto last = has_both ? std::from_chars(first.ptr + 1, end, range.last) : first;
  if (!has_both || last.ec != std::errc{} || last.ptr != end || range.first == 0 || range.last < range.first) {
    return bad("'" + std::string(text) + "' is no range of rule numbers, such as 1100000-1999999");
  }
  if (range.last - range.first >= most) return bad("a range of rule numbers holds at most 16,777,216");
  return range;
}

base::Status check_set_name(std::string_view text) {
  const bool begins = !text.empty() && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
  if (!begins || text.size() > 24 || !is_plain_name(text) || text.find_first_of("-.") != std::string_view::npos) {
    return bad("'" + std::string(text) + "' is no name of a set: a letter, then letters, digits and '_', at most 24");
  }
  return {};
}

}  // namespace tidings::exports
