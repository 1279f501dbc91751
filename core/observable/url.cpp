#include "core/observable/url.hpp"

#include <array>

#include "core/observable/address.hpp"
#include "core/observable/domain.hpp"
#include "core/observable/percent.hpp"

namespace tidings::observable {
namespace {

struct Scheme {
  std::string_view name;
  std::uint16_t default_port;  ///< 0: none
};
// Rule F2; the ports are IANA's.
constexpr std::array<Scheme, 13> schemes = {{{"http", 80},
                                             {"https", 443},
                                             {"ftp", 21},
                                             {"ftps", 990},
                                             {"sftp", 22},
                                             {"ws", 80},
                                             {"wss", 443},
                                             {"tcp", 0},
                                             {"udp", 0},
                                             {"smb", 445},
                                             {"file", 0},
                                             {"ldap", 389},
                                             {"ldaps", 636}}};

const Scheme* find_scheme(std::string_view name) {
  for (const auto& scheme : schemes) {
    if (scheme.name == name) return &scheme;
  }
  return nullptr;
}

Refusal append_port(std::string& out, std::string_view port, std::uint16_t default_port) {
  if (port.size() <= 1) return {};
  std::uint16_t number = 0;
  if (const auto why = read_port(port.substr(1), number); !why.empty()) return why;
  if (number == default_port) return {};
  out.push_back(':');
  out += std::to_string(number);
  return {};
}

}  // namespace

std::string_view scheme_candidate(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return {};
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ':') return text.substr(0, i);
    if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return {};
  }
  return {};
}

bool is_taken_scheme(std::string_view lower_case) { return find_scheme(lower_case) != nullptr; }

UrlParts split_url(std::string_view text) {
  UrlParts parts;
  const std::size_t colon = text.find(':');
  parts.scheme = text.substr(0, colon);
  text.remove_prefix(colon + 3);
  const std::size_t end = find_any(text, 0, '/', '?', '#');
  auto authority = text.substr(0, end);
  if (end != std::string_view::npos) parts.rest = text.substr(end);
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) {
    parts.user = authority.substr(0, at + 1);
    authority.remove_prefix(at + 1);
  }
  std::size_t port = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  if (port != std::string_view::npos && bracket != std::string_view::npos && port < bracket) {
    port = std::string_view::npos;
  }
  parts.host = authority.substr(0, port);
  if (port != std::string_view::npos) parts.port = authority.substr(port);
  return parts;
}

Refusal append_host(std::string& out, std::string_view host, HostKind& kind) {
  if (host.starts_with('[')) {
    kind = HostKind::Ipv6;
    Ipv6Bytes bytes{};
    if (!host.ends_with(']')) return "IPv6 host without its closing bracket";
    if (const auto why = read_ipv6(host.substr(1, host.size() - 2), bytes); !why.empty()) return why;
    out.push_back('[');
    append_ipv6(out, bytes.data());
    out.push_back(']');
    return {};
  }
  if (host.empty()) return "no host";
  if (host.find(':') != std::string_view::npos) return "IPv6 host without brackets";
  Ipv4Bytes v4{};
  if (read_ipv4(host, v4).empty()) {
    kind = HostKind::Ipv4;
    out += host;
    return {};
  }
  kind = HostKind::Name;
  std::string name;
  if (const auto why = read_domain(host, name); !why.empty()) return why;
  out += name;
  return {};
}

Refusal read_url(std::string_view text, std::string& out) {
  out.clear();
  if (has_space(text)) return "white space inside";
  if (has_control(text)) return "control character inside";
  const UrlParts parts = split_url(text);
  std::array<char, 8> lower_scheme{};
  if (parts.scheme.size() > lower_scheme.size()) return "scheme not taken";
  for (std::size_t i = 0; i < parts.scheme.size(); ++i) lower_scheme[i] = lower(parts.scheme[i]);
  const Scheme* scheme = find_scheme({lower_scheme.data(), parts.scheme.size()});
  if (scheme == nullptr) return "scheme not taken";
  out.reserve(text.size() + 8);
  out += scheme->name;
  out += "://";
  if (!parts.user.empty()) {
    // Browsers end the host at a backslash, RFC 3986 does not: they name different hosts.
    if (parts.user.find('\\') != std::string_view::npos) return "backslash before the host";
    append_escaped(out, parts.user.substr(0, parts.user.size() - 1), UrlPart::User);
    out.push_back('@');
  }
  HostKind kind{};
  if (const auto why = append_host(out, parts.host, kind); !why.empty()) return why;
  if (const auto why = append_port(out, parts.port, scheme->default_port); !why.empty()) return why;
  append_path_query_fragment(out, parts.rest);
  return {};
}

}  // namespace tidings::observable
