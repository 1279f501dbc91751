#include "core/observable/hash.hpp"

#include <algorithm>

#include "core/observable/plain_text.hpp"

namespace tidings::observable {
namespace {

using base::ErrorCode;

bool append_hex_bytes(std::string& out, std::string_view hex) {
  const std::size_t begin = out.size();
  out.resize(begin + hex.size() / 2);
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const int high = hex_digit(hex[i]);
    const int low = hex_digit(hex[i + 1]);
    if ((high | low) < 0) return false;
    out[begin + i / 2] = static_cast<char>(high << 4 | low);
  }
  return true;
}

// "AB:CD:…" without its colons; the text itself if it is not of that form.
std::string without_colons(std::string_view text) {
  if (text.size() % 3 != 2) return std::string(text);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % 3 != 2) {
      out.push_back(text[i]);
    } else if (text[i] != ':') {
      return std::string(text);
    }
  }
  return out;
}

bool is_base64_character(char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/'; }

struct Ssdeep {
  std::string_view block_size;
  std::string_view first;
  std::string_view second;
};

bool split_ssdeep(std::string_view text, Ssdeep& out) {
  const std::size_t a = text.find(':');
  if (a == std::string_view::npos) return false;
  const std::size_t b = text.find(':', a + 1);
  if (b == std::string_view::npos) return false;
  out = {text.substr(0, a), text.substr(a + 1, b - a - 1), text.substr(b + 1)};
  return true;
}

Type filename_type(std::size_t hex_digits) {
  switch (hex_digits) {
    case 32: return Type::FilenameMd5;
    case 40: return Type::FilenameSha1;
    case 64: return Type::FilenameSha256;
  }
  return Type::None;
}

}  // namespace

std::size_t digest_bytes(Type type) {
  if (type == Type::Md5 || type == Type::Imphash || type == Type::Ja3) return 16;
  if (type == Type::Sha1 || type == Type::X509Sha1) return 20;
  if (type == Type::Sha256 || type == Type::X509Sha256) return 32;
  if (type == Type::Sha384) return 48;
  if (type == Type::Sha512) return 64;
  return type == Type::Jarm ? 31 : 0;
}

std::size_t filename_digest_bytes(Type type) {
  if (type == Type::FilenameMd5) return 16;
  if (type == Type::FilenameSha1) return 20;
  return type == Type::FilenameSha256 ? 32 : 0;
}

Digest digest_in(Type type, std::string_view value) {
  const auto size = filename_digest_bytes(type);
  return size == 0 ? Digest{} : Digest{type_by_hex_digits(2 * size), value.substr(0, size)};
}

base::Status read_digest(Type type, std::string_view text, std::string& out) {
  std::string joined;
  if ((type == Type::X509Sha1 || type == Type::X509Sha256) && text.find(':') != std::string_view::npos) {
    joined = without_colons(text);
    text = joined;
  }
  out.clear();
  const std::size_t wanted = 2 * digest_bytes(type);
  if (text.size() == wanted && append_hex_bytes(out, text)) return {};
  const std::string subject(name(type));
  if (!all_hex(text)) return base::fail(ErrorCode::BadInput, subject + " must be hex digits only");
  return base::fail(ErrorCode::BadInput, subject + " must have " + std::to_string(wanted) + " hex digits, has " +
                                             std::to_string(text.size()));
}

Type type_by_hex_digits(std::size_t digits) {
  switch (digits) {
    case 32: return Type::Md5;
    case 40: return Type::Sha1;
    case 62: return Type::Jarm;
    case 64: return Type::Sha256;
    case 70: return Type::Tlsh;
    case 96: return Type::Sha384;
    case 128: return Type::Sha512;
  }
  return Type::None;
}

base::Status read_filename_hash(Type& type, std::string_view text, std::string& out) {
  const std::size_t bar = text.rfind('|');
  if (bar == std::string_view::npos) return base::fail(ErrorCode::BadInput, "no '|' between file name and hash");
  const auto file = text.substr(0, bar);
  const auto hash = text.substr(bar + 1);
  if (file.empty()) return base::fail(ErrorCode::BadInput, "no file name before '|'");
  if (const auto why = check_text(file); !why.empty()) return base::fail(ErrorCode::BadInput, std::string(why));
  if (!all_hex(hash)) return base::fail(ErrorCode::BadInput, "hash after '|' must be hex digits only");
  const Type found = filename_type(hash.size());
  if (found == Type::None || (type != Type::None && type != found)) {
    const std::string wanted = type == Type::None ? "32, 40 or 64" : std::to_string(2 * filename_digest_bytes(type));
    return base::fail(ErrorCode::BadInput,
                      "hash after '|' must have " + wanted + " hex digits, has " + std::to_string(hash.size()));
  }
  type = found;
  out.clear();
  append_hex_bytes(out, hash);
  out += file;
  return {};
}

Refusal check_ssdeep(std::string_view text) {
  constexpr std::string_view form = "not of the form blocksize:hash:hash";
  Ssdeep parts;
  if (!split_ssdeep(text, parts)) return form;
  std::uint64_t block_size = 0;
  if (!read_decimal(parts.block_size, block_size) || block_size == 0 || parts.block_size.front() == '0') return form;
  // The digest's halves are at most 64 characters each (ssdeep's SPAMSUM_LENGTH).
  if (parts.first.size() > 64 || parts.second.size() > 64) return "ssdeep hash longer than 64";
  const auto fits = [](std::string_view s) { return std::all_of(s.begin(), s.end(), is_base64_character); };
  return fits(parts.first) && fits(parts.second) ? Refusal{} : form;
}

bool is_surely_ssdeep(std::string_view text) {
  Ssdeep parts;
  std::uint64_t size = 0;
  if (text.empty() || !is_digit(text.front()) || !split_ssdeep(text, parts)) return false;
  if (!check_ssdeep(text).empty() || !read_decimal(parts.block_size, size) || size % 3 != 0) return false;
  size /= 3;
  return (size & (size - 1)) == 0 && parts.first.size() + parts.second.size() >= 10;
}

Refusal read_tlsh(std::string_view text, std::string& out) {
  auto digits = text;
  if (starts_with_any_case(digits, "t1")) digits.remove_prefix(2);
  if (digits.size() != 70 || !all_hex(digits)) return "tlsh must have 70 hex digits, with or without T1 before them";
  out = lowered(text);
  return {};
}

bool is_canonical_tlsh(std::string_view value) {
  auto digits = value;
  if (digits.starts_with("t1")) digits.remove_prefix(2);
  return digits.size() == 70 && all_hex(digits) &&
         std::none_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace tidings::observable
