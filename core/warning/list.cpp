#include "core/warning/list.hpp"

#include <array>

namespace tidings::warning {
namespace {

constexpr std::size_t table_size = 1'002;  // the greatest type number and one

/// The bit of each type by its number; 0 for numbers that are no type's.
const std::array<std::uint64_t, table_size> bits = [] {
  std::array<std::uint64_t, table_size> table{};
  std::uint64_t next = 1;
  for (const auto type : observable::all_types()) {
    table[static_cast<std::size_t>(type)] = next;
    next <<= 1;
  }
  return table;
}();

}  // namespace

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::String: return "string";
    case Kind::Substring: return "substring";
    case Kind::Hostname: return "hostname";
    case Kind::Cidr: return "cidr";
    case Kind::Regex: return "regex";
    case Kind::Special: return "special";
  }
  return "unknown";
}

std::uint64_t Types::bit(observable::Type type) {
  const auto number = static_cast<std::size_t>(type);
  return number < table_size ? bits[number] : 0;
}

Types Types::all() {
  Types types;
  for (const auto type : observable::all_types()) types.add(type);
  return types;
}

}  // namespace tidings::warning
