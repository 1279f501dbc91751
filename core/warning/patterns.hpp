#pragma once
/// Regular expressions of warning lists, all searched in one pass by RE2: linear in the text, whatever the pattern, and
/// within fixed memory. What would need backtracking (look-around, back-references) is refused. Inside of this folder.
/// Errors: BadInput, TooLarge.
/// Lives on: any executor; built by one, then read by all.
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tidings::warning {

class Patterns {
 public:
  Patterns();
  ~Patterns();
  Patterns(Patterns&&) noexcept;
  Patterns& operator=(Patterns&&) noexcept;

  /// As in MISP: "/expression/flags" with i, m, s, u, g, or the bare expression. One that matches the empty text would
  /// match everything, and is refused.
  base::Status add(std::string_view pattern, std::uint32_t list);
  /// Once after the last add.
  void finish();

  struct Found {
    std::uint32_t list{0};
    std::string_view pattern;  ///< as it was added
  };
  std::vector<Found> find(std::string_view text) const;
  std::size_t memory_bytes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tidings::warning
