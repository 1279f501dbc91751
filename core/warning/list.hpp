#pragma once
/// A warning list as it was read: values that are known to be harmless or too common, so that a claim about one is
/// probably a mistake. The kinds are those of MISP's warning lists, and one of our own.
/// Lives on: any executor (values).
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/observable/type.hpp"

namespace tidings::warning {

enum class Kind : std::uint8_t {
  String,     ///< the value itself
  Substring,  ///< the value contains the entry
  Hostname,   ///< the value's host is the entry, or lies below it
  Cidr,       ///< the address or network lies in the entry, or the network holds it
  Regex,      ///< the entry is found in the value (RE2's syntax)
  Special,    ///< core/observable knows it as special; it has no entries
};
std::string_view name(Kind kind);

/// A set of observable types.
class Types {
 public:
  static Types all();
  void add(observable::Type type) { bits_ |= bit(type); }
  void add(Types others) { bits_ |= others.bits_; }
  bool has(observable::Type type) const { return (bits_ & bit(type)) != 0; }
  bool is_empty() const { return bits_ == 0; }

 private:
  static std::uint64_t bit(observable::Type type);
  std::uint64_t bits_{0};
};

struct Entry {
  std::string text;
  std::size_t number{0};  ///< its place in the list, from 0: how a fault names it
};

struct List {
  std::string name;
  Kind kind{Kind::String};
  Types types;
  std::uint8_t weight{50};  ///< 0-100: how much of an indicator's score a hit takes away
  std::vector<Entry> entries;
};

/// An entry that cannot be used, and why. The list stands without it.
struct EntryFault {
  std::size_t number{0};
  std::string what;
};

inline constexpr std::size_t max_lists = 1'000;          ///< MISP has some 120
inline constexpr std::size_t max_text_bytes = 1u << 30;  ///< of all entries together; a million names have 15 MB
inline constexpr std::size_t max_entry_bytes = 1'024;    ///< of real lists no entry has more than 300
inline constexpr std::size_t max_entries = 10'000'000;   ///< of all lists; they take about 60 bytes each
/// Of all substrings together: their automaton takes some 40 bytes a byte.
inline constexpr std::size_t max_substring_bytes = 1u << 20;
inline constexpr std::size_t max_patterns = 1'000;  ///< regular expressions of all lists
inline constexpr std::size_t max_hits = 64;         ///< told of one value

}  // namespace tidings::warning
