#pragma once
/// An observable as STIX says it: as a pattern, and as cyber-observable objects. Reading the pattern gives the
/// observable again. Types without a property in the standard stand as "x-tidings-TYPE:value".
/// Lives on: any executor.
#include <string>
#include <vector>

#include "core/observable/observable.hpp"

namespace tidings::stix {

struct WrittenPattern {
  std::string text;
  std::string_view type{"stix"};  ///< pattern_type: rules are carried as they are
};
WrittenPattern pattern_of(const observable::Observable& observable);

struct WrittenObject {
  std::string id, text;
};
/// The last is the observable itself, those before it are what it refers to. None for what is no cyber-observable.
std::vector<WrittenObject> cyber_observables_of(const observable::Observable& observable);

}  // namespace tidings::stix
