#pragma once
/// The Authorization header (RFC 9110 section 11.6.2): Basic (RFC 7617, UTF-8) with a name and a password or token, and
/// Bearer (RFC 6750) with a token. Bounded, strict, pure: what a stranger sends first.
/// Errors: BadInput (no word of what was sent is repeated).
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace tidings::access {

inline constexpr std::size_t max_authorization_bytes = 1024;
inline constexpr std::size_t max_name_bytes = 64;
inline constexpr std::size_t least_password_bytes = 12, max_password_bytes = 256;

/// What tokens begin with, so that people and scanners of leaks know one when they see it.
inline constexpr std::string_view token_prefix = "tidings_";

struct Credentials {
  std::string name;     ///< empty: none was given (Bearer)
  base::Secret secret;  ///< a token or a password
  bool is_token() const { return secret.reveal().starts_with(token_prefix); }
};

base::Result<Credentials> read_authorization(std::string_view header);

/// A name that needs no quoting anywhere: letters, digits, '-', '_', '.', at most max_name_bytes, and no ':'.
bool is_name(std::string_view name);

}  // namespace tidings::access
