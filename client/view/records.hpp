#pragma once
/// Many things of one kind for machines: a JSON array, JSON lines, CSV with a header row, or TSV without one.
/// Text for people is made elsewhere. What cannot be written (a full disk) shows in finish().
/// Errors: Disk.
/// Lives on: one thread.
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "client/text/escape.hpp"
#include "client/view/format.hpp"
#include "client/view/json.hpp"

namespace tidings::view {

/// One thing, both ways.
struct Record {
  json::object object;
  std::vector<std::string> cells;
};

class Records {
 public:
  /// `format` is not Human.
  Records(std::FILE* out, Format format, std::span<const std::string_view> columns, text::FormulaGuard guard);
  void add(const Record& record);
  base::Status finish();

 private:
  void add_row(const std::vector<std::string>& cells);

  std::FILE* out_;
  Format format_;
  text::FormulaGuard guard_;
  bool first_{true};
  std::string line_;
};

/// Writes all of it and flushes, or says that it could not.
base::Status write_out(std::FILE* out, std::string_view text);

}  // namespace tidings::view
