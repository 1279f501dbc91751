#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "daemon/http/fetch/fetch.hpp"

namespace tidings::fetch {
namespace {

constexpr std::size_t max_name = 253;  // RFC 1035, section 2.3.4

/// Told without what may be a secret: user, password and query.
base::Error bad(const std::string& url, std::string_view why) {
  auto shown = url.substr(0, url.find_first_of("?#"));
  const auto at = shown.rfind('@'), slashes = shown.find("//");
  if (at != std::string::npos) shown.replace(0, at, slashes < at ? shown.substr(0, slashes + 2) + "…" : "…");
  return base::fail(base::ErrorCode::BadInput, shown + ": " + std::string(why));
}

bool is_name(std::string_view host) {
  return !host.empty() && host.size() <= max_name && std::ranges::all_of(host, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
           c == '_';
  });
}

bool is_v6(const std::string& host) {
  in6_addr v6{};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1;
}

/// 1 to 65535 in decimal digits.
bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

/// "host", "host:port", "[v6]:port" (RFC 3986, section 3.2).
bool read_authority(std::string_view text, Url& url) {
  const auto bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
  if (text.starts_with('[') && bracket == std::string_view::npos) return false;
  const auto colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const auto host = text.substr(0, colon);
  if (colon != std::string_view::npos) {
    url.port = std::string(text.substr(colon + 1));
    if (!is_port(url.port)) return false;
  }
  if (bracket == std::string_view::npos) {
    url.host = std::string(host);
    return is_name(host);
  }
  if (host.size() != bracket + 1) return false;
  url.host = std::string(host.substr(1, bracket - 1));
  return is_v6(url.host);
}

}  // namespace

bool Url::names_this_machine() const {
  in_addr v4{};
  const bool is_v4 = inet_pton(AF_INET, host.c_str(), &v4) == 1;
  return host == "localhost" || host == "::1" || (is_v4 && host.starts_with("127."));
}

base::Result<Url> read_url(const std::string& text) {
  const std::string_view all = text;
  const bool plain = std::ranges::all_of(all, [](char c) { return c > ' ' && c < 0x7f; });
  if (!plain) return bad(text, "that is no URL");
  Url url;
  url.tls = all.starts_with("https://");
  if (!url.tls && !all.starts_with("http://")) return bad(text, "it is neither https nor http");
  const auto rest = all.substr(url.tls ? 8 : 7);
  const auto end = std::min(rest.find_first_of("/?#"), rest.size());
  const auto authority = rest.substr(0, end);
  if (authority.find('@') != std::string_view::npos) return bad(text, "it has a user or password in it");
  url.port = url.tls ? "443" : "80";
  if (!read_authority(authority, url)) return bad(text, "its host or port cannot be one");
  url.authority = std::string(authority);
  url.target = std::string(rest.substr(end, rest.find('#') - end));
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  if (!url.tls && !url.names_this_machine()) return bad(text, "http goes to this machine alone");
  return url;
}

}  // namespace tidings::fetch
