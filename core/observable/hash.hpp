#pragma once
/// Digests and fingerprints in hex, "name|hash", ssdeep and TLSH (rules H1-H4). Inside of this folder.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/observable/text.hpp"
#include "core/observable/type.hpp"

namespace tidings::observable {

/// The bytes of a type that is kept as the bytes of its hex digits; 0 for the other types.
std::size_t digest_bytes(Type type);
/// The bytes of the hash in front of a "filename|…" value; 0 for the other types.
std::size_t filename_digest_bytes(Type type);

struct Digest {
  Type type{Type::None};
  std::string_view value;  ///< canonical bytes
};
/// The digest by itself that stands in a "filename|…" value in canonical bytes; Type::None for other types.
Digest digest_in(Type type, std::string_view value);

/// Hex of exactly that length to bytes. Fingerprints of certificates may have colons between their bytes.
base::Status read_digest(Type type, std::string_view text, std::string& out);

/// The type that so many hex digits have when nothing else is said; None if there is none.
Type type_by_hex_digits(std::size_t digits);

/// "name|hash"; with Type::None the length of the hash decides which, and `type` tells. Canonical: hash ‖ name.
base::Status read_filename_hash(Type& type, std::string_view text, std::string& out);

Refusal check_ssdeep(std::string_view text);
/// Strict enough to recognise one by its value: block size 3·2^n and enough characters to mean something.
bool is_surely_ssdeep(std::string_view text);
/// 70 hex digits, "T1" may stand before them; in lower case.
Refusal read_tlsh(std::string_view text, std::string& out);
bool is_canonical_tlsh(std::string_view value);

}  // namespace tidings::observable
