#include "core/observable/email.hpp"

#include "core/observable/domain.hpp"

namespace tidings::observable {
namespace {

// RFC 5321 allows 64; mailing systems write longer ones into bounce addresses.
constexpr std::size_t max_local_bytes = 255;

// RFC 5322 atext and RFC 6531's non-ASCII, dots anywhere (some providers gave out "a..b"). Without quoted local parts,
// which no feed holds, and without braces, which mark templates.
Refusal check_local(std::string_view local) {
  constexpr std::string_view marks = ".!#$%&'*+/=?^_`|~-";
  if (local.empty()) return "nothing before '@'";
  if (local.size() > max_local_bytes) return "local part longer than 255";
  for (const char c : local) {
    if (is_ascii(c) && !is_letter(c) && !is_digit(c) && marks.find(c) == std::string_view::npos) {
      return "character not allowed before '@'";
    }
  }
  if (has_space(local) || trim(local).size() != local.size()) return "white space inside";
  return is_utf8(local) ? Refusal{} : Refusal{"not valid UTF-8"};
}

}  // namespace

Refusal read_email(std::string_view text, std::string& out) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return "no '@' in an e-mail address";
  if (const auto why = check_local(text.substr(0, at)); !why.empty()) return why;
  std::string domain;
  if (const auto why = read_domain(text.substr(at + 1), domain); !why.empty()) return why;
  out.assign(text.substr(0, at + 1));
  out += domain;
  return {};
}

Refusal check_email(std::string_view value) {
  const std::size_t at = value.rfind('@');
  if (at == std::string_view::npos) return "no '@' in an e-mail address";
  if (const auto why = check_local(value.substr(0, at)); !why.empty()) return why;
  return check_domain(value.substr(at + 1));
}

}  // namespace tidings::observable
