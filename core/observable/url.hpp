#pragma once
/// URLs by RFC 3986, as text and canonical (rules F2, U1-U12, P1). Inside of this folder.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/observable/text.hpp"

namespace tidings::observable {

/// The parts of a URL, views into its text.
struct UrlParts {
  std::string_view scheme;
  std::string_view user;  ///< with its '@', or empty
  std::string_view host;  ///< a name, an IPv4 address, or an IPv6 address in brackets
  std::string_view port;  ///< with its ':', or empty
  std::string_view rest;  ///< path, query and fragment
};

/// Whether `text` begins with something that reads as a scheme: letters, digits, '+', '-', '.', then ':'.
/// "host.example:8080/x" does too; is_scheme tells.
std::string_view scheme_candidate(std::string_view text);

/// Rule F2: the schemes that are taken.
bool is_taken_scheme(std::string_view lower_case);

/// Splits "scheme://user@host:port/rest"; the caller knows that "scheme://" is there.
UrlParts split_url(std::string_view text);

/// The canonical URL of "scheme://…" in `out`.
Refusal read_url(std::string_view text, std::string& out);

enum class HostKind : std::uint8_t { Name, Ipv4, Ipv6 };
/// The canonical host, appended to `out`.
Refusal append_host(std::string& out, std::string_view host, HostKind& kind);

}  // namespace tidings::observable
