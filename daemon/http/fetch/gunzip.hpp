#pragma once
/// gzip (RFC 1952) read piece by piece into room that the caller has: a bomb makes no more at a time than fits there.
/// Several members are read as one. Inflate is Beast's.
/// Errors: BadInput (no gzip, or damaged), TooLarge (a header beyond 64 KiB).
/// Lives on: one thread at a time.
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.hpp"

namespace tidings::fetch {

inline constexpr std::string_view gzip_mark("\x1f\x8b", 2);

class Gunzip {
 public:
  Gunzip();
  ~Gunzip();
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  struct Step {
    std::size_t used{0};  ///< of what was given
    std::size_t made{0};  ///< of what there is room for
  };
  /// Goes on until `in` is used up or `out` is full.
  base::Result<Step> step(std::string_view in, std::span<char> out);
  /// Whether the input may end here: behind a member, with its length and CRC right.
  bool is_between_members() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tidings::fetch
