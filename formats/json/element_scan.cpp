#include "formats/json/element_scan.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include <boost/json/value.hpp>

namespace tidings::json_stream {
namespace {

enum Class : std::uint8_t { Scalar, Blank, Quote, Opens, Closes, Colon, Comma };

constexpr std::array<Class, 256> classes = [] {
  std::array<Class, 256> out{};
  for (const char c : {' ', '\t', '\n', '\r'}) out[static_cast<unsigned char>(c)] = Blank;
  out['"'] = Quote;
  out['{'] = out['['] = Opens;
  out['}'] = out[']'] = Closes;
  out[':'] = Colon;
  out[','] = Comma;
  return out;
}();

Class class_of(char c) { return classes[static_cast<unsigned char>(c)]; }

std::size_t find(std::string_view bytes, std::size_t at, char c) {
  const auto* found = static_cast<const char*>(std::memchr(bytes.data() + at, c, bytes.size() - at));
  return found == nullptr ? bytes.size() : static_cast<std::size_t>(found - bytes.data());
}

}  // namespace

/// From within a text to behind its end, or to the end of the bytes. Both kinds of search go forward only.
std::size_t ElementScan::take_text(std::string_view bytes, std::size_t at) {
  if (escaped_ && at < bytes.size()) {
    ++at;
    escaped_ = false;
  }
  auto quote = find(bytes, at, '"');
  while (at < bytes.size()) {
    if (quote < at) quote = find(bytes, at, '"');
    const auto escape = find(bytes.substr(0, quote), at, '\\');
    if (escape == quote) {
      in_text_ = quote == bytes.size();
      return std::min(quote + 1, bytes.size());
    }
    escaped_ = escape + 1 == bytes.size();
    at = escape + (escaped_ ? 1 : 2);
  }
  return at;
}

std::size_t ElementScan::take(std::string_view bytes, std::string& kept) {
  std::size_t at = 0, from = 0;
  while (at < bytes.size() && !has_ended_) {
    if (in_text_) {
      at = take_text(bytes, at);
      continue;
    }
    const auto kind = class_of(bytes[at]);
    if (kind == Scalar) {
      if (blank_after_scalar_) kept.push_back(' ');  // "1 2" is not 12
      blank_after_scalar_ = false;
      after_scalar_ = true;
      while (at < bytes.size() && class_of(bytes[at]) == Scalar) ++at;
      continue;
    }
    if (kind == Blank) {
      kept.append(bytes.substr(from, at - from));
      blank_after_scalar_ = after_scalar_;
      while (at < bytes.size() && class_of(bytes[at]) == Blank) ++at;
      from = at;
      continue;
    }
    after_scalar_ = blank_after_scalar_ = false;
    take_token(bytes[at++]);
  }
  kept.append(bytes.substr(from, at - from));
  return at;
}

void ElementScan::take_token(char c) {
  const auto kind = class_of(c);
  if (kind == Quote) in_text_ = true;
  if (kind == Colon) ++members_;
  if (kind == Opens) deepest_ = std::max(deepest_, ++depth_);
  if (kind == Closes) has_ended_ = --depth_ == 0;
}

std::size_t members_in(const boost::json::value& value) {
  std::size_t count = 0;
  if (const auto* object = value.if_object()) {
    count = object->size();
    for (const auto& member : *object) count += members_in(member.value());
  } else if (const auto* list = value.if_array()) {
    for (const auto& each : *list) count += members_in(each);
  }
  return count;
}

}  // namespace tidings::json_stream
