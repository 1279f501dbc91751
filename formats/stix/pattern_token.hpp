#pragma once
/// The words of a STIX pattern. Inside of this folder.
/// Lives on: any executor; one thread at a time.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tidings::stix {

enum class TokenKind : std::uint8_t {
  End,
  Name,  ///< also the keywords: the grammar tells them apart by where they stand
  Integer,
  Float,
  Text,
  Binary,
  Hex,
  Timestamp,
  Symbol,  ///< one of = == != <> < <= > >= ( ) [ ] : . , * as `text`
};

struct Token {
  TokenKind kind{TokenKind::End};
  std::string text;           ///< without quotes and escapes; Binary and Hex decoded
  std::size_t column{1};      ///< from 1
  bool signed_number{false};  ///< a '-' stands before it
  bool has_hyphen{false};     ///< of a Name
};

class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) {}
  /// The next one; End for ever at the end.
  base::Result<Token> next();

 private:
  base::Error bad(std::size_t at, const std::string& what) const;
  base::Status skip_blank();
  std::size_t blank_bytes() const;
  base::Result<Token> quoted(TokenKind kind);
  base::Result<Token> number();
  base::Result<Token> symbol();
  Token name();

  std::string_view text_;
  std::size_t at_{0};
};

}  // namespace tidings::stix
