#include "core/observable/punycode.hpp"

#include <cstdint>

#include "core/observable/text.hpp"

namespace tidings::observable {
namespace {

// RFC 3492 section 5.
constexpr std::uint32_t base = 36;
constexpr std::uint32_t tmin = 1;
constexpr std::uint32_t tmax = 26;
constexpr std::uint32_t skew = 38;
constexpr std::uint32_t damp = 700;
constexpr std::uint32_t initial_bias = 72;
constexpr std::uint32_t initial_n = 128;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / damp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > ((base - tmin) * tmax) / 2; k += base) delta /= base - tmin;
  return k + (base - tmin + 1) * delta / (delta + skew);
}

std::uint32_t digit_value(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
  if (is_digit(c)) return static_cast<std::uint32_t>(c - '0') + 26;
  return base;
}

// One generalised variable-length integer (section 6.2), added to `i`; false if it is cut, overflows or is no digit.
bool read_delta(std::string_view& in, std::uint32_t bias, std::uint64_t& i) {
  std::uint64_t weight = 1;
  for (std::uint32_t k = base;; k += base) {
    if (in.empty()) return false;
    const std::uint32_t digit = digit_value(in.front());
    in.remove_prefix(1);
    if (digit >= base) return false;
    i += digit * weight;
    if (i > UINT32_MAX) return false;
    const std::uint32_t threshold = k <= bias ? tmin : k >= bias + tmax ? tmax : k - bias;
    if (digit < threshold) return true;
    weight *= base - threshold;
    if (weight > UINT32_MAX) return false;
  }
}

}  // namespace

bool decode_punycode(std::string_view encoded, std::u32string* out) {
  const std::size_t delimiter = encoded.rfind('-');
  std::uint32_t points = 0;
  if (delimiter == 0) return false;  // no basic code points, and yet the sign that ends them
  if (delimiter != std::string_view::npos) {
    points = static_cast<std::uint32_t>(delimiter);
    if (out != nullptr) out->assign(encoded.begin(), encoded.begin() + static_cast<std::ptrdiff_t>(delimiter));
    encoded.remove_prefix(delimiter + 1);
  }
  std::uint64_t n = initial_n;
  std::uint64_t i = 0;
  std::uint32_t bias = initial_bias;
  for (bool first = true; !encoded.empty(); first = false) {
    const std::uint64_t before = i;
    if (!read_delta(encoded, bias, i)) return false;
    ++points;
    bias = adapt(static_cast<std::uint32_t>(i - before), points, first);
    n += i / points;
    const auto place = static_cast<std::size_t>(i % points);
    i = place + 1;
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return false;
    if (out != nullptr) out->insert(place, 1, static_cast<char32_t>(n));
  }
  return points > 0;
}

bool decodes_as_punycode(std::string_view encoded) { return decode_punycode(encoded, nullptr); }

}  // namespace tidings::observable
