#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "formats/list/line.hpp"

namespace tidings::list {
namespace {

using observable::Type;

struct FormatWord {
  std::string_view word;
  LineFormat format;
};
constexpr std::array<FormatWord, 18> formats = {{{"auto", LineFormat::List},
                                                 {"list", LineFormat::List},
                                                 {"plain", LineFormat::List},
                                                 {"ipsum", LineFormat::List},
                                                 {"csv-cell", LineFormat::CsvCell},
                                                 {"csv", LineFormat::CsvCell},
                                                 {"hosts", LineFormat::Hosts},
                                                 {"adblock", LineFormat::Adblock},
                                                 {"adguard", LineFormat::Adblock},
                                                 {"ublock", LineFormat::Adblock},
                                                 {"rpz", LineFormat::Rpz},
                                                 {"zeek", LineFormat::Zeek},
                                                 {"zeek-intel", LineFormat::Zeek},
                                                 {"intel", LineFormat::Zeek},
                                                 {"bro", LineFormat::Zeek},
                                                 {"maltrail", LineFormat::Maltrail},
                                                 {"loki", LineFormat::Loki},
                                                 {"dnsmasq", LineFormat::Dnsmasq}}};

struct TypeWord {
  std::string_view word;
  Type type;
};
// MISP attribute types, STIX object types and the words of vendors' tables, beside our own names.
constexpr auto words = std::to_array<TypeWord>({
    {"ip", Type::Ipv4},
    {"ips", Type::Ipv4},
    {"ip-src", Type::Ipv4},
    {"ip-dst", Type::Ipv4},
    {"dst-ip", Type::Ipv4},
    {"ip-address", Type::Ipv4},
    {"ipaddress", Type::Ipv4},
    {"ip-addr", Type::Ipv4},
    {"ip-addresses", Type::Ipv4},
    {"ipv4-addr", Type::Ipv4},
    {"ipv4-address", Type::Ipv4},
    {"ip4addr", Type::Ipv4},
    {"ip4", Type::Ipv4},
    {"addr", Type::Ipv4},
    {"c2-ip", Type::Ipv4},
    {"ipv6-addr", Type::Ipv6},
    {"ipv6-address", Type::Ipv6},
    {"ip6addr", Type::Ipv6},
    {"cidr", Type::Ipv4Cidr},
    {"subnet", Type::Ipv4Cidr},
    {"network", Type::Ipv4Cidr},
    {"ip-src|port", Type::IpPort},
    {"ip-dst|port", Type::IpPort},
    {"ip:port", Type::IpPort},
    {"ip|port", Type::IpPort},
    {"domains", Type::Domain},
    {"hostname", Type::Domain},
    {"hostnames", Type::Domain},
    {"host", Type::Domain},
    {"fqdn", Type::Domain},
    {"domain-name", Type::Domain},
    {"dns", Type::Domain},
    {"host-name", Type::Domain},
    {"onion-address", Type::Domain},
    {"wildcard", Type::DomainWildcard},
    {"urls", Type::Url},
    {"uri", Type::Url},
    {"link", Type::Url},
    {"url-path", Type::UriPath},
    {"path-on-server", Type::UriPath},
    {"email-src", Type::Email},
    {"email-dst", Type::Email},
    {"email-reply-to", Type::Email},
    {"email-addr", Type::Email},
    {"email-address", Type::Email},
    {"e-mail", Type::Email},
    {"emails", Type::Email},
    {"mail", Type::Email},
    {"emailsender", Type::Email},
    {"emailwhois", Type::Email},
    {"whois-registrant-email", Type::Email},
    {"dns-soa-email", Type::Email},
    {"target-email", Type::Email},
    {"sha-1", Type::Sha1},
    {"sha-256", Type::Sha256},
    {"sha-384", Type::Sha384},
    {"sha-512", Type::Sha512},
    {"file-md5", Type::Md5},
    {"file-sha1", Type::Sha1},
    {"file-sha256", Type::Sha256},
    {"hash-md5", Type::Md5},
    {"hash-sha1", Type::Sha1},
    {"hash-sha256", Type::Sha256},
    {"filehash-md5", Type::Md5},
    {"filehash-sha1", Type::Sha1},
    {"filehash-sha256", Type::Sha256},
    {"file-name", Type::Filename},
    {"filenames", Type::Filename},
    {"email-attachment", Type::Filename},
    {"filepath", Type::FilePath},
    {"file-location", Type::FilePath},
    {"pdb", Type::FilePath},
    {"directory", Type::FilePath},
    {"malware-sample", Type::FilenameMd5},
    {"registry", Type::Regkey},
    {"registry-key", Type::Regkey},
    {"windows-registry-key", Type::Regkey},
    {"mutexes", Type::Mutex},
    {"mutant", Type::Mutex},
    {"http-user-agent", Type::UserAgent},
    {"useragent", Type::UserAgent},
    {"as", Type::Asn},
    {"autonomous-system", Type::Asn},
    {"vulnerability", Type::Cve},
    {"cves", Type::Cve},
    {"ja3-fingerprint-md5", Type::Ja3},
    {"ja3s", Type::Ja3},
    {"ja4-plus", Type::Ja4},
    {"jarm-fingerprint", Type::Jarm},
    {"x509-fingerprint-sha1", Type::X509Sha1},
    {"cert-sha1", Type::X509Sha1},
    {"cert-hash", Type::X509Sha1},
    {"thumbprint", Type::X509Sha1},
    {"cert-thumbprint", Type::X509Sha1},
    {"x509-fingerprint-sha256", Type::X509Sha256},
    {"cert-sha256", Type::X509Sha256},
    {"mac-addr", Type::MacAddress},
    {"mac", Type::MacAddress},
    {"mac-eui-48", Type::MacAddress},
    {"btc", Type::Bitcoin},
    {"btc-wallet", Type::Bitcoin},
    {"bitcoin-address", Type::Bitcoin},
    {"stix2-pattern", Type::StixPattern},
    {"stix", Type::StixPattern},
});

// Any hash: the number of digits tells which.
constexpr std::array<std::string_view, 5> hash_words = {"hash", "hashes", "file-hash", "filehash", "checksum"};

// Longest word above, with room.
constexpr std::size_t max_word_bytes = 64;

std::string normal(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const char l = base::lower(c);
    out.push_back(l == '_' || l == ' ' ? '-' : l);
  }
  const auto begin = out.find_first_not_of("-\t\r\n");
  const auto end = out.find_last_not_of("-\t\r\n");
  return begin == std::string::npos ? std::string() : out.substr(begin, end - begin + 1);
}

}  // namespace

std::optional<LineHint> hint_from_name(std::string_view name) {
  if (name.size() > max_word_bytes) return std::nullopt;
  const std::string word = normal(name);
  for (const auto& format : formats) {
    if (format.word == word) return LineHint{{}, format.format};
  }
  if (word == "filename|hash") return LineHint{{Type::None, true}, LineFormat::Field};
  if (const auto type = observable::type_from_name(word)) return LineHint{{*type, false}, LineFormat::Field};
  for (const auto& entry : words) {
    if (entry.word == word) return LineHint{{entry.type, false}, LineFormat::Field};
  }
  if (std::find(hash_words.begin(), hash_words.end(), word) != hash_words.end()) {
    return LineHint{{}, LineFormat::Field};
  }
  return std::nullopt;
}

}  // namespace tidings::list
