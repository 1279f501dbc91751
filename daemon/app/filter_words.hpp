#pragma once
/// The conditions of a block of the config, as words, to the filter that they mean.
/// Errors: BadInput, naming the word; who calls names the block.
/// Lives on: any executor.
#include <string>
#include <vector>

#include "base/result.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::app {

struct FilterWords {
  const std::vector<std::string>&types, &origins, &tags, &ecosystems, &kinds, &roles, &tlps;
  std::uint64_t min_confidence{0};
};
base::Result<v1::Filter> filter_from(const FilterWords& words);

}  // namespace tidings::app
