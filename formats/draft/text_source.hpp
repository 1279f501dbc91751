#pragma once
/// A text that is held, as a reader of formats is given one. `at_once` bounds what one read gives.
/// Lives on: one thread; the text must outlive it.
#include <string_view>

#include "formats/draft/draft.hpp"

namespace tidings::draft {

class TextSource final : public Source {
 public:
  explicit TextSource(std::string_view text, std::size_t at_once = std::string_view::npos)
      : text_(text), at_once_(at_once) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    const auto count = text_.substr(at_, at_once_).copy(into.data(), into.size());
    at_ += count;
    return count;
  }
  base::Status rewind() override {
    at_ = 0;
    return {};
  }

 private:
  std::string_view text_;
  std::size_t at_once_;
  std::size_t at_{0};
};

}  // namespace tidings::draft
