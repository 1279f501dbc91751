#pragma once
/// STIX's open vocabularies and ours: what an indicator is of, which phase of an attack it serves. Inside of this
/// folder. Lives on: any executor.
#include <optional>
#include <string_view>

#include "formats/stix/object.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::stix {

/// Of indicator_types (STIX 2.1, 10.10; in 2.0 they stand in labels).
std::optional<v1::Verdict> verdict_of(std::string_view indicator_type);
/// Of an indicator type, a label or the name of a kill chain's phase: only where there is no doubt.
std::optional<v1::Role> role_of(std::string_view word);
/// The indicator type that says the same; empty where none does.
std::string_view indicator_type(v1::Verdict verdict, v1::Role role);
/// The phase of the Cyber Kill Chain that a role serves; empty where none does.
std::string_view phase_of(v1::Role role);

}  // namespace tidings::stix
