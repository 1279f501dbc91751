#pragma once
/// The values a person asks for: from the command line, or one a line from standard input.
/// Lives on: one thread.
#include <string>
#include <vector>

#include "base/result.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::commands {

struct AskedValues {
  std::vector<v1::Value> values;
  std::vector<std::string> refused;  ///< "VALUE: reason", or "-:LINE: value: reason"
};

/// `hint` is a type or format by name, or empty. BadInput for a hint that is none.
base::Result<AskedValues> read_values(const std::vector<std::string>& words, const std::string& hint);

}  // namespace tidings::commands
