#include "base/digest.hpp"
#include "core/observable/domain.hpp"
#include "core/observable/observable.hpp"
#include "core/observable/url.hpp"

namespace tidings::observable {
namespace {

constexpr std::size_t digest_tail_bytes = 16;

// Name labels reversed; an address as it is written, so that its octets stay in order.
void append_host_key(std::string& out, std::string_view host) {
  const char last = host.empty() ? '\0' : host.back();
  if (last == ']' || is_digit(last)) {
    // No name ends in a digit unless its last label is Punycode.
    const std::size_t dot = host.rfind('.');
    const bool punycode = dot != std::string_view::npos && host.substr(dot + 1).starts_with("xn--");
    if (!punycode) {
      out += host;
      out.push_back('\0');
      return;
    }
  }
  append_reversed_labels(out, host);
}

// host 01 path?query#fragment 01 scheme 01 user@ 01 :port. Canonical URLs hold no control characters, so two of them
// cannot give the same key.
void append_url_key(std::string& out, std::string_view url) {
  if (url.find("://") == std::string_view::npos) {
    out += url;
    return;
  }
  const UrlParts parts = split_url(url);
  append_host_key(out, parts.host);
  for (const auto part : {parts.rest, parts.scheme, parts.user, parts.port}) {
    out.push_back('\x01');
    out += part;
  }
}

void append_email_key(std::string& out, std::string_view email) {
  const std::size_t at = email.rfind('@');
  if (at == std::string_view::npos) {
    out += email;
    return;
  }
  append_reversed_labels(out, email.substr(at + 1));
  out.push_back('\x01');
  out += email.substr(0, at);
}

}  // namespace

std::string index_key(Type type, std::string_view value) {
  std::string out;
  out.reserve(max_index_key_bytes);
  const bool wildcard = type == Type::DomainWildcard;
  base::append_be16(out, static_cast<std::uint16_t>(wildcard ? Type::Domain : type));
  if (wildcard) {
    append_reversed_labels(out, value.substr(std::min<std::size_t>(2, value.size())));
    out.push_back('\x02');
  } else if (type == Type::Domain) {
    append_reversed_labels(out, value);
  } else if (type == Type::Url) {
    append_url_key(out, value);
  } else if (type == Type::Email) {
    append_email_key(out, value);
  } else if (type == Type::IpPort) {
    // The address length is not repeated: 4 and 16 bytes of address give keys of different lengths.
    out += value.substr(std::min<std::size_t>(1, value.size()));
  } else {
    out += value.substr(0, max_index_key_bytes);
  }
  // Keys of the full length are hashed ones, and only those: so no short value can be made to meet one.
  if (out.size() < max_index_key_bytes) return out;
  out.resize(max_index_key_bytes - digest_tail_bytes);
  out += base::sha256(value).bytes().substr(0, digest_tail_bytes);
  return out;
}

}  // namespace tidings::observable
