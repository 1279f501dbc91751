#pragma once
/// What became of an input, in one line.
/// Lives on: any executor (values).
#include <cstdint>
#include <string>

#include "client/input/claim_reader.hpp"

namespace tidings::input {

struct Counts {
  std::uint64_t read{0}, published{0}, already_said{0}, repeated{0}, refused{0};
};

/// "1,204 read, 1,187 published, 12 already said, 5 refused"; repeats are named only if there were some. `verb` is
/// "published", or "to publish" of a dry run.
std::string summary(const Counts& counts, std::string_view verb);

/// "FILE:LINE: value: reason", safe for a terminal and short enough for one.
std::string describe(const Refused& refused);

}  // namespace tidings::input
