// What an attribute is to an attack: only where MISP's descriptions of category and type leave no doubt.
#include <algorithm>
#include <array>

#include "formats/misp/attribute_types.hpp"

namespace tidings::misp {
namespace {

using observable::Type;

enum class Class : std::uint8_t { Hash, File, Network, Trace, Payment, Registrant, Other };

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Class class_of_foreign(std::string_view name) {
  if (is_one_of(name, {"dash", "xmr", "iban", "bank-account-nr"})) return Class::Payment;
  if (name.starts_with("windows-") || name == "named pipe") return Class::Trace;
  const bool is_hash =
      name.starts_with("sha") || is_one_of(name, {"authentihash", "vhash", "telfhash", "pehash", "impfuzzy", "cdhash"});
  return is_hash ? Class::Hash : Class::Other;
}

Class class_of(const AttributeType& type) {
  if (is_one_of(type.name, {"whois-registrant-email", "dns-soa-email"})) return Class::Registrant;
  if (type.form == Form::Foreign) return class_of_foreign(type.name);
  switch (type.first) {
    case Type::Md5:
    case Type::Sha1:
    case Type::Sha256:
    case Type::Sha384:
    case Type::Sha512:
    case Type::Ssdeep:
    case Type::Tlsh:
    case Type::Imphash:
    case Type::FilenameMd5:
    case Type::FilenameSha1:
    case Type::FilenameSha256: return Class::Hash;
    case Type::Filename: return type.form == Form::NameHash ? Class::Hash : Class::File;
    case Type::Ipv4:
    case Type::Ipv4Cidr:
    case Type::Ipv6:
    case Type::Ipv6Cidr:
    case Type::IpPort:
    case Type::Domain:
    case Type::DomainWildcard:
    case Type::Url:
    case Type::UriPath:
    case Type::Email: return Class::Network;
    case Type::Regkey:
    case Type::Mutex:
    case Type::FilePath: return Class::Trace;
    case Type::Bitcoin: return Class::Payment;
    case Type::None:
    case Type::UserAgent:
    case Type::Asn:
    case Type::Cve:
    case Type::Cpe:
    case Type::Ja3:
    case Type::Ja4:
    case Type::Jarm:
    case Type::X509Sha1:
    case Type::X509Sha256:
    case Type::MacAddress:
    case Type::StixPattern:
    case Type::Yara:
    case Type::Sigma:
    case Type::Suricata:
    case Type::Other:
    case Type::Opaque: break;
  }
  return Class::Other;
}

v1::Role role_on_a_machine(Class what) {
  if (what == Class::Hash) return v1::ROLE_PAYLOAD;
  return what == Class::File || what == Class::Trace ? v1::ROLE_ARTEFACT : v1::ROLE_UNSPECIFIED;
}

}  // namespace

v1::Role role_of(const AttributeType& type, std::string_view category) {
  const auto what = class_of(type);
  if (what == Class::Registrant) return v1::ROLE_INFRASTRUCTURE;
  if (category == "Financial fraud") return what == Class::Payment ? v1::ROLE_PAYMENT : v1::ROLE_UNSPECIFIED;
  if (category == "Payload delivery") {
    if (type.name == "email-dst") return v1::ROLE_UNSPECIFIED;  // whom it was sent to
    if (what == Class::Network) return v1::ROLE_DELIVERY;
    return what == Class::Hash || what == Class::File ? v1::ROLE_PAYLOAD : v1::ROLE_UNSPECIFIED;
  }
  if (category == "Artifacts dropped" || category == "Payload installation" || category == "Persistence mechanism") {
    return role_on_a_machine(what);
  }
  return v1::ROLE_UNSPECIFIED;
}

}  // namespace tidings::misp
