#pragma once
/// A sink that only counts what a reader of a format makes.
#include <utility>

#include "formats/draft/text_source.hpp"

namespace tidings::bench {

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
