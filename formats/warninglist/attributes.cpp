#include "formats/warninglist/attributes.hpp"

#include <array>

namespace tidings::warninglist {
namespace {

using observable::Type;

struct Attribute {
  std::string_view name;
  std::array<Type, 4> types;  ///< the rest is None
};
// describeTypes.json of MISP, as far as we have a type for it. A MISP address may be a network, a MISP name a wildcard.
constexpr auto attributes = std::to_array<Attribute>({
    {"ip-src", {Type::Ipv4, Type::Ipv6, Type::Ipv4Cidr, Type::Ipv6Cidr}},
    {"ip-dst", {Type::Ipv4, Type::Ipv6, Type::Ipv4Cidr, Type::Ipv6Cidr}},
    {"ip-src|port", {Type::IpPort}},
    {"ip-dst|port", {Type::IpPort}},
    {"domain", {Type::Domain, Type::DomainWildcard}},
    {"hostname", {Type::Domain, Type::DomainWildcard}},
    {"hostname|port", {Type::Domain}},
    {"url", {Type::Url}},
    {"uri", {Type::Url, Type::UriPath}},
    {"link", {Type::Url}},
    {"email", {Type::Email}},
    {"email-src", {Type::Email}},
    {"email-dst", {Type::Email}},
    {"email-reply-to", {Type::Email}},
    {"target-email", {Type::Email}},
    {"whois-registrant-email", {Type::Email}},
    {"dns-soa-email", {Type::Email}},
    {"md5", {Type::Md5}},
    {"sha1", {Type::Sha1}},
    {"sha256", {Type::Sha256}},
    {"sha384", {Type::Sha384}},
    {"sha512", {Type::Sha512}},
    {"ssdeep", {Type::Ssdeep}},
    {"tlsh", {Type::Tlsh}},
    {"imphash", {Type::Imphash}},
    {"filename", {Type::Filename, Type::FilePath}},
    {"filename|md5", {Type::FilenameMd5}},
    {"filename|sha1", {Type::FilenameSha1}},
    {"filename|sha256", {Type::FilenameSha256}},
    {"regkey", {Type::Regkey}},
    {"regkey|value", {Type::Regkey}},
    {"mutex", {Type::Mutex}},
    {"user-agent", {Type::UserAgent}},
    {"http-user-agent", {Type::UserAgent}},
    {"AS", {Type::Asn}},
    {"vulnerability", {Type::Cve}},
    {"cpe", {Type::Cpe}},
    {"ja3-fingerprint-md5", {Type::Ja3}},
    {"jarm-fingerprint", {Type::Jarm}},
    {"x509-fingerprint-sha1", {Type::X509Sha1}},
    {"x509-fingerprint-sha256", {Type::X509Sha256}},
    {"mac-address", {Type::MacAddress}},
    {"btc", {Type::Bitcoin}},
    {"stix2-pattern", {Type::StixPattern}},
    {"yara", {Type::Yara}},
    {"sigma", {Type::Sigma}},
    {"snort", {Type::Suricata}},
});

}  // namespace

bool add_attribute(std::string_view attribute, warning::Types& types) {
  if (attribute == "domain|ip") return add_attribute("domain", types) && add_attribute("ip-dst", types);
  for (const auto& known : attributes) {
    if (known.name != attribute) continue;
    for (const auto type : known.types) types.add(type);
    return true;
  }
  return false;
}

}  // namespace tidings::warninglist
