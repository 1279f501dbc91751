#pragma once
/// What formats of one sorted line an entry share: a head, a line of each item, a foot. Inside of this folder.
/// Lives on: one executor.
#include "formats/exports/lines.hpp"
#include "formats/exports/syntax.hpp"
#include "formats/exports/writers.hpp"

namespace tidings::exports {

class SortedWriter : public Writer {
 public:
  void begin(Out& out) override { out.text() += head_; }
  Left add(const Item& item, Out& out) final {
    line_.clear();
    const auto why = append_line(item, line_);
    if (why == Left::Nothing) lines_.add(line_, out);
    return why;
  }
  void end(Out& out, Counts&) override { lines_.write(out); }

 protected:
  explicit SortedWriter(std::string head) : head_(std::move(head)) {}
  virtual Left append_line(const Item& item, std::string& line) = 0;
  Lines& lines() { return lines_; }

 private:
  std::string head_, line_;
  Lines lines_;
};

/// A format whose lines need nothing but the item.
template <Left (*append)(const Item&, std::string&)>
class LineWriter final : public SortedWriter {
 public:
  explicit LineWriter(std::string head) : SortedWriter(std::move(head)) {}

 private:
  Left append_line(const Item& item, std::string& line) override { return append(item, line); }
};

}  // namespace tidings::exports
