#pragma once
/// STIX Cyber-observable Objects (STIX 2.1, 6) to our observables. Inside of this folder.
/// Lives on: any executor.
#include <vector>

#include "core/observable/observable.hpp"
#include "formats/stix/object.hpp"

namespace tidings::stix {

/// The values by which the object can be looked for: a file's digests, else its name; an address; a registry key. None
/// for objects that hold no observable of ours.
std::vector<observable::Observable> observables_of(const Object& cyber_observable);

}  // namespace tidings::stix
