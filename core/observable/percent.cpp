#include "core/observable/percent.hpp"

#include <algorithm>
#include <array>

#include "core/observable/text.hpp"

namespace tidings::observable {
namespace {

constexpr bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// RFC 3986 section 3.2.1, 3.3-3.5; '%' is looked at apart.
constexpr std::array<bool, 256> allowed(std::string_view also) {
  std::array<bool, 256> table{};
  for (int c = 0; c < 128; ++c) table[static_cast<std::size_t>(c)] = is_unreserved(static_cast<char>(c));
  for (const char c : std::string_view("!$&'()*+,;=:")) table[static_cast<unsigned char>(c)] = true;
  for (const char c : also) table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr auto user_characters = allowed("");
constexpr auto path_characters = allowed("@/");
constexpr auto query_characters = allowed("@/?");

const std::array<bool, 256>& characters_of(UrlPart part) {
  switch (part) {
    case UrlPart::User: return user_characters;
    case UrlPart::Path: return path_characters;
    case UrlPart::Query:
    case UrlPart::Fragment: break;
  }
  return query_characters;
}

void append_escape(std::string& out, unsigned char byte) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  out.push_back('%');
  out.push_back(digits[byte >> 4]);
  out.push_back(digits[byte & 0xf]);
}

// The path from `start` on, rewritten without "." and ".." segments; it begins with '/'.
void remove_dot_segments(std::string& out, std::size_t start) {
  const std::string_view all(out);
  if (all.find("/.", start) == std::string_view::npos) return;
  std::size_t write = start;
  for (std::size_t read = start; read < out.size();) {
    const std::size_t next = std::min(out.find('/', read + 1), out.size());
    const std::string_view segment = std::string_view(out).substr(read + 1, next - read - 1);
    const bool last = next == out.size();
    if (segment == "." || segment == "..") {
      if (segment == ".." && write > start) {
        do --write;
        while (out[write] != '/');
      }
      if (last) out[write++] = '/';
    } else {
      std::copy(out.begin() + static_cast<std::ptrdiff_t>(read), out.begin() + static_cast<std::ptrdiff_t>(next),
                out.begin() + static_cast<std::ptrdiff_t>(write));
      write += next - read;
    }
    read = next;
  }
  out.resize(write);
}

}  // namespace

void append_escaped(std::string& out, std::string_view text, UrlPart part) {
  const auto& plain = characters_of(part);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (plain[static_cast<unsigned char>(c)]) {
      out.push_back(c);
      continue;
    }
    const bool escape = c == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (!escape) {
      append_escape(out, static_cast<unsigned char>(c));
      continue;
    }
    const auto byte = static_cast<unsigned char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
    i += 2;
    if (is_unreserved(static_cast<char>(byte))) {
      out.push_back(static_cast<char>(byte));
    } else {
      append_escape(out, byte);
    }
  }
}

void append_path_query_fragment(std::string& out, std::string_view rest) {
  const std::size_t hash = rest.find('#');
  const auto before = rest.substr(0, hash);
  const std::size_t question = before.find('?');
  const auto path = before.substr(0, question);
  const std::size_t start = out.size();
  if (path.empty()) out.push_back('/');
  append_escaped(out, path, UrlPart::Path);
  remove_dot_segments(out, start);
  if (question != std::string_view::npos) {
    out.push_back('?');
    append_escaped(out, before.substr(question + 1), UrlPart::Query);
  }
  if (hash != std::string_view::npos) {
    out.push_back('#');
    append_escaped(out, rest.substr(hash + 1), UrlPart::Fragment);
  }
}

}  // namespace tidings::observable
