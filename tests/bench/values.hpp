#pragma once
/// Observables to measure with: SHA-256 values drawn from a counter, so that every run has the same.
#include <cstddef>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "core/observable/observable.hpp"

namespace tidings::bench {

inline observable::Observable value_number(const std::string& series, std::size_t number) {
  return {observable::Type::Sha256, base::sha256(series + std::to_string(number)).str()};
}

inline std::vector<observable::Observable> values(const std::string& series, std::size_t from, std::size_t to) {
  std::vector<observable::Observable> made;
  made.reserve(to - from);
  for (std::size_t i = from; i < to; ++i) made.push_back(value_number(series, i));
  return made;
}

}  // namespace tidings::bench
