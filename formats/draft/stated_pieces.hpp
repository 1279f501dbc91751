#pragma once
/// Markings in what is too long to be held: looked for piece by piece, with as much of the former as a marking takes.
/// Lives on: any executor; one thread at a time.
#include <string>
#include <utility>

#include "formats/draft/stated_marking.hpp"

namespace tidings::draft {

class StatedPieces {
 public:
  void take(std::string_view piece) {
    held_ += piece;
    if (held_.size() < looked_at_bytes) return;
    stated_.narrow(stated_in(held_));
    held_.erase(0, held_.size() - kept_bytes);
  }
  /// What all of them state; the next piece begins anew.
  Stated finish() {
    stated_.narrow(stated_in(held_));
    held_.clear();
    return std::exchange(stated_, {});
  }

 private:
  static constexpr std::size_t looked_at_bytes = 8 * 1024;
  static constexpr std::size_t kept_bytes = 64;
  std::string held_;
  Stated stated_;
};

}  // namespace tidings::draft
