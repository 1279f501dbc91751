// An observable as MISP writes it.
#include <array>

#include "formats/misp/attribute_types.hpp"
#include "formats/told/names.hpp"

namespace tidings::misp {
namespace {

using observable::Type;

constexpr std::string_view network = "Network activity";
constexpr std::string_view delivery = "Payload delivery";
constexpr std::string_view installed = "Payload installation";
constexpr std::string_view dropped = "Artifacts dropped";
constexpr std::string_view analysis = "External analysis";

struct Named {
  std::string_view type, category;
};

Named address_form(Type type) {
  // MISP's "dst" is what is called, "src" what calls; without more, it is what is called.
  return {type == Type::IpPort ? "ip-dst|port" : "ip-dst", network};
}

Named form_of(Type type) {
  switch (type) {
    case Type::Ipv4:
    case Type::Ipv6:
    case Type::Ipv4Cidr:
    case Type::Ipv6Cidr:
    case Type::IpPort: return address_form(type);
    case Type::Domain:
    case Type::DomainWildcard: return {"domain", network};
    case Type::Url: return {"url", network};
    case Type::UriPath: return {"uri", network};
    case Type::Email: return {"email-src", delivery};
    case Type::Md5: return {"md5", delivery};
    case Type::Sha1: return {"sha1", delivery};
    case Type::Sha256: return {"sha256", delivery};
    case Type::Sha384: return {"sha384", delivery};
    case Type::Sha512: return {"sha512", delivery};
    case Type::Ssdeep: return {"ssdeep", delivery};
    case Type::Tlsh: return {"tlsh", delivery};
    case Type::Imphash: return {"imphash", delivery};
    case Type::Filename: return {"filename", delivery};
    case Type::FilePath: return {"filename", delivery};
    case Type::FilenameMd5: return {"filename|md5", delivery};
    case Type::FilenameSha1: return {"filename|sha1", delivery};
    case Type::FilenameSha256: return {"filename|sha256", delivery};
    case Type::Regkey: return {"regkey", "Persistence mechanism"};
    case Type::Mutex: return {"mutex", dropped};
    case Type::UserAgent: return {"user-agent", network};
    case Type::Asn: return {"AS", network};
    case Type::Cve: return {"vulnerability", analysis};
    case Type::Cpe: return {"cpe", analysis};
    case Type::Ja3: return {"ja3-fingerprint-md5", network};
    case Type::Ja4: return {"text", network};
    case Type::Jarm: return {"jarm-fingerprint", network};
    case Type::X509Sha1: return {"x509-fingerprint-sha1", network};
    case Type::X509Sha256: return {"x509-fingerprint-sha256", network};
    case Type::MacAddress: return {"mac-address", network};
    case Type::Bitcoin: return {"btc", "Financial fraud"};
    case Type::StixPattern: return {"stix2-pattern", installed};
    case Type::Yara: return {"yara", installed};
    case Type::Sigma: return {"sigma", installed};
    case Type::Suricata: return {"suricata", network};
    case Type::None:
    case Type::Other:
    case Type::Opaque: break;
  }
  return {"other", "Other"};
}

// MISP takes an attribute only in a category of its type.
constexpr auto foreign_categories = std::to_array<Named>({{"favicon-mmh3", network},
                                                          {"hassh-md5", network},
                                                          {"hasshserver-md5", network},
                                                          {"dom-hash", network},
                                                          {"ssh-fingerprint", network},
                                                          {"x509-fingerprint-md5", network},
                                                          {"mac-eui-64", network},
                                                          {"named pipe", dropped},
                                                          {"windows-scheduled-task", dropped},
                                                          {"windows-service-name", dropped},
                                                          {"windows-service-displayname", dropped},
                                                          {"dash", "Financial fraud"},
                                                          {"xmr", "Financial fraud"},
                                                          {"iban", "Financial fraud"},
                                                          {"bank-account-nr", "Financial fraud"},
                                                          {"jabber-id", "Social network"},
                                                          {"twitter-id", "Social network"},
                                                          {"github-username", "Social network"},
                                                          {"github-repository", "Social network"},
                                                          {"github-organisation", "Social network"},
                                                          {"filename-pattern", installed},
                                                          {"other", "Other"}});

bool is_host(Type type) { return type >= Type::Ipv4 && type <= Type::Url; }
bool is_file(Type type) {
  return (type >= Type::Md5 && type <= Type::Imphash && type != Type::Tlsh) ||
         (type >= Type::Filename && type <= Type::FilenameSha256);
}

/// "address|port", an IPv6 address without brackets.
std::string with_bar(std::string text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return text;
  text[colon] = '|';
  if (text.starts_with('[')) {
    text.erase(colon - 1, 1);
    text.erase(0, 1);
  }
  return text;
}

}  // namespace

AttributeForm attribute_form(Type type, std::string_view value, v1::Role role) {
  const auto named = form_of(type);
  AttributeForm form{std::string(named.type), std::string(named.category),
                     told::value_text(static_cast<std::uint32_t>(type), value)};
  if (type == Type::IpPort) form.value = with_bar(std::move(form.value));
  if (role == v1::ROLE_SCANNER && form.type.starts_with("ip-dst")) form.type.replace(0, 6, "ip-src");
  if (role == v1::ROLE_DELIVERY && is_host(type)) form.category = delivery;
  if (role == v1::ROLE_ARTEFACT && is_file(type)) form.category = dropped;
  return form;
}

std::string_view foreign_category(std::string_view type) {
  for (const auto& each : foreign_categories) {
    if (each.type == type) return each.category;
  }
  return delivery;
}

}  // namespace tidings::misp
