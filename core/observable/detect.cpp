#include "core/observable/detect.hpp"

#include <string>

#include "core/observable/hash.hpp"
#include "core/observable/identifier.hpp"
#include "core/observable/plain_text.hpp"

namespace tidings::observable {
namespace {

bool is_cve(std::string_view text) {
  return starts_with_any_case(text, "cve-") && text.size() > 4 && is_digit(text[4]);
}

bool is_asn(std::string_view text) { return starts_with_any_case(text, "as") && all_digits(text.substr(2)); }

bool is_filename_hash(std::string_view text) {
  const std::size_t bar = text.rfind('|');
  return bar != std::string_view::npos && bar > 0 && all_hex(text.substr(bar + 1)) && text.size() - bar > 32;
}

// Base58 has neither dots nor colons; nothing shorter or longer is an address.
bool is_bitcoin(std::string_view text) {
  if (text.size() < 26 || text.size() > 74) return false;
  const bool begins = text[0] == '1' || text[0] == '3' || starts_with_any_case(text, "bc1");
  std::string ignored;
  return begins && text.find('.') == std::string_view::npos && read_bitcoin(text, ignored).empty();
}

bool is_mac(std::string_view text) {
  std::string ignored;
  return (text.size() == 17 || text.size() == 14) && read_mac(text, ignored).empty();
}

bool is_ja4(std::string_view text) {
  std::string ignored;
  return text.size() == 36 && text[10] == '_' && read_ja4(text, ignored).empty();
}

bool is_tlsh(std::string_view text) {
  return text.size() == 72 && starts_with_any_case(text, "t1") && all_hex(text.substr(2));
}

Shape typed(Type type) { return {Shape::Kind::Typed, type}; }

}  // namespace

Shape detect_shape(std::string_view text) {
  // 16 hex digits and more are neither a name nor an address: a hash, or one that was cut (rule H2).
  if (text.size() >= 16 && all_hex(text)) {
    if (const Type type = type_by_hex_digits(text.size()); type != Type::None) return typed(type);
    return is_bitcoin(text) ? typed(Type::Bitcoin) : Shape{Shape::Kind::OddHex, Type::None};
  }
  if (is_filename_hash(text)) return {Shape::Kind::FilenameHash, Type::None};
  if (is_cve(text)) return typed(Type::Cve);
  if (is_asn(text)) return typed(Type::Asn);
  if (starts_with_any_case(text, "cpe:2.3:")) return typed(Type::Cpe);
  if (is_surely_path(text)) return typed(Type::FilePath);
  if (text.find('\\') != std::string_view::npos && has_hive(text)) return typed(Type::Regkey);
  if (is_mac(text)) return typed(Type::MacAddress);
  if (is_surely_ssdeep(text)) return typed(Type::Ssdeep);
  if (is_tlsh(text)) return typed(Type::Tlsh);
  if (is_ja4(text)) return typed(Type::Ja4);
  if (is_bitcoin(text)) return typed(Type::Bitcoin);
  return {};
}

}  // namespace tidings::observable
