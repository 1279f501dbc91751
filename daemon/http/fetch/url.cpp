#include <arpa/inet.h>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "daemon/http/fetch/fetch.hpp"

namespace tidings::fetch {
namespace {

base::Error bad(const std::string& url, std::string_view why) {
  return base::fail(base::ErrorCode::BadInput, url + ": " + std::string(why));
}

}  // namespace

bool Url::names_this_machine() const {
  in_addr v4{};
  const bool is_v4 = inet_pton(AF_INET, host.c_str(), &v4) == 1;
  return host == "localhost" || host == "::1" || (is_v4 && host.starts_with("127."));
}

base::Result<Url> read_url(const std::string& text) {
  const auto parsed = boost::urls::parse_uri(text);
  if (!parsed) return bad(text, "that is no URL");
  const bool tls = parsed->scheme_id() == boost::urls::scheme::https;
  if (!tls && parsed->scheme_id() != boost::urls::scheme::http) return bad(text, "it is neither https nor http");
  if (parsed->has_userinfo()) return bad(text, "it has a user or password in it");
  if (parsed->has_port() && parsed->port_number() == 0) return bad(text, "its port is no number of 1 to 65535");
  Url url;
  url.tls = tls;
  url.host = parsed->host_address();
  if (url.host.empty()) return bad(text, "it has no host");
  url.port = parsed->has_port() ? std::string(parsed->port()) : tls ? "443" : "80";
  url.target = std::string(parsed->encoded_path());
  if (url.target.empty()) url.target = "/";
  if (parsed->has_query()) url.target += "?" + std::string(parsed->encoded_query());
  url.authority = std::string(parsed->encoded_host_and_port());
  if (!tls && !url.names_this_machine()) return bad(text, "http goes to this machine alone");
  return url;
}

}  // namespace tidings::fetch
