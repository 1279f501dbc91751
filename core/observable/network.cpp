#include "core/observable/network.hpp"

#include <algorithm>

#include "core/observable/address.hpp"
#include "core/observable/domain.hpp"
#include "core/observable/email.hpp"
#include "core/observable/refang.hpp"
#include "core/observable/text.hpp"
#include "core/observable/url.hpp"

namespace tidings::observable {
namespace {

base::Status refuse(Refusal why) { return base::fail(base::ErrorCode::BadInput, std::string(why)); }

// A scheme in a sentence: in lower case, and not longer than any that exists.
base::Status refuse_scheme(std::string_view why, std::string_view scheme) {
  return base::fail(base::ErrorCode::BadInput, std::string(why) + lowered(scheme.substr(0, 24)));
}

base::Status finish(Refusal why, Type type, Parsed& out) {
  if (!why.empty()) return refuse(why);
  out.observable.type = type;
  return {};
}

template <class Bytes>
void put(Parsed& out, const Bytes& bytes) {
  out.observable.value.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

base::Status read_v4(std::string_view text, Parsed& out) {
  Ipv4Bytes bytes{};
  const auto why = read_ipv4(text, bytes);
  if (why.empty()) put(out, bytes);
  return finish(why, Type::Ipv4, out);
}

base::Status read_v6(std::string_view text, Parsed& out) {
  Ipv6Bytes bytes{};
  const auto why = read_ipv6(text, bytes);
  if (why.empty()) put(out, bytes);
  return finish(why, Type::Ipv6, out);
}

// Rules A5 and A6: host bits cleared, a network of one address is that address.
base::Status read_cidr(std::string_view address, std::string_view prefix_text, Parsed& out) {
  const bool v6 = address.find(':') != std::string_view::npos;
  if (const auto status = v6 ? read_v6(address, out) : read_v4(address, out); !status) return status;
  const unsigned longest = v6 ? 128 : 32;
  unsigned char prefix = 0;
  if (const auto why = read_prefix(prefix_text, longest, prefix); !why.empty()) return refuse(why);
  if (prefix == longest) return {};
  std::string& value = out.observable.value;
  clear_host_bits(reinterpret_cast<unsigned char*>(value.data()), value.size(), prefix);
  value.push_back(static_cast<char>(prefix));
  out.observable.type = v6 ? Type::Ipv6Cidr : Type::Ipv4Cidr;
  return {};
}

base::Status read_ip_port(std::string_view address, std::string_view port_text, Parsed& out) {
  Ipv4Bytes v4{};
  Ipv6Bytes v6{};
  const bool is_v6 = address.find(':') != std::string_view::npos;
  if (const auto why = is_v6 ? read_ipv6(address, v6) : read_ipv4(address, v4); !why.empty()) return refuse(why);
  std::uint16_t port = 0;
  if (const auto why = read_port(port_text, port); !why.empty()) return refuse(why);
  out.observable.value.push_back(is_v6 ? '\x10' : '\x04');
  if (is_v6) {
    put(out, v6);
  } else {
    put(out, v4);
  }
  base::append_be16(out.observable.value, port);
  return finish({}, Type::IpPort, out);
}

base::Status read_name(std::string_view text, Type declared, Parsed& out) {
  const bool star = text.starts_with("*.");
  // A leading dot means "and all below" where lists are written so; declared a domain, it is an empty label.
  const bool dot = text.starts_with('.') && declared != Type::Domain;
  if (!star && !dot) return finish(read_domain(text, out.observable.value), Type::Domain, out);
  const auto why = read_domain(text.substr(star ? 2 : 1), out.observable.value);
  if (why.empty()) out.observable.value.insert(0, "*.");
  return finish(why, Type::DomainWildcard, out);
}

// Rule U10: what has a path but no scheme.
base::Status assume_scheme(std::string_view text, Parsed& out) {
  std::string whole("http://");
  whole += text;
  out.scheme_assumed = true;
  return finish(read_url(whole, out.observable.value), Type::Url, out);
}

bool could_be_ipv6(std::string_view head) {
  std::size_t colons = 0;
  for (const char c : head) {
    if (c == ':') {
      ++colons;
    } else if (c != '.' && hex_digit(c) < 0) {
      return false;
    }
  }
  return colons >= 2;
}

// "[v6]", "[v6]:port"; with a path it is a URL without scheme.
base::Status read_bracketed(std::string_view text, Parsed& out) {
  const std::size_t close = text.find(']');
  if (close == std::string_view::npos) return refuse("'[' without its ']'");
  const auto address = text.substr(1, close - 1);
  const auto rest = text.substr(close + 1);
  if (find_any(rest, 0, '/', '?') != std::string_view::npos) return assume_scheme(text, out);
  if (rest.empty()) return read_v6(address, out);
  if (!rest.starts_with(':')) return refuse("neither port nor path after ']'");
  if (address.find(':') == std::string_view::npos) return refuse("not an IPv6 address");
  return read_ip_port(address, rest.substr(1), out);
}

base::Status read_with_slash(std::string_view text, std::size_t at, Parsed& out) {
  const auto head = text.substr(0, at);
  const auto rest = text.substr(at + 1);
  if (text[at] == '/' && looks_like_ipv4(head) && head.find(':') == std::string_view::npos) {
    Ipv4Bytes mask{};
    if (all_digits(rest)) return read_cidr(head, rest, out);
    if (read_ipv4(rest, mask).empty()) return refuse("netmask in dotted form: give the prefix length");
  }
  return assume_scheme(text, out);
}

// "host:8080…": digits after the colon, up to the path.
bool has_port_after(std::string_view text, std::size_t colon) {
  const auto rest = text.substr(colon + 1);
  return all_digits(rest.substr(0, find_any(rest, 0, '/', '?', '#')));
}

// What has a scheme but no "//" behind it; `handled` is false if it only looked like one.
base::Status read_without_authority(std::string_view text, std::string_view scheme, bool& handled) {
  handled = true;
  if (is_taken_scheme(lowered(scheme.substr(0, 24)))) return refuse("no // authority");
  if (scheme.find('.') == std::string_view::npos && !has_port_after(text, scheme.size())) {
    return refuse_scheme("scheme without host: ", scheme);
  }
  handled = false;
  return {};
}

base::Status read_by_shape(std::string_view text, Type declared, Parsed& out) {
  const auto scheme = scheme_candidate(text);
  if (!scheme.empty() && text.substr(scheme.size()).starts_with("://")) {
    if (!is_taken_scheme(lowered(scheme.substr(0, 24)))) return refuse_scheme("scheme not taken: ", scheme);
    return finish(read_url(text, out.observable.value), Type::Url, out);
  }
  if (text.starts_with('[')) return read_bracketed(text, out);
  const std::size_t slash = find_any(text, 0, '/', '?');
  const auto head = text.substr(0, slash);
  if (could_be_ipv6(head.substr(0, head.find('%')))) {
    if (slash == std::string_view::npos) return read_v6(text, out);
    return text[slash] == '/' ? read_cidr(head, text.substr(slash + 1), out) : refuse("IPv6 host without brackets");
  }
  if (!scheme.empty()) {
    bool handled = false;
    const auto status = read_without_authority(text, scheme, handled);
    if (handled) return status;
  }
  if (slash != std::string_view::npos) return read_with_slash(text, slash, out);
  if (declared == Type::None && text.find('@') != std::string_view::npos) {
    return finish(read_email(text, out.observable.value), Type::Email, out);
  }
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && looks_like_ipv4(text.substr(0, colon))) {
    return read_ip_port(text.substr(0, colon), text.substr(colon + 1), out);
  }
  if (looks_like_ipv4(text)) return read_v4(text, out);
  return read_name(text, declared, out);
}

// MISP writes "address|port".
std::string bar_to_colon(std::string_view text) {
  const std::size_t bar = text.find('|');
  std::string out(text.substr(0, bar));
  if (out.find(':') != std::string::npos && !out.starts_with('[')) out = "[" + out + "]";
  out.push_back(':');
  return out.append(text.substr(bar + 1));
}

}  // namespace

base::Status read_network(std::string_view text, Type declared, Parsed& out) {
  out.observable.value.clear();
  if (text.empty()) return refuse("empty value");
  if (has_space(text)) return refuse("white space inside");
  if (has_control(text)) return refuse("control character inside");
  if (text.starts_with('/') || declared == Type::UriPath) {
    if (!text.starts_with('/')) return refuse("a uri-path begins with '/'");
    if (!is_utf8(text)) return refuse("not valid UTF-8");
    out.observable.value = std::string(text);
    return finish({}, Type::UriPath, out);
  }
  std::string joined;
  if (declared == Type::IpPort && text.find('|') != std::string_view::npos) text = joined = bar_to_colon(text);
  std::string plain;
  out.refanged = refang(text, plain);
  if (out.refanged) text = plain;
  if (declared == Type::Email) return finish(read_email(text, out.observable.value), Type::Email, out);
  return read_by_shape(text, declared, out);
}

}  // namespace tidings::observable
