#pragma once
/// v1::Signed: a statement's bytes, verbatim, with the key and signature over them.
/// Errors: TooLarge, BadInput, BadSignature; each names `what` it is about ("the identity").
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/identity/key.hpp"

namespace tidings::identity {

struct Statement {
  std::string bytes;
  PublicKey key;  ///< whose signature it bears, and that was checked; what the key may say is the caller's to judge
};

std::string sign_statement(const SigningKey& key, std::string_view purpose, std::string_view statement);
base::Result<Statement> read_statement(std::string_view signed_bytes, std::string_view purpose, std::string_view what);

/// Whether `text` is UTF-8 (RFC 3629) without control, bidirectional-control and line-separating characters: a name
/// that shows as what it is wherever it is printed.
bool is_plain_text(std::string_view text);

}  // namespace tidings::identity
