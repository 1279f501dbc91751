#pragma once
/// Lines of plain text, Markdown and AsciiDoc, told apart: headings, list items, rows of tables, code. Inside of this
/// folder. Lives on: any executor; one thread at a time.
#include <string>

#include "formats/report/form.hpp"
#include "formats/report/line.hpp"

namespace tidings::report {

class Markup {
 public:
  Markup(Form form, TakeLine take) : form_(form), take_(std::move(take)) {}
  /// One line of the file, without its end.
  void take(std::string_view text, std::uint64_t number);

 private:
  bool fence(std::string_view text);
  bool underlined_heading(std::string_view text);
  bool heading(std::string_view text);
  bool table(std::string_view text);
  bool caption(std::string_view text);
  bool item(std::string_view text);
  void give(Block block, std::string_view text, unsigned level = 0);

  Form form_;
  TakeLine take_;
  std::uint64_t number_{0};
  std::string fence_;     ///< the mark that ends the block of code we are in; empty outside
  std::string previous_;  ///< a short line, which the next may underline
  bool in_table_{false};
  bool after_blank_{true};
};

}  // namespace tidings::report
