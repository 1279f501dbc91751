#pragma once
/// What is kept of a secret, so that it can be compared and not be had again: of a token, which is 256 random bits, its
/// SHA-256; of a password, which a person chose, scrypt (RFC 7914: N 2^15, r 8, p 1: 32 MiB, about 80 ms) with a salt
/// of its own. Errors: Internal (memory for scrypt is short). Lives on: any executor; passwords on a pool, since they
/// take their time.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace tidings::access {

base::Secret make_token();
std::string proof_of_token(std::string_view token);
base::Result<std::string> make_password_proof(std::string_view password);
/// In constant time but for scrypt's own. An empty proof costs the same and is nobody's.
bool fits_password(std::string_view password, std::string_view proof);

}  // namespace tidings::access
