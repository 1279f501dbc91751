#include "daemon/feeding/download.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.hpp"

namespace tidings::feeding {
namespace {

using base::ErrorCode;

constexpr int most_redirects = 5;
constexpr auto longest_retry_after = std::chrono::hours(24);
constexpr std::array<unsigned, 5> redirects{301, 302, 303, 307, 308};

std::string header_of(const fetch::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

/// As it is told: what stands in a query may be a key.
std::string shown(const std::string& url) { return url.substr(0, url.find_first_of("?#")); }

/// In lower case (RFC 3986, section 3.1); empty where the server is the same.
std::string scheme_of(const std::string& location) {
  const auto end = location.find_first_of(":/?#");
  if (end == std::string::npos || location[end] != ':') return {};
  auto scheme = location.substr(0, end);
  for (char& c : scheme) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return scheme;
}

bool is_same_server(const std::string& a, const std::string& b) {
  const auto x = fetch::read_url(a), y = fetch::read_url(b);
  return x && y && x->tls == y->tls && x->host == y->host && x->port == y->port;
}

void add_credentials(const FeedOptions& options, fetch::Request& request) {
  if (!options.secret) return;
  const std::string secret(options.secret->reveal());
  if (!options.user.empty())
    request.headers.emplace_back("Authorization", fetch::basic_authorization(options.user, secret));
  else if (!options.secret_header.empty())
    request.headers.emplace_back(options.secret_header, secret);
  else if (options.means == Means::MispApi)
    request.headers.emplace_back("Authorization", secret);
  else
    request.headers.emplace_back("Authorization", "Bearer " + secret);
}

}  // namespace

base::Result<std::string> redirected(const std::string& from, const std::string& location) {
  if (const auto scheme = scheme_of(location); !scheme.empty()) {
    if (scheme == "https" || scheme == "http") return scheme + location.substr(scheme.size());
    return base::fail(ErrorCode::Policy, shown(from) + " leads to " + std::string(base::cut(scheme, 20)) +
                                             ":, and only https is followed");
  }
  const auto url = fetch::read_url(from);
  if (!url) return url.error();
  const std::string scheme = url->tls ? "https:" : "http:";
  if (location.starts_with("//")) return scheme + location;
  const std::string server = scheme + "//" + url->authority;
  if (location.starts_with('/')) return server + location;
  if (location.empty()) return base::fail(ErrorCode::Protocol, "it leads elsewhere without saying where");
  const auto path = url->target.substr(0, url->target.find('?'));
  return server + path.substr(0, path.rfind('/') + 1) + location;
}

fetch::Request Download::request(const Ask& ask, const std::string& url, fetch::Chosen chosen) const {
  fetch::Request request;
  request.url = url;
  request.chosen = chosen;
  request.headers = {{"Accept", ask.accept}, {"Accept-Encoding", "gzip"}};
  if (!ask.etag.empty()) request.headers.emplace_back("If-None-Match", ask.etag);
  if (!ask.last_modified.empty()) request.headers.emplace_back("If-Modified-Since", ask.last_modified);
  if (!ask.post.empty()) {
    request.method = "POST";
    request.body = ask.post;
    request.headers.emplace_back("Content-Type", "application/json");
  }
  if (is_same_server(url, ask.url)) add_credentials(options_, request);
  return request;
}

base::Error Download::refused(unsigned status, const std::string& url) {
  const auto what = shown(url) + " answered " + std::to_string(status);
  if (status == 401 || status == 403) return base::fail(ErrorCode::Protocol, what + ": see its credentials");
  if (status == 404 || status == 410) return base::fail(ErrorCode::NotFound, what);
  if (status >= 500 || status == 429) return base::fail(ErrorCode::Unreachable, what);
  return base::fail(ErrorCode::Protocol, what + ", which no feed is read from");
}

base::Result<Downloaded> Download::take(const fetch::Response& response, const std::string& file) {
  const auto after = header_of(response, "retry-after");
  std::uint32_t seconds = 0;
  const auto read = std::from_chars(after.data(), after.data() + after.size(), seconds);
  if (read.ec == std::errc{})
    retry_after_ = std::min<base::Duration>(std::chrono::seconds(seconds), longest_retry_after);
  Downloaded downloaded;
  downloaded.unchanged = response.status == 304;
  downloaded.file = file;
  downloaded.etag = header_of(response, "etag");
  downloaded.last_modified = header_of(response, "last-modified");
  downloaded.added_last = header_of(response, "x-taxii-date-added-last");
  return downloaded;
}

base::Result<Downloaded> Download::get(const Ask& ask, const std::string& name) {
  const auto file = desk_.folder() + "/" + name;
  auto url = ask.url;
  retry_after_ = {};
  for (int hops = 0; hops <= most_redirects; ++hops) {
    const auto chosen = hops == 0 ? fetch::Chosen::ByUs : fetch::Chosen::ByOthers;
    const auto response = desk_.fetch(request(ask, url, chosen), file);
    if (!response) return response.error();
    auto taken = take(*response, file);
    const bool is_asked_whether = !ask.etag.empty() || !ask.last_modified.empty();
    if (response->status == 200 || (response->status == 304 && is_asked_whether)) return taken;
    if (std::ranges::find(redirects, response->status) == redirects.end() || !ask.post.empty()) {
      return refused(response->status, url);
    }
    auto next = redirected(url, header_of(*response, "location"));
    if (!next) return next.error();
    if (url.starts_with("https:") && !next->starts_with("https:")) {
      return base::fail(ErrorCode::Policy, shown(url) + " leads to where nothing is encrypted");
    }
    url = std::move(*next);
  }
  return base::fail(ErrorCode::Protocol, shown(ask.url) + " leads on more than five times");
}

}  // namespace tidings::feeding
