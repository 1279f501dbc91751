#include "client/input/line_batch.hpp"

namespace tidings::input {

void LineBatch::add(const list::NumberedLine& line) {
  const bool is_value = line.line.outcome == list::Line::Outcome::Value;
  texts_ += line.raw;
  const auto raw_end = static_cast<std::uint32_t>(texts_.size());
  value_of_.push_back(static_cast<std::uint32_t>(values_.size()));
  if (is_value) {
    texts_ += observable::to_text(line.line.parsed.observable);
    values_.push_back(line.line.parsed.observable);
  } else {
    texts_ += line.line.reason;
  }
  lines_.push_back({line.number, line.line.outcome, raw_end, static_cast<std::uint32_t>(texts_.size())});
}

ReadLine LineBatch::line(std::size_t place) const {
  const Kept& kept = lines_[place];
  const std::uint32_t begin = place == 0 ? 0 : lines_[place - 1].text_end;
  const std::string_view texts = texts_;
  ReadLine line{kept.number, kept.outcome, texts.substr(begin, kept.raw_end - begin),
                texts.substr(kept.raw_end, kept.text_end - kept.raw_end), nullptr};
  if (kept.outcome == list::Line::Outcome::Value) line.value = &values_[value_of_[place]];
  return line;
}

}  // namespace tidings::input
