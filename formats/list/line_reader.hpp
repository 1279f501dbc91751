#pragma once
/// Whole inputs, pushed in chunks of any size: lines ended by LF, CR LF or CR, with or without a byte order mark.
/// Exactly one call of the sink for each line, in order; memory is bounded by max_line_bytes whatever comes. What
/// begins with the byte order mark of UTF-16 is refused as one line. Lives on: any executor; one thread at a time.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "formats/draft/stated_pieces.hpp"
#include "formats/list/line.hpp"
#include "formats/list/open_record.hpp"
#include "formats/list/zone.hpp"

namespace tidings::list {

/// Eight times the longest value: what is longer is no list. Such a line is rejected, not split.
inline constexpr std::size_t max_line_bytes = 64 * 1024;

/// What the sink is given; the views end with the call.
struct NumberedLine {
  std::uint64_t number{0};  ///< from 1
  std::string_view raw;     ///< without line end; of a line that is too long, its beginning
  Line line;
  draft::Stated beyond{};  ///< of a line that is too long: what all of it states
};

class LineReader {
 public:
  using Sink = std::function<void(NumberedLine&)>;
  LineReader(LineHint hint, Sink sink) : hint_(hint), sink_(std::move(sink)) {}

  void push(std::string_view chunk);
  void finish();  ///< a last line without an end counts; an empty rest does not
  std::uint64_t lines() const { return number_; }

 private:
  void end_line(std::string_view line);
  void keep(std::string_view part);

  LineHint hint_;
  Sink sink_;
  OpenRecord record_;
  Zone zone_;
  std::string rest_;  ///< the line that the last chunk left open
  std::uint64_t number_{0};
  draft::StatedPieces pieces_;  ///< of a line that is too long
  bool too_long_{false};
  bool is_utf16_{false};
  bool after_cr_{false};
};

}  // namespace tidings::list
