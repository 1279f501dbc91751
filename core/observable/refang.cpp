#include "core/observable/refang.hpp"

#include <array>

#include "core/observable/text.hpp"

namespace tidings::observable {
namespace {

struct Mark {
  std::string_view from;  ///< lower case
  std::string_view to;
};

// No canonical URL holds a bracket or brace outside an IPv6 host, so these are undone wherever they stand.
constexpr std::array<Mark, 7> anywhere = {
    {{"[://]", "://"}, {"[.]", "."}, {"{.}", "."}, {"[dot]", "."}, {"[:]", ":"}, {"[at]", "@"}, {"[@]", "@"}}};
// Parentheses are legal in paths, queries and user names; half a bracket is too little to go by there.
constexpr std::array<Mark, 3> in_host = {{{"(.)", "."}, {"(dot)", "."}, {"(at)", "@"}}};
constexpr std::array<Mark, 2> half = {{{"[.", "."}, {".]", "."}}};

struct SchemeMark {
  std::string_view from;
  std::string_view to;
};
constexpr std::array<SchemeMark, 3> schemes = {{{"hxxps", "https"}, {"hxxp", "http"}, {"fxp", "ftp"}}};

// The length of the defanged scheme at the front, with what it stands for.
std::size_t defanged_scheme(std::string_view text, std::string_view& stands_for) {
  if (text.empty() || (lower(text[0]) != 'h' && lower(text[0]) != 'f')) return 0;
  for (const auto& scheme : schemes) {
    if (!starts_with_any_case(text, scheme.from)) continue;
    const auto rest = text.substr(scheme.from.size());
    if (!rest.starts_with(':') && !rest.starts_with("[:")) continue;
    stands_for = scheme.to;
    return scheme.from.size();
  }
  return 0;
}

// Where the host begins and ends, as far as can be told before it is whole again.
struct HostSpan {
  std::size_t begin{0};
  std::size_t end{0};
};

HostSpan host_span(std::string_view text) {
  HostSpan span;
  for (const std::string_view mark : {std::string_view("[://]"), std::string_view("[:]//"), std::string_view("://")}) {
    const std::size_t at = text.find(mark);
    // A scheme is short; what stands later belongs to a path.
    if (at != std::string_view::npos && at <= 16) {
      span.begin = at + mark.size();
      break;
    }
  }
  const std::size_t end = find_any(text, span.begin, '/', '?', '#');
  span.end = end == std::string_view::npos ? text.size() : end;
  // What precedes '@' is user information or a local part, where parentheses may be meant.
  const std::size_t at = text.substr(0, span.end).rfind('@');
  if (at != std::string_view::npos && at >= span.begin) span.begin = at + 1;
  return span;
}

template <std::size_t Size>
bool undo(const std::array<Mark, Size>& marks, std::string_view text, std::size_t& i, std::string& out) {
  for (const auto& mark : marks) {
    if (text[i] != mark.from[0] || !starts_with_any_case(text.substr(i), mark.from)) continue;
    out += mark.to;
    i += mark.from.size();
    return true;
  }
  return false;
}

}  // namespace

bool refang(std::string_view text, std::string& out) {
  std::string_view scheme;
  const std::size_t skip = defanged_scheme(text, scheme);
  if (skip == 0 && find_any(text, 0, '[', '(', '{', ']') == std::string_view::npos) return false;
  const HostSpan host = host_span(text);
  std::string result(scheme);
  result.reserve(text.size());
  bool changed = skip > 0;
  for (std::size_t i = skip; i < text.size();) {
    const bool within = i >= host.begin && i < host.end;
    if (undo(anywhere, text, i, result) ||
        (within && (undo(in_host, text, i, result) || undo(half, text, i, result)))) {
      changed = true;
      continue;
    }
    result.push_back(text[i++]);
  }
  if (changed) out = std::move(result);
  return changed;
}

}  // namespace tidings::observable
