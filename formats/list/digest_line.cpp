#include "formats/list/digest_line.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tidings::list {
namespace {

using observable::Type;

constexpr std::string_view blanks = " \t";

bool is_digest(std::string_view field) {
  constexpr std::array<std::size_t, 5> sizes = {32, 40, 64, 96, 128};
  return std::ranges::find(sizes, field.size()) != sizes.end() &&
         field.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool is_of_digests(Type type) { return type == Type::None || (type >= Type::Md5 && type <= Type::Sha512); }

// A value of its own, which must not go unsaid: names of files look like those of hosts, but not like these.
bool is_address(std::string_view field) {
  if (field.find("://") != std::string_view::npos) return true;
  const auto parsed = observable::parse(field);
  if (!parsed) return false;
  const auto type = parsed->observable.type;
  return type == Type::Email || (type >= Type::Ipv4 && type <= Type::IpPort);
}

}  // namespace

std::optional<Shape> beside_a_digest(std::string_view text, observable::Hint hint) {
  if (!is_of_digests(hint.type)) return std::nullopt;
  auto rest = text;
  const auto first = take_field(rest);
  if (rest.empty()) return std::nullopt;
  const auto last = text.substr(text.find_last_of(blanks) + 1);
  if (!is_digest(first)) return is_digest(last) && !is_address(first) ? std::optional(value(last, hint)) : std::nullopt;
  auto others = rest;
  auto field = take_field(others);
  if (is_address(field)) return std::nullopt;
  while (is_digest(field) && !others.empty()) field = take_field(others);
  auto shape = value(first, hint);
  if (is_digest(field)) shape.more = rest;
  return shape;
}

std::optional<Shape> behind_its_name(std::string_view text, observable::Hint hint) {
  const auto mark = text.find_first_of(":=");
  if (mark == std::string_view::npos || !is_of_digests(hint.type)) return std::nullopt;
  const auto digest = trimmed(text.substr(mark + 1));
  const auto named = hint_from_name(text.substr(0, mark));
  if (!is_digest(digest) || !named || named->format != LineFormat::Field) return std::nullopt;
  const auto type = named->hint.type;
  if (type < Type::Md5 || type > Type::Sha512) return std::nullopt;
  return value(digest, {type, false});
}

}  // namespace tidings::list
