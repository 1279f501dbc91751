#pragma once
/// What a report is cut into, whatever it is written in: lines and blocks, each with what it is. Inside of this folder.
/// Lives on: any executor.
#include <cstdint>
#include <functional>
#include <string_view>

namespace tidings::report {

/// Longer ones are cut at a blank, where there is one: no value is longer than 8 KiB.
inline constexpr std::size_t max_line_bytes = 64 * 1024;

enum class Block : std::uint8_t {
  Prose,
  Heading,
  Item,   ///< of a list, without its bullet
  Row,    ///< of a table; cells end with `separator`, lines within them with LF
  Code,   ///< a line of a block that is set as it is
  Blank,  ///< ends a paragraph and a table
  TableEnd,
};

struct Line {
  std::string_view text;
  std::uint64_t number{0};  ///< from 1, in the file
  Block block{Block::Prose};
  unsigned level{0};    ///< of a heading: 1 is the title's; above 6, a caption
  char separator{'|'};  ///< of a row's cells
};

using TakeLine = std::function<void(const Line&)>;

}  // namespace tidings::report
