#pragma once
/// Markings of a text that comes line by line: what a line states by itself, and what it states below others. "RED"
/// stands below "TLP:" at the end of a line, below a line that is "TLP" alone, and in a column of a table that is
/// headed by it. A table that explains all levels, one a row, states none. Lives on: any executor; one thread at a
/// time.
#include <set>
#include <string_view>
#include <vector>

#include "formats/draft/stated_marking.hpp"

namespace tidings::draft {

class StatedLines {
 public:
  /// A line without its end; `words`: the part of it that may state a marking by itself.
  Stated take(std::string_view line, std::string_view words);
  Stated take(std::string_view line) { return take(line, line); }
  /// What only the end tells.
  Stated finish();

 private:
  struct Column {
    std::size_t number{0};
    bool is_tlp{false};
  };
  void look_for_name(std::string_view line);
  bool look_for_columns(std::string_view line, char separator);
  Stated take_row(std::string_view line);
  Stated end_table();

  enum class Open : std::uint8_t { None, Tlp, Pap };
  Open open_{Open::None};  ///< named at the end of the last line
  std::size_t blank_lines_{0};
  std::vector<Column> columns_;  ///< of the table that is read
  char separator_{'\0'};
  bool is_zeek_{false};
  std::set<v1::Tlp> explained_;  ///< by a first column, as far as it is known
};

}  // namespace tidings::draft
