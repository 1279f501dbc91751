#pragma once
/// What `parse` says of each line, in the chosen format, at the speed of a buffer.
/// TSV is raw, type, canonical, or raw, "reject", reason; escapes as text::append_tsv tells.
/// Errors: Disk.
/// Lives on: one thread.
#include <cstdio>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "client/view/format.hpp"
#include "client/view/records.hpp"
#include "formats/list/line_reader.hpp"

namespace tidings::commands {

class ParseOutput {
 public:
  ParseOutput(std::FILE* out, view::Format format, view::Look look, text::FormulaGuard guard);
  void add(const list::NumberedLine& line);
  base::Status finish();

 private:
  void add_tsv(const list::NumberedLine& line);
  void add_human(const list::NumberedLine& line);
  void add_record(const list::NumberedLine& line);
  void drain();

  std::FILE* out_;
  view::Format format_;
  view::Look look_;
  std::string buffer_;
  std::optional<view::Records> records_;
};

}  // namespace tidings::commands
