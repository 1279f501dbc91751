#include "formats/draft/plain_letters.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace tidings::draft {
namespace {

struct Range {
  char32_t first, last;
  char plain;  ///< NUL: nothing
};
// In order; between them characters stay as they are.
constexpr auto ranges = std::to_array<Range>({
    {0xa0, 0xa0, ' '},                            // no-break space
    {0xab, 0xab, '"'},       {0xad, 0xad, '\0'},  // soft hyphen
    {0xb7, 0xb7, '-'},       {0xbb, 0xbb, '"'},        {0x34f, 0x34f, '\0'},  {0x61c, 0x61c, '\0'},
    {0x1680, 0x1680, ' '},   {0x180b, 0x180e, '\0'},   {0x2000, 0x200a, ' '}, {0x200b, 0x200f, '\0'},
    {0x2010, 0x2015, '-'},   {0x2018, 0x201f, '"'},    {0x2022, 0x2022, '-'}, {0x2028, 0x2029, ' '},
    {0x202a, 0x202e, '\0'},  {0x202f, 0x202f, ' '},    {0x2039, 0x203a, '"'}, {0x205f, 0x205f, ' '},
    {0x2060, 0x206f, '\0'},  {0x2190, 0x21ff, '-'},    {0x2212, 0x2212, '-'}, {0x2236, 0x2236, ':'},
    {0x2500, 0x2501, '-'},   {0x2502, 0x2503, '|'},    {0x2504, 0x26ff, ' '}, {0x2700, 0x2793, ' '},
    {0x2794, 0x27be, '-'},   {0x27f0, 0x27ff, '-'},    {0x2900, 0x297f, '-'}, {0x2b00, 0x2bff, ' '},
    {0x3000, 0x3000, ' '},   {0x300a, 0x300f, '"'},    {0x3010, 0x3011, '"'}, {0xa789, 0xa789, ':'},
    {0xfe00, 0xfe0f, '\0'},  {0xfe13, 0xfe13, ':'},    {0xfe55, 0xfe55, ':'}, {0xfeff, 0xfeff, '\0'},
    {0x1f000, 0x1faff, ' '}, {0xe0000, 0xe01ef, '\0'},
});

constexpr char32_t first_wide = 0xff01, last_wide = 0xff5e, wide_offset = 0xfee0;

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

void append(const base::Character& character, std::string_view bytes, std::string& out) {
  const auto code = character.code;
  if (character.valid && code >= first_wide && code <= last_wide) {
    out.push_back(static_cast<char>(code - wide_offset));
    return;
  }
  const auto* const range = std::ranges::lower_bound(ranges, code, {}, &Range::last);
  if (!character.valid || range == ranges.end() || code < range->first) {
    if (!character.valid || !base::is_unshowable(code)) out += bytes;
  } else if (range->plain != '\0') {
    out.push_back(range->plain);
  }
}

}  // namespace

std::string_view in_plain_letters(std::string_view text, std::string& held) {
  if (std::ranges::all_of(text, is_ascii)) return text;
  held.clear();
  held.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    while (at < text.size() && is_ascii(text[at])) ++at;
    held += text.substr(begin, at - begin);
    if (at == text.size()) break;
    const auto character = base::character_at(text, at);
    append(character, text.substr(at, character.bytes), held);
    at += character.bytes;
  }
  return held;
}

}  // namespace tidings::draft
