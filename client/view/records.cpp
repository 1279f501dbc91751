#include "client/view/records.hpp"

namespace tidings::view {

Records::Records(std::FILE* out, Format format, std::span<const std::string_view> columns, text::FormulaGuard guard)
    : out_(out), format_(format), guard_(guard) {
  if (format_ != Format::Csv) return;
  add_row({columns.begin(), columns.end()});
}

void Records::add_row(const std::vector<std::string>& cells) {
  line_.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line_ += format_ == Format::Csv ? ',' : '\t';
    if (format_ == Format::Csv) {
      text::append_csv_cell(line_, cells[i], guard_);
    } else {
      text::append_tsv(line_, cells[i]);
    }
  }
  line_ += '\n';
  std::fwrite(line_.data(), 1, line_.size(), out_);
}

void Records::add(const Record& record) {
  switch (format_) {
    case Format::Human:
    case Format::Json: {
      line_ = (first_ ? "[\n" : ",\n") + pretty(record.object);
      std::fwrite(line_.data(), 1, line_.size(), out_);
      break;
    }
    case Format::Jsonl:
      line_ = compact(record.object) + "\n";
      std::fwrite(line_.data(), 1, line_.size(), out_);
      break;
    case Format::Csv:
    case Format::Tsv: add_row(record.cells); break;
  }
  first_ = false;
}

base::Status Records::finish() {
  const bool array = format_ == Format::Json || format_ == Format::Human;
  return write_out(out_, !array ? "" : first_ ? "[]\n" : "\n]\n");
}

base::Status write_out(std::FILE* out, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), out);
  if (std::fflush(out) != 0 || std::ferror(out) != 0) {
    return base::fail(base::ErrorCode::Disk, "the output could not be written");
  }
  return {};
}

}  // namespace tidings::view
