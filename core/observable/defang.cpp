#include <array>

#include "core/observable/observable.hpp"
#include "core/observable/url.hpp"

namespace tidings::observable {
namespace {

std::string with_dots_disarmed(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) {
    if (c == '.') {
      out += "[.]";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

// Only what rule F1 knows how to undo; the other schemes do nothing when clicked.
std::string_view disarmed_scheme(std::string_view scheme) {
  if (scheme == "http") return "hxxp";
  if (scheme == "https") return "hxxps";
  return scheme == "ftp" ? "fxp" : scheme;
}

std::string disarm_url(std::string_view text) {
  const auto scheme = scheme_candidate(text);
  if (scheme.empty() || !text.substr(scheme.size()).starts_with("://")) return std::string(text);
  const UrlParts parts = split_url(text);
  std::string out(disarmed_scheme(scheme));
  out += "://";
  out += with_dots_disarmed(parts.user);
  out += with_dots_disarmed(parts.host);
  out += parts.port;
  out += parts.rest;
  return out;
}

std::string disarm_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, at)) + "[@]" + with_dots_disarmed(text.substr(at + 1));
}

}  // namespace

std::string defang(Type type, std::string_view text) {
  switch (type) {
    case Type::Ipv4:
    case Type::Ipv6:
    case Type::Ipv4Cidr:
    case Type::Ipv6Cidr:
    case Type::IpPort:
    case Type::Domain:
    case Type::DomainWildcard: return with_dots_disarmed(text);
    case Type::Url: return disarm_url(text);
    case Type::Email: return disarm_email(text);
    case Type::None:
    case Type::UriPath:
    case Type::Md5:
    case Type::Sha1:
    case Type::Sha256:
    case Type::Sha384:
    case Type::Sha512:
    case Type::Ssdeep:
    case Type::Tlsh:
    case Type::Imphash:
    case Type::Filename:
    case Type::FilePath:
    case Type::FilenameMd5:
    case Type::FilenameSha1:
    case Type::FilenameSha256:
    case Type::Regkey:
    case Type::Mutex:
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
    case Type::Bitcoin:
    case Type::StixPattern:
    case Type::Yara:
    case Type::Sigma:
    case Type::Suricata:
    case Type::Other:
    case Type::Opaque: break;
  }
  return std::string(text);
}

}  // namespace tidings::observable
