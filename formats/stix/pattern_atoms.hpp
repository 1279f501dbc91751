#pragma once
/// What of a pattern can be looked for value by value: its comparisons on atomic observables.
/// Each atom is told how it stands to the pattern, since only what matches alone is an indicator:
///  - **Alone**: wherever the value is seen, the pattern matches. So stand single comparisons, members of IN and what
///    OR joins. So stand digests joined with more of the same file ("hash AND name"): they name that file. So stands an
///    address that AND joins with a port, as one ip-port. `X_ref.type = …` and protocols beside them add nothing.
///  - **Part**: the pattern asks for more (AND, FOLLOWEDBY, REPEATS, START-STOP). Only addresses, names, URLs, e-mail
///    addresses and digests are told as parts; a file's name or a registry key says nothing by itself, and the source
///    of a connection may be the victim's.
/// Comparisons that are negated, that order or match by expression make no atom; LIKE does where it has no wildcard or
/// is "%.name", ISSUBSET is a network.
/// Lives on: any executor.
#include <string>
#include <vector>

#include "core/observable/observable.hpp"
#include "formats/stix/pattern.hpp"

namespace tidings::stix {

struct Atom {
  enum class Standing : std::uint8_t { Alone, Part };
  observable::Observable observable;
  Standing standing{Standing::Alone};
};

struct RefusedValue {
  std::string value, reason;
};

struct Atoms {
  std::vector<Atom> atoms;            ///< none twice
  std::vector<RefusedValue> refused;  ///< values that do not fit their property
  bool exact{false};                  ///< the one atom, alone, is all that the pattern says
};

Atoms atoms_of(const Pattern& pattern);

}  // namespace tidings::stix
