#include "core/observable/type.hpp"

#include <array>

namespace tidings::observable {
namespace {

constexpr std::array<Type, 42> types = {Type::Ipv4,
                                        Type::Ipv6,
                                        Type::Ipv4Cidr,
                                        Type::Ipv6Cidr,
                                        Type::IpPort,
                                        Type::Domain,
                                        Type::DomainWildcard,
                                        Type::Url,
                                        Type::UriPath,
                                        Type::Email,
                                        Type::Md5,
                                        Type::Sha1,
                                        Type::Sha256,
                                        Type::Sha384,
                                        Type::Sha512,
                                        Type::Ssdeep,
                                        Type::Tlsh,
                                        Type::Imphash,
                                        Type::Filename,
                                        Type::FilePath,
                                        Type::FilenameMd5,
                                        Type::FilenameSha1,
                                        Type::FilenameSha256,
                                        Type::Regkey,
                                        Type::Mutex,
                                        Type::UserAgent,
                                        Type::Asn,
                                        Type::Cve,
                                        Type::Cpe,
                                        Type::Ja3,
                                        Type::Ja4,
                                        Type::Jarm,
                                        Type::X509Sha1,
                                        Type::X509Sha256,
                                        Type::MacAddress,
                                        Type::Bitcoin,
                                        Type::StixPattern,
                                        Type::Yara,
                                        Type::Sigma,
                                        Type::Suricata,
                                        Type::Other,
                                        Type::Opaque};

}  // namespace

std::string_view name(Type type) {
  switch (type) {
    case Type::None: break;
    case Type::Ipv4: return "ipv4";
    case Type::Ipv6: return "ipv6";
    case Type::Ipv4Cidr: return "ipv4-cidr";
    case Type::Ipv6Cidr: return "ipv6-cidr";
    case Type::IpPort: return "ip-port";
    case Type::Domain: return "domain";
    case Type::DomainWildcard: return "domain-wildcard";
    case Type::Url: return "url";
    case Type::UriPath: return "uri-path";
    case Type::Email: return "email";
    case Type::Md5: return "md5";
    case Type::Sha1: return "sha1";
    case Type::Sha256: return "sha256";
    case Type::Sha384: return "sha384";
    case Type::Sha512: return "sha512";
    case Type::Ssdeep: return "ssdeep";
    case Type::Tlsh: return "tlsh";
    case Type::Imphash: return "imphash";
    case Type::Filename: return "filename";
    case Type::FilePath: return "file-path";
    case Type::FilenameMd5: return "filename|md5";
    case Type::FilenameSha1: return "filename|sha1";
    case Type::FilenameSha256: return "filename|sha256";
    case Type::Regkey: return "regkey";
    case Type::Mutex: return "mutex";
    case Type::UserAgent: return "user-agent";
    case Type::Asn: return "asn";
    case Type::Cve: return "cve";
    case Type::Cpe: return "cpe";
    case Type::Ja3: return "ja3";
    case Type::Ja4: return "ja4";
    case Type::Jarm: return "jarm";
    case Type::X509Sha1: return "x509-sha1";
    case Type::X509Sha256: return "x509-sha256";
    case Type::MacAddress: return "mac-address";
    case Type::Bitcoin: return "bitcoin";
    case Type::StixPattern: return "stix-pattern";
    case Type::Yara: return "yara";
    case Type::Sigma: return "sigma";
    case Type::Suricata: return "suricata";
    case Type::Other: return "other";
    case Type::Opaque: return "opaque";
  }
  return "unknown";
}

std::optional<Type> type_from_name(std::string_view text) {
  for (const Type type : types) {
    if (name(type) == text) return type;
  }
  return std::nullopt;
}

std::optional<Type> type_from_number(std::uint32_t number) {
  for (const Type type : types) {
    if (static_cast<std::uint32_t>(type) == number) return type;
  }
  return std::nullopt;
}

std::span<const Type> all_types() { return types; }

}  // namespace tidings::observable
