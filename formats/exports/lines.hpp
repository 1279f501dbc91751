#pragma once
/// Lines that are held back to come out sorted, each once. Inside of this folder.
/// Lives on: one executor.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/exports/out.hpp"

namespace tidings::exports {

/// Ten million names with room to spare; beyond it the export fails, since half a blocklist is none.
inline constexpr std::size_t max_held_bytes = 1u << 30;

class Lines {
 public:
  /// `out` is told when too much is held.
  void add(std::string_view line, Out& out);
  /// In order of their bytes; repeats are left out.
  template <class Each>
  void each(Each&& visit) {
    sort();
    std::string_view last;
    bool first = true;
    for (const auto& place : places_) {
      const auto line = std::string_view(text_).substr(place.at, place.size);
      if (!first && line == last) continue;
      visit(line);
      last = line;
      first = false;
    }
  }
  /// The same, as they are, each with a line end.
  void write(Out& out);

 private:
  struct Place {
    std::uint64_t begins;  ///< the first 8 bytes, so that few comparisons look further
    std::uint64_t at : 40, size : 24;
  };
  void sort();

  std::string text_;
  std::vector<Place> places_;
};

}  // namespace tidings::exports
