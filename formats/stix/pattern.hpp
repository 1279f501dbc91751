#pragma once
/// STIX patterning (OASIS STIX 2.1, 9; 2.0's own grammar is read too): a pattern as a tree.
/// The whole grammar is read: comparisons with every operator, NOT, AND, OR, FOLLOWEDBY, brackets of both kinds, the
/// qualifiers WITHIN, REPEATS and START-STOP, object paths with lists and references, every literal, comments.
/// Errors: BadInput with the column (from 1, in bytes) at which it is no pattern, TooLarge beyond the bounds below.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tidings::stix {

/// The longest pattern seen in the wild has 40 KiB; a claim of a pattern may have 256.
inline constexpr std::size_t max_pattern_text_bytes = std::size_t{256} << 10;
inline constexpr std::size_t max_pattern_depth = 64;  ///< brackets within brackets

struct Literal {
  enum class Kind : std::uint8_t { Integer, Float, Text, Binary, Hex, Timestamp, Truth };
  Kind kind{Kind::Text};
  std::string text;  ///< Text without its escapes, Binary and Hex decoded, the others as they are written
};

/// One step of an object path behind the object's type: ".name", "[3]", "[*]".
struct Step {
  enum class Kind : std::uint8_t { Property, Index, Any };
  Kind kind{Kind::Property};
  std::string name;  ///< of a Property; the digits of an Index
};

struct ObjectPath {
  std::string object_type;
  std::vector<Step> steps;
  /// As it is written, with quotes only where a name needs them: "file:hashes.'SHA-256'".
  std::string text() const;
};

enum class Operator : std::uint8_t {
  Equal,
  NotEqual,
  Greater,
  GreaterOrEqual,
  Less,
  LessOrEqual,
  In,
  Like,
  Matches,
  IsSubset,
  IsSuperset,
  Exists,
};

struct Comparison {
  ObjectPath path;
  Operator how{Operator::Equal};
  bool negated{false};
  std::vector<Literal> values;  ///< one; of In any number; of Exists none
};

struct Qualifiers {
  bool within{false}, repeats{false}, start_stop{false};
};

/// A node of the tree; `parts` and `comparison` are places in the pattern's lists.
struct Node {
  enum class Kind : std::uint8_t {
    Comparison,
    AllOf,        ///< comparisons of one observation joined by AND
    AnyOf,        ///< … by OR
    Observation,  ///< "[ … ]"; its one part is what it holds
    Both,         ///< observations joined by AND
    Either,       ///< … by OR
    FollowedBy,
  };
  Kind kind{Kind::Comparison};
  std::vector<std::uint32_t> parts;
  std::uint32_t comparison{0};
  Qualifiers qualifiers;  ///< of observations
};

struct Pattern {
  std::vector<Node> nodes;
  std::vector<Comparison> comparisons;
  std::uint32_t root{0};
};

base::Result<Pattern> parse_pattern(std::string_view text);

}  // namespace tidings::stix
