#include "core/observable/plain_text.hpp"

#include <array>

namespace tidings::observable {
namespace {

struct Hive {
  std::string_view brief;  ///< lower case
  std::string_view full;
};
// STIX 2.1 section 6.19; the hives of Windows.
constexpr std::array<Hive, 6> hives = {{{"hklm", "HKEY_LOCAL_MACHINE"},
                                        {"hkcu", "HKEY_CURRENT_USER"},
                                        {"hkcr", "HKEY_CLASSES_ROOT"},
                                        {"hku", "HKEY_USERS"},
                                        {"hkcc", "HKEY_CURRENT_CONFIG"},
                                        {"hkpd", "HKEY_PERFORMANCE_DATA"}}};

bool equal_any_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

const Hive* find_hive(std::string_view first) {
  // PowerShell writes "HKLM:\".
  if (first.ends_with(':')) first.remove_suffix(1);
  for (const auto& hive : hives) {
    if (equal_any_case(first, hive.brief) || equal_any_case(first, hive.full)) return &hive;
  }
  return nullptr;
}

}  // namespace

bool is_line_type(Type type) {
  return type == Type::Filename || type == Type::FilePath || type == Type::Mutex || type == Type::UserAgent;
}

bool is_block_type(Type type) {
  return type == Type::StixPattern || type == Type::Yara || type == Type::Sigma || type == Type::Suricata ||
         type == Type::Other;
}

Refusal check_text(std::string_view text) {
  if (text.empty()) return "empty value";
  if (has_control(text)) return "control character inside";
  return is_utf8(text) ? Refusal{} : Refusal{"not valid UTF-8"};
}

Refusal check_block(std::string_view text) {
  if (text.empty()) return "empty value";
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
    if (control && c != '\t' && c != '\r' && c != '\n') return "control character inside";
  }
  return is_utf8(text) ? Refusal{} : Refusal{"not valid UTF-8"};
}

std::string expand_hive(std::string_view key) {
  const std::size_t slash = key.find('\\');
  const Hive* hive = find_hive(key.substr(0, slash));
  if (hive == nullptr) return std::string(key);
  std::string out(hive->full);
  if (slash != std::string_view::npos) out += key.substr(slash);
  return out;
}

bool has_hive(std::string_view key) {
  const auto first = key.substr(0, key.find('\\'));
  return first.size() <= 22 && find_hive(first) != nullptr;
}

bool is_surely_path(std::string_view text) {
  if (text.size() >= 3 && is_letter(text[0]) && text[1] == ':') {
    return text[2] == '\\' || (text[2] == '/' && (text.size() == 3 || text[3] != '/'));
  }
  if (text.starts_with("\\\\") && text.size() > 2) return text[2] != '\\';
  if (text.starts_with("~/") || text.starts_with("~\\")) return text.size() > 2;
  if (!text.starts_with('%')) return false;
  const std::size_t end = text.find('%', 1);
  if (end == std::string_view::npos || end == 1 || end + 1 >= text.size() || text[end + 1] != '\\') return false;
  for (const char c : text.substr(1, end - 1)) {
    if (!is_letter(c) && !is_digit(c) && c != '_' && c != '(' && c != ')') return false;
  }
  return true;
}

}  // namespace tidings::observable
