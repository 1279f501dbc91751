#pragma once
/// What became of an input, in one line.
/// Lives on: any executor (values).
#include <cstdint>
#include <string>

#include "client/input/gathered.hpp"

namespace tidings::input {

struct Counts {
  Tally input;
  std::uint64_t published{0}, already_said{0};
};

/// "1,204 read, 1,187 published, 12 already said, 5 refused"; all others are named only if there were some. `verb` is
/// "published", or "to publish" of a dry run.
std::string summary(const Counts& counts, std::string_view verb);

/// "FILE:LINE: value: reason", or "FILE: /objects/3: …"; safe for a terminal and short enough for one.
std::string describe(const Refused& refused);
/// The same of what was read and did not become a claim as it stands.
std::string describe(const std::string& file, const draft::Note& note);

}  // namespace tidings::input
