#include "formats/json/fault.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.hpp"
#include "formats/json/pointer.hpp"

namespace tidings::json_stream {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t shown_bytes = 64;  ///< of a name
/// What other programs write for numbers that JSON has no word for.
constexpr auto no_numbers = std::to_array<std::string_view>({"NaN", "nan", "Infinity", "-Infinity", "-NaN", "inf"});

std::size_t end_of_text(std::string_view text, std::size_t quote) {
  auto at = quote + 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return std::min(at, text.size());
}

/// Half of a pair of escapes, which is no character: "\\ud83d" without "\\ude00" behind it. Nothing where there is
/// none.
std::string_view half_of_pair(std::string_view inside) {
  const auto half_at = [&](std::size_t at, std::string_view third) {
    const auto escape = inside.substr(std::min(at, inside.size()), 6);
    const bool is_half = escape.size() == 6 && escape[0] == '\\' && escape[1] == 'u' && (escape[2] | 0x20) == 'd' &&
                         third.find(escape[3]) != npos;
    return is_half ? escape : std::string_view();
  };
  for (auto at = inside.find('\\'); at != npos; at = inside.find('\\', at)) {
    const auto first = half_at(at, "89abAB"), last = half_at(at, "cdefCDEF");
    if (!last.empty()) return last;
    if (!first.empty() && half_at(at + 6, "cdefCDEF").empty()) return first;
    at += first.empty() ? 2 : 12;
  }
  return {};
}

/// Walks over tokens, and knows which value it stands in.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        if (auto told = string(); !told.empty()) return told;
        continue;
      }
      if (c == '{' || c == '[') levels_.push_back({c == '[', {}, 0});
      if ((c == '}' || c == ']') && !levels_.empty()) levels_.pop_back();
      if (c == ',' && !levels_.empty()) ++levels_.back().element;
      const auto rest = text_.substr(at_);
      const auto found = std::ranges::find_if(no_numbers, [&](auto word) { return rest.starts_with(word); });
      if (found != no_numbers.end()) return pointer() + std::string(*found) + " is no number in JSON";
      if (!base::character_at(text_, at_).valid) return pointer() + "bytes that are no UTF-8";
      ++at_;
    }
    return {};
  }

 private:
  struct Level {
    bool is_list{false};
    std::string_view name;
    std::size_t element{0};
  };

  /// A name, or a value: which, what stands behind it tells.
  std::string string() {
    const auto end = end_of_text(text_, at_);
    const auto inside = text_.substr(at_ + 1, end - at_ - 1);
    at_ = std::min(end + 1, text_.size());
    const auto next = text_.find_first_not_of(" \t\r\n", at_);
    const bool is_name = next != npos && text_[next] == ':' && !levels_.empty() && !levels_.back().is_list;
    if (is_name) levels_.back().name = inside;
    for (std::size_t i = 0; i < inside.size();) {
      const auto character = base::character_at(inside, i);
      if (!character.valid && is_name) levels_.back().name = {};
      if (!character.valid) return pointer() + (is_name ? "a name of " : "") + "bytes that are no UTF-8";
      i += character.bytes;
    }
    const auto half = half_of_pair(inside);
    if (half.empty()) return {};
    if (is_name) levels_.back().name = {};
    return pointer() + std::string(half) + " is half of a character";
  }

  std::string pointer() const {
    std::string out;
    for (const auto& level : levels_) {
      if (!level.is_list && level.name.empty()) break;
      out += "/" + (level.is_list ? std::to_string(level.element)
                                  : escaped(base::to_valid_utf8(level.name.substr(0, shown_bytes))));
    }
    return out.empty() ? out : out + ": ";
  }

  std::string_view text_;
  std::size_t at_{0};
  std::vector<Level> levels_;
};

}  // namespace

std::string fault_in(std::string_view text, std::string_view otherwise) {
  auto told = Walk(text).run();
  return told.empty() ? std::string(otherwise) : told;
}

}  // namespace tidings::json_stream
