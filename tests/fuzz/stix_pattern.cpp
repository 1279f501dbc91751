// A STIX pattern from outside: it is read, or refused with a sentence that names the column; its values are canonical;
// what is written of them is read as the same values.
#include <cstdint>
#include <cstdlib>

#include "formats/stix/pattern_atoms.hpp"
#include "formats/stix/written_value.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto pattern = stix::parse_pattern(input);
  if (!pattern) {
    if (pattern.error().what.empty()) std::abort();
    return 0;
  }
  for (const auto& comparison : pattern->comparisons) (void)comparison.path.text();
  const auto found = stix::atoms_of(*pattern);
  if (found.exact && found.atoms.size() != 1) std::abort();
  for (const auto& atom : found.atoms) {
    if (!observable::is_canonical(atom.observable.type, atom.observable.value)) std::abort();
    if (!stix::parse_pattern(stix::pattern_of(atom.observable).text)) std::abort();
    for (const auto& object : stix::cyber_observables_of(atom.observable)) {
      if (object.text.empty() || object.id.empty()) std::abort();
    }
  }
  return 0;
}
