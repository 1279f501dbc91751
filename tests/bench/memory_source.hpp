#pragma once
/// A document in memory, as the readers of formats are given one, and a sink that only counts.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "formats/draft/draft.hpp"

namespace tidings::bench {

class MemorySource final : public draft::Source {
 public:
  explicit MemorySource(std::string_view text) : text_(text) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    const auto count = std::min(into.size(), text_.size() - at_);
    std::copy_n(text_.data() + at_, count, into.data());
    at_ += count;
    return count;
  }
  base::Status rewind() override {
    at_ = 0;
    return {};
  }

 private:
  std::string_view text_;
  std::size_t at_{0};
};

class CountingSink final : public draft::Sink {
 public:
  std::uint32_t context(v1::Header) override { return contexts++; }
  base::Status claim(std::uint32_t, v1::Claim claim) override {
    ++claims;
    last = std::move(claim);
    return {};
  }
  void note(draft::Note) override { ++notes; }

  std::uint32_t contexts{0};
  std::size_t claims{0}, notes{0};
  v1::Claim last;
};

}  // namespace tidings::bench
