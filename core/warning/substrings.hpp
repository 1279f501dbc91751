#pragma once
/// Many substrings searched in one walk over a text (Aho and Corasick, 1975): the cost follows the text's length and
/// not the number of substrings. Inside of this folder. Lives on: any executor; built by one, then read by all.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::warning {

class Substrings {
 public:
  void add(std::string_view substring, std::uint32_t list) { wanted_[std::string(substring)].push_back(list); }
  /// Once after the last add.
  void finish();

  /// Calls `on_list(list, substring)` for each place where one ends.
  template <class OnList>
  void find(std::string_view text, OnList on_list) const {
    std::uint32_t at = root;
    if (states_.empty()) return;
    for (std::size_t i = 0; i < text.size(); ++i) {
      at = step(at, static_cast<unsigned char>(text[i]));
      for (auto end = states_[at].ends; end != root; end = states_[states_[end].fallback].ends) {
        const auto& state = states_[end];
        for (auto list = state.first_list; list < state.first_list + state.lists; ++list) {
          on_list(lists_[list], text.substr(i + 1 - state.depth, state.depth));
        }
      }
    }
  }
  std::size_t memory_bytes() const;

 private:
  static constexpr std::uint32_t root = 0;
  struct State {
    std::uint32_t first_edge{0}, fallback{root};
    std::uint32_t ends{root};  ///< itself or the nearest fallback where a substring ends; the root: none
    std::uint32_t first_list{0};
    std::uint16_t edges{0}, depth{0};
    std::uint32_t lists{0};
  };
  struct Edge {
    unsigned char byte{0};
    std::uint32_t to{root};
  };
  struct Span {  ///< substrings that begin alike up to a state
    std::size_t from, to;
    std::uint32_t state;
  };
  std::uint32_t child(std::uint32_t state, unsigned char byte) const;
  std::uint32_t step(std::uint32_t state, unsigned char byte) const;
  void branch(const Span& span,
              const std::vector<const std::pair<const std::string, std::vector<std::uint32_t>>*>& sorted,
              std::vector<Span>& next);

  std::map<std::string, std::vector<std::uint32_t>> wanted_;  ///< until finish()
  std::vector<State> states_;
  std::vector<Edge> edges_;  ///< of a state together, rising
  std::vector<std::uint32_t> lists_;
};

}  // namespace tidings::warning
