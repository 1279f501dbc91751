#pragma once
/// A record of a zone that goes on over several lines: from a '(' to its ')' (RFC 1035 section 5.1), as SOA mostly
/// does. Lives on: any executor; one thread at a time.
#include <cstddef>
#include <string_view>

namespace tidings::list {

class OpenRecord {
 public:
  /// Whether the line belongs to the record before it; else it is the next one to be told of to begin().
  bool takes(std::string_view line) {
    if (lines_left_ == 0) return false;
    lines_left_ = without_comment(line).find(')') == std::string_view::npos ? lines_left_ - 1 : 0;
    return true;
  }
  /// A line that is a record.
  void begin(std::string_view line) {
    const auto text = without_comment(line);
    const bool is_open = text.find('(') != std::string_view::npos && text.find(')') == std::string_view::npos;
    lines_left_ = is_open ? most_lines : 0;
  }

 private:
  /// SOA has five numbers, with room for remarks: one that is never closed must not swallow a list.
  static constexpr std::size_t most_lines = 16;
  static std::string_view without_comment(std::string_view line) { return line.substr(0, line.find(';')); }
  std::size_t lines_left_{0};
};

}  // namespace tidings::list
