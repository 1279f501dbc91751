#include "formats/list/line_reader.hpp"

#include <algorithm>
#include <array>

namespace tidings::list {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::array<std::string_view, 2> utf16_marks = {"\xff\xfe", "\xfe\xff"};
// Of a line that is too long: enough to find it by.
constexpr std::size_t shown_bytes = 256;

std::size_t line_end(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || text[i] == '\r') return i;
  }
  return std::string_view::npos;
}

}  // namespace

void LineReader::push(std::string_view chunk) {
  if (is_utf16_) return;
  while (!chunk.empty()) {
    if (after_cr_ && chunk.front() == '\n') chunk.remove_prefix(1);
    after_cr_ = false;
    const std::size_t end = line_end(chunk);
    if (end == std::string_view::npos) {
      keep(chunk);
      return;
    }
    if (rest_.empty() && !too_long_) {
      end_line(chunk.substr(0, end));
    } else {
      keep(chunk.substr(0, end));
      end_line(rest_);
    }
    if (is_utf16_) return;
    after_cr_ = chunk[end] == '\r';
    chunk.remove_prefix(end + 1);
  }
}

void LineReader::finish() {
  if (!rest_.empty() || too_long_) end_line(rest_);
}

void LineReader::keep(std::string_view part) {
  if (!too_long_ && rest_.size() + part.size() > max_line_bytes) {
    too_long_ = true;
    pieces_.take(rest_);
  }
  if (!too_long_) {
    rest_ += part;
    return;
  }
  pieces_.take(part);
  if (rest_.size() < shown_bytes) rest_ += part.substr(0, shown_bytes - rest_.size());
}

void LineReader::end_line(std::string_view line) {
  NumberedLine out;
  out.number = ++number_;
  if (number_ == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  is_utf16_ = number_ == 1 && (line.starts_with(utf16_marks[0]) || line.starts_with(utf16_marks[1]));
  if (is_utf16_) {
    out.raw = line.substr(0, shown_bytes);
    out.line.reason = "this is UTF-16, and nothing of it is read; 'iconv -f UTF-16 -t UTF-8' converts it";
  } else if (too_long_ || line.size() > max_line_bytes) {
    out.raw = line.substr(0, shown_bytes);
    out.line.reason = "line longer than " + std::to_string(max_line_bytes) + " bytes";
    if (!too_long_) pieces_.take(line);
    out.beyond = pieces_.finish();
  } else {
    out.raw = line;
    const bool may_be_zone = hint_.format == LineFormat::List || hint_.format == LineFormat::Rpz;
    out.line = parse_line(may_be_zone ? zone_.policy_of(line) : line, hint_);
    const bool is_remark = out.line.outcome == Line::Outcome::Comment;  // which may state a marking
    if (!is_remark && record_.takes(line)) {
      out.line = {};
      out.line.outcome = Line::Outcome::LeftOut;
      out.line.reason = "a zone's record goes on";
    } else if (out.line.outcome == Line::Outcome::LeftOut) {
      record_.begin(line);
    }
  }
  sink_(out);
  rest_.clear();
  too_long_ = false;
}

}  // namespace tidings::list
