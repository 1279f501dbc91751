#pragma once
/// Where a report came from, as marks that another's report of the same thing would share: how circular reporting is
/// told from agreement. The marks of a bulletin are a function of its signed bytes, a bounded set of 8 bytes each;
/// docs/score.md tells each kind and what it takes for two bulletins to meet. Lives on: any executor.
#include <compare>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/bulletin/verify.hpp"

namespace tidings::indicator {

/// What a mark was made of. The numbers stand in stored indexes.
enum class MarkKind : std::uint8_t {
  Itself = 0,     ///< the bulletin's own id, its publication's
  BasedOn = 1,    ///< a bulletin it says its claims came from
  Mentions = 2,   ///< an id that its words name: meets nothing but the bulletin or publication of that id
  Reference = 3,  ///< a page it refers to
  Text = 4,       ///< its whole text, however it is cut into lines
  Values = 5,     ///< some of its runs of 8 consecutive values, in order of value
  Producer = 6,   ///< whose words it says it passes on
};

/// Marks meet if their keys are the same.
struct SourceMark {
  std::uint64_t bits{0};  ///< 61 of a digest, then the kind
  std::uint64_t key() const { return bits >> 3; }
  MarkKind kind() const { return static_cast<MarkKind>(bits & 7); }
  static SourceMark of(MarkKind kind, std::uint64_t digest) {
    return {(digest & ~std::uint64_t{7}) | static_cast<std::uint64_t>(kind)};
  }
  friend auto operator<=>(const SourceMark&, const SourceMark&) = default;
};

inline constexpr std::size_t max_mentions = 8;  ///< ids in one text; who names more makes an index of others' reports
inline constexpr std::size_t max_references = 16;
inline constexpr std::size_t sketch_size = 8;  ///< runs kept of a list: two lists that are half alike share one at 99%
inline constexpr std::size_t run_length = 8;   ///< consecutive values by chance the same in two lists: hardly ever
inline constexpr std::size_t min_text_bytes = 80;  ///< normalised; less ("please block") is written by many
/// Own id and publication, based_on, mentions, references, text, producer, values.
inline constexpr std::size_t max_marks =
    2 + bulletin::max_based_on + max_mentions + max_references + 1 + 1 + sketch_size;

/// Sorted, each once. Only reports have marks: other kinds are not copied, they answer.
std::vector<SourceMark> sources_of(const bulletin::Header& header, std::span<const bulletin::ReadClaim> claims);

/// The page that a reference names, for comparing: no scheme, "www.", fragment or '/' at the end. Empty for what names
/// no page of its own: bare hosts, and catalogues that anybody refers to (docs/score.md lists them).
std::string canonical_reference(std::string_view reference);

}  // namespace tidings::indicator
