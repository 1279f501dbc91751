#pragma once
/// Lines of a report to candidates: units (a line, an item, a cell, a span of code), tokens in them, values in those.
/// Inside of this folder. Lives on: any executor; one thread at a time.
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "formats/report/context.hpp"
#include "formats/report/form.hpp"
#include "formats/report/gather.hpp"
#include "formats/report/judge.hpp"
#include "formats/report/line.hpp"

namespace tidings::report {

class Scanner {
 public:
  Scanner(Form form, const std::vector<std::string>& own_sites, Context& context, Gather& gather)
      : form_(form), own_sites_(own_sites), context_(context), gather_(gather) {}
  void take(const Line& line);

 private:
  struct Unit {
    std::string_view text;
    Setting setting{Setting::Prose};
    std::string_view lead;       ///< what stands in front of it, where that is told otherwise
    bool one_of_several{false};  ///< lines of a cell
  };
  void row(const Line& line);
  void name_columns(const std::vector<std::string_view>& cells);
  void unit(const Unit& unit);
  bool whole(const Unit& unit, std::string_view text);
  std::size_t code_span(const Unit& unit, std::size_t at);
  std::size_t link_target(const Unit& unit, std::size_t at);
  void token(const Unit& unit, std::size_t begin, std::size_t end, std::uint16_t marks);
  void shaped(std::string_view text, Spot spot);
  void value(std::string_view text, const Spot& spot);
  void digest(const Unit& unit, std::string_view token, std::size_t begin);
  bool pieced(const Unit& unit, std::string_view token);
  void settle(observable::Observable observable, const Spot& spot);
  bool is_own(const observable::Observable& observable) const;
  bool known_top_level(std::string_view name);
  Spot spot_of(const Unit& unit, std::size_t begin, std::size_t end);

  Form form_;
  const std::vector<std::string>& own_sites_;
  Context& context_;
  Gather& gather_;
  Sections sections_;
  std::vector<Column> columns_;  ///< of the table we are in
  std::string pieces_;           ///< a digest that was begun at the end of a line or cell
  std::size_t piece_size_{0};    ///< of each of them, if all are of one and each is a line or cell
  std::string joined_;
  std::string_view row_name_, beside_;  ///< what names a digest: in its row, in its line
  std::uint64_t line_{0};
  Column column_{Column::Unsaid};
  bool in_table_{false};  ///< behind its first row
  bool row_has_digest_{false}, row_has_values_{false};
  std::optional<bool> harmless_;                      ///< whether the line says so, once that was asked
  std::string_view words_;                            ///< the line
  std::unordered_map<std::string, bool> top_levels_;  ///< asked before
};

}  // namespace tidings::report
