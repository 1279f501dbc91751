#pragma once
/// Some lines of an input, one after the other: what each says, and the values that they hold. The texts stand in one
/// string, so that a batch costs a handful of allocations, however many lines it has.
/// Lives on: one thread at a time; made by one, taken by another.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/list/line_reader.hpp"

namespace tidings::input {

/// A batch is full at so many lines, or bytes of text: what is asked together must fit a frame of 4 MiB.
inline constexpr std::size_t max_batch_lines = 10'000;
inline constexpr std::size_t max_batch_bytes = 1024 * 1024;

struct ReadLine {
  std::uint64_t number{0};
  list::Line::Outcome outcome{list::Line::Outcome::Reject};
  std::string_view raw;   ///< valid while the batch is
  std::string_view text;  ///< the canonical value; with all but values the reason
  const observable::Observable* value{nullptr};
};

class LineBatch {
 public:
  void add(const list::NumberedLine& line);
  bool is_full() const { return lines_.size() >= max_batch_lines || texts_.size() >= max_batch_bytes; }
  std::size_t size() const { return lines_.size(); }
  ReadLine line(std::size_t place) const;
  const std::vector<observable::Observable>& values() const { return values_; }

 private:
  struct Kept {
    std::uint64_t number;
    list::Line::Outcome outcome;
    std::uint32_t raw_end, text_end;  // in texts_; each begins where the one before ends
  };
  std::vector<Kept> lines_;
  std::string texts_;
  std::vector<observable::Observable> values_;
  std::vector<std::uint32_t> value_of_;  // by line; the place of its value, or of the next one
};

}  // namespace tidings::input
