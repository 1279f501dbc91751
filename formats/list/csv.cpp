#include "formats/list/csv.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "core/bulletin/names.hpp"
#include "formats/list/csv_columns.hpp"
#include "formats/list/feed_words.hpp"
#include "formats/list/misp_columns.hpp"
#include "formats/list/shape.hpp"

namespace tidings::list {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
// What is looked at to tell the separator: the first row, if it is not longer.
constexpr std::size_t max_start_bytes = 64 * 1024;
constexpr std::size_t shown_bytes = 256;
// Where columns of values that are not read are looked for.
constexpr std::uint64_t looked_at_rows = 100;

char separator_of(std::string_view row) {
  const auto count = [&](char c) { return std::count(row.begin(), row.end(), c); };
  const auto commas = count(',');
  const auto semicolons = count(';');
  const auto tabs = count('\t');
  if (tabs > commas && tabs > semicolons) return '\t';
  return semicolons > commas ? ';' : ',';
}

// The first that is neither blank nor a remark, which may hold any separator; nothing while it has not ended.
std::optional<std::string_view> first_row(std::string_view text) {
  while (true) {
    const auto end = text.find_first_of("\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    const auto row = trimmed(text.substr(0, end));
    if (!row.empty() && row.find_first_of("#;!") != 0) return row;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> split_tags(std::string_view text) {
  // "#phishing #scam", but "Cobalt Strike".
  const std::string_view marks = text.find('#') == std::string_view::npos ? ",;|" : ",;| \t";
  std::vector<std::string_view> tags;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(marks), text.size());
    const auto tag = trimmed(text.substr(0, end));
    if (!tag.empty()) tags.push_back(tag);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return tags;
}

std::vector<std::string_view> ids_in(std::string_view text) {
  auto ids = split_tags(text);
  std::erase_if(ids, [](std::string_view id) { return id.size() != 64 || !base::from_hex(id); });
  return ids;
}

// Whether a value whose type column says a word that we do not know is told by itself: hashes alone are.
bool is_hash(const Line& line) {
  if (line.outcome != Line::Outcome::Value) return false;
  const auto type = line.parsed.observable.type;
  return type >= observable::Type::Md5 && type <= observable::Type::Sha512;
}

// "sha256,sha1,md5" of one file, in one cell.
bool holds_hashes(std::string_view cell) {
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ',' || c == ' ';
  };
  return cell.find(',') != std::string_view::npos && std::all_of(cell.begin(), cell.end(), fits);
}

}  // namespace

std::optional<char> told_separator(std::string_view line) {
  constexpr std::string_view name = "sep=";
  if (line.size() != name.size() + 1 || !line.starts_with(name)) return std::nullopt;
  return line.back();
}

void CsvReader::push(std::string_view chunk) {
  if (!begun_) {
    start_ += chunk;
    if (!first_row(start_) && start_.size() < max_start_bytes) return;
    begin();
    return;
  }
  for (const char c : chunk) step(c);
}

void CsvReader::finish() {
  if (!begun_) begin();
  if (state_ == State::Quoted) {
    reject_row(cell_, "quote that is never closed");
    return;
  }
  if (!cells_.empty() || !cell_.empty() || overflow_) end_row();
}

void CsvReader::begin() {
  begun_ = true;
  std::string held;
  held.swap(start_);
  std::string_view text(held);
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const auto first = text.substr(0, text.find_first_of("\r\n"));
  if (const auto told = told_separator(first)) {
    options_.separator = *told;
    text.remove_prefix(first.size());  // a blank line stays
  }
  if (options_.separator == '\0') {
    const auto ended = std::string(text) + '\n';
    options_.separator = separator_of(first_row(ended).value_or(first));
  }
  for (const char c : text) step(c);
}

void CsvReader::step(char c) {
  const bool lf_of_crlf = after_cr_ && c == '\n';
  after_cr_ = c == '\r';
  if ((c == '\n' || c == '\r') && !lf_of_crlf) ++line_;
  if (state_ == State::Quoted) {
    step_quoted(c);
  } else if (!lf_of_crlf) {
    step_bare(c);
  }
}

void CsvReader::step_quoted(char c) {
  if (c == '"') {
    state_ = State::QuoteInQuoted;
  } else if (overflow_ && (c == '\n' || c == '\r')) {
    end_row();  // a quote never closed must not swallow the rest of the file
  } else {
    take(c);
  }
}

void CsvReader::step_bare(char c) {
  if (c == '\n' || c == '\r') {
    end_row();
  } else if (c == options_.separator) {
    end_cell();
  } else if (c == '"' && state_ == State::CellStart) {
    state_ = State::Quoted;
  } else if (c == '"' && state_ == State::QuoteInQuoted) {
    take(c);  // a doubled quote stands for one
    state_ = State::Quoted;
  } else if (state_ == State::CellStart && c == ' ') {
    // A blank before a quote is no part of the cell, and none of ours keeps one at its ends.
  } else {
    take(c);
    state_ = State::Bare;
  }
}

void CsvReader::take(char c) {
  if (++row_bytes_ > max_row_bytes) {
    overflow_ = true;
    pieces_.take(cell_);
    pieces_.take({&c, 1});
    cell_.clear();
    return;
  }
  cell_.push_back(c);
}

void CsvReader::end_cell() {
  if (cells_.size() >= max_columns) overflow_ = true;
  if (!overflow_) {
    cells_.push_back(std::move(cell_));
  } else {
    pieces_.take(cell_ + ' ');
  }
  cell_.clear();
  state_ = State::CellStart;
}

void CsvReader::end_row() {
  end_cell();
  ++rows_;
  if (overflow_) {
    const std::string first = cells_.empty() ? std::string() : cells_.front();
    reject_row(first, "row of more than " + std::to_string(max_row_bytes) + " bytes or " + std::to_string(max_columns) +
                          " columns");
  } else {
    handle_row();
  }
  cells_.clear();
  row_bytes_ = 0;
  overflow_ = false;
  row_line_ = line_;
}

void CsvReader::reject_row(std::string_view raw, std::string reason) {
  CsvItem item;
  item.line = row_line_;
  item.raw = raw.substr(0, shown_bytes);
  std::string row;  // "tlp,red" above a table states one by two cells
  for (const auto& cell : cells_) (row += cell) += '\x1f';
  item.stated = draft::stated_in(row);
  item.stated.narrow(draft::stated_in(raw));
  item.stated.narrow(pieces_.finish());
  item.value.reason = std::move(reason);
  sink_(item);
}

void CsvReader::handle_row() {
  const bool blank = std::all_of(cells_.begin(), cells_.end(), [](const std::string& c) { return trimmed(c).empty(); });
  if (blank || is_remark()) {
    CsvItem item;
    item.line = row_line_;
    // What follows a separator may state a marking, too.
    comment_ = cells_.front();
    for (std::size_t i = 1; i < cells_.size(); ++i) comment_ += ' ' + cells_[i];
    item.raw = comment_;
    item.stated = comments_.take(comment_);
    item.value.outcome = blank ? Line::Outcome::Blank : Line::Outcome::Comment;
    item.value.reason = blank ? "blank line" : "comment line";
    sink_(item);
    return;
  }
  if (!settled_ && !settle_columns()) return;
  if (rows_ <= looked_at_rows) tell_unread();
  emit_row();
}

/// '#' begins one anywhere; ';' and '!' do above the table alone, where no value stands behind an empty cell.
bool CsvReader::is_remark() const {
  const auto first = trimmed(cells_.front());
  if (first.starts_with('#')) return true;
  if (settled_) return false;
  if (first.empty()) return options_.separator == ';' && !columns_from_values(cells_) && !columns_from_header(cells_);
  return first.starts_with('!') || first.starts_with(';');
}

/// A header may state a marking, too: "indicator (TLP:AMBER)".
void CsvReader::tell_header() {
  CsvItem item;
  item.line = row_line_;
  item.raw = cells_.front();
  for (const auto& cell : cells_) item.stated.narrow(draft::stated_in(cell));
  item.value.outcome = Line::Outcome::Comment;
  item.value.reason = "the header";
  if (!item.stated.empty()) sink_(item);
}

/// Of several columns of values without a header one is read: a link may be a reference, and a digest anything's.
/// Each that is not is told once; its cell may be empty in the first rows.
void CsvReader::tell_unread() {
  std::vector<std::size_t> found;
  std::string columns, reading;  // the names that would read them, to the last that is one
  for (std::size_t i = 0; i < std::min(cells_.size(), told_.size()); ++i) {
    const bool is_read = options_.columns[i].role == ColumnRole::Value;
    if (!is_read && !told_[i] && sure_type_of(cells_[i])) found.push_back(i);
    told_[i] = told_[i] || (!found.empty() && found.back() == i);
    const bool is_value = is_read || told_[i];
    columns.append(i > 0 ? "," : "").append(is_value ? "value" : "-");
    if (is_value) reading = columns;
  }
  for (const auto i : found) {
    leave_out(cells_[i], "column " + std::to_string(i + 1) + " looks like " +
                             std::string(observable::name(*sure_type_of(cells_[i]))) +
                             " and is not read: where it is meant, a header names it, or --columns " + reading);
  }
}

void CsvReader::leave_out(std::string_view raw, std::string reason) {
  CsvItem item;
  item.line = row_line_;
  item.raw = raw.substr(0, shown_bytes);
  item.value.outcome = Line::Outcome::LeftOut;
  item.value.reason = std::move(reason);
  sink_(item);
}

// True if this row holds values, false if it was the header or one that tells nothing.
bool CsvReader::settle_columns() {
  if (!options_.columns.empty()) {
    settled_ = true;
    // Given columns may stand over a header all the same.
    if (!columns_from_header(cells_)) return true;
    tell_header();
    return false;
  }
  if (auto columns = columns_from_header(cells_)) {
    options_.columns = std::move(*columns);
    settled_ = true;
    tell_header();
    return false;
  }
  if (auto columns = columns_from_values(cells_)) {
    options_.columns = std::move(*columns);
    settled_ = true;
    // Beside a word for its type the value is known, and a digest may be an id of its table's.
    const auto is_type = [](const Column& column) { return column.role == ColumnRole::Type; };
    if (std::ranges::none_of(options_.columns, is_type)) told_.resize(options_.columns.size());
    return true;
  }
  reject_row(cells_.front(),
             rows_ == 1 ? "header that names no known column: --columns names them" : "no cell that is surely a value");
  return false;
}

void CsvReader::emit_row() {
  CsvItem item;
  item.line = row_line_;
  std::string_view type;
  const std::size_t count = std::min(cells_.size(), options_.columns.size());
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const bool is_value = i < count && options_.columns[i].role == ColumnRole::Value;
    if (!is_value) item.stated.narrow(draft::stated_in(cells_[i]));
    if (i < count && options_.columns[i].role == ColumnRole::Tags) item.stated.narrow(draft::stated_by_tags(cells_[i]));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto cell = trimmed(cells_[i]);
    switch (options_.columns[i].role) {
      case ColumnRole::Type: type = cell; break;
      case ColumnRole::Role: item.role = cell; break;
      // The first: behind our own "confidence" stands "score".
      case ColumnRole::Confidence: item.confidence = item.confidence.empty() ? cell : item.confidence; break;
      case ColumnRole::Tags: item.tags = split_tags(cell); break;
      case ColumnRole::Comment: item.comment = cell; break;
      case ColumnRole::FirstSeen: item.first_seen = cell; break;
      case ColumnRole::LastSeen: item.last_seen = cell; break;
      case ColumnRole::Reference: item.reference = cell; break;
      case ColumnRole::Marking: item.markings.push_back(cell); break;
      case ColumnRole::MayMark: item.may_mark.push_back(cell); break;
      case ColumnRole::Verdict: item.verdict = cell; break;
      case ColumnRole::Pap: item.paps.push_back(cell); break;
      case ColumnRole::ValidFrom: item.valid_from = cell; break;
      case ColumnRole::ValidUntil: item.valid_until = cell; break;
      case ColumnRole::ToIds: item.to_ids = cell; break;
      case ColumnRole::Distribution:
        if (!cell.empty()) item.distributions.push_back(cell);
        break;
      case ColumnRole::Bulletin: item.bulletins = ids_in(cell); break;
      case ColumnRole::Ignored:
      case ColumnRole::Value: break;
    }
  }
  if (!item.confidence.empty() && !confidence_from_word(item.confidence)) {
    leave_out(item.confidence, "no whole number from 0 to 100: it is a remark, and no confidence");
  }
  const bool has_verdict = !item.verdict.empty() && item.verdict != bulletin::name(v1::VERDICT_UNSPECIFIED);
  if (has_verdict && !verdict_from_feed_word(item.verdict)) {
    leave_out(item.verdict, "no verdict that is known: it is a remark, and the verdict is unknown");
  }
  bool any = false;
  for (std::size_t i = 0; i < count; ++i) {
    if (options_.columns[i].role != ColumnRole::Value || trimmed(cells_[i]).empty()) continue;
    any = true;
    emit_value(item, cells_[i], options_.columns[i].hint, type);
  }
  if (!any) reject_row(cells_.front(), "no value in this row");
}

void CsvReader::emit_value(CsvItem& item, std::string_view cell, LineHint hint, std::string_view type) {
  const bool by_column = hint.format != LineFormat::CsvCell;
  const auto told = type.empty() || by_column ? std::nullopt : hint_from_type_cell(type);
  if (!by_column && !told) {
    const auto parts = parts_of(type, cell);
    for (const auto& part : parts) emit_single(item, part.text, part.hint, {});
    if (!parts.empty()) return;
  }
  if (!by_column) hint = told ? *told : options_.hint;
  const auto unknown_type = by_column || told ? std::string_view() : type;
  if (hint.hint.type != observable::Type::None || !holds_hashes(cell)) {
    emit_single(item, cell, hint, unknown_type);
    return;
  }
  for (auto rest = cell; !rest.empty();) {
    const auto end = std::min(rest.find(','), rest.size());
    if (const auto part = trimmed(rest.substr(0, end)); !part.empty()) emit_single(item, part, hint, unknown_type);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

void CsvReader::emit_single(CsvItem& item, std::string_view cell, const LineHint& hint, std::string_view unknown_type) {
  item.raw = cell;
  item.value = parse_line(cell, hint);
  if (!unknown_type.empty() && !is_hash(item.value)) {
    item.value = Line{};
    item.value.reason = "unknown type '" + std::string(unknown_type.substr(0, 64)) + "'";
  }
  sink_(item);
}

}  // namespace tidings::list
