#include "core/identity/statement.hpp"

#include "core/identity/card.hpp"
#include "tidings/v1/card.pb.h"

namespace tidings::identity {
namespace {

using base::ErrorCode;

constexpr char32_t not_a_character = 0xffffffff;

/// Takes one character off the front; `not_a_character` where the bytes are not UTF-8.
char32_t take_character(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length == 0 || text.size() < length) return not_a_character;
  char32_t character = length == 1 ? lead : lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0) != 0x80) return not_a_character;
    character = (character << 6) | (next & 0x3fU);
  }
  text.remove_prefix(length);
  const bool too_long = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
  const bool surrogate = character >= 0xd800 && character <= 0xdfff;
  return too_long || surrogate || character > 0x10ffff ? not_a_character : character;
}

/// General categories Cc, Zl, Zp and the characters of Unicode's Bidi_Control property.
bool is_unseen(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string sign_statement(const SigningKey& key, std::string_view purpose, std::string_view statement) {
  v1::Signed message;
  message.set_statement(std::string(statement));
  message.set_key(key.public_key().str());
  message.set_signature(key.sign(purpose, statement).str());
  return message.SerializeAsString();
}

base::Result<Statement> read_statement(std::string_view signed_bytes, std::string_view purpose, std::string_view what) {
  const std::string subject(what);
  if (signed_bytes.size() > max_card_bytes) {
    return base::fail(ErrorCode::TooLarge, subject + " has more than " + std::to_string(max_card_bytes) + " bytes");
  }
  v1::Signed message;
  if (!message.ParseFromArray(signed_bytes.data(), static_cast<int>(signed_bytes.size()))) {
    return base::fail(ErrorCode::BadInput, subject + " is not a signed statement");
  }
  const auto key = PublicKey::from_bytes(message.key());
  const auto signature = Signature::from_bytes(message.signature());
  if (!key || !signature) return base::fail(ErrorCode::BadInput, subject + " lacks a whole key or signature");
  if (!verify(*key, purpose, message.statement(), *signature)) {
    return base::fail(ErrorCode::BadSignature, "the signature of " + subject + " does not fit its bytes");
  }
  return Statement{std::move(*message.mutable_statement()), *key};
}

bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const char32_t character = take_character(text);
    if (character == not_a_character || is_unseen(character)) return false;
  }
  return true;
}

}  // namespace tidings::identity
