#pragma once
/// STIX 2.1 (OASIS Standard, 10 June 2021) and 2.0: a bundle, a TAXII envelope, a list of objects or one object, to
/// contexts and claims. docs/formats.md tells what becomes what. Two passes; what is held is one object at a time, and
/// ids, names and references of all.
/// Errors: BadInput (no JSON, or no STIX), TooLarge (an object beyond max_object_bytes, more to remember than
/// max_remembered_bytes, more than max_contexts contexts), and what the source or the sink answers. Lives on: any
/// executor; one thread at a time.
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "formats/draft/draft.hpp"

namespace tidings::stix {

inline constexpr std::size_t max_object_bytes = std::size_t{8} << 20;
inline constexpr std::size_t max_contexts = 65'536;

struct Options {
  /// Carry every object as an opaque claim, too.
  bool originals{true};
  /// What the publisher gives to what is not marked, if it is known: decides which words may stand beside which.
  std::optional<v1::Tlp> unmarked;
  /// Audiences of marking definitions that are not in the file, by id: else such objects stay on this node.
  std::map<std::string, v1::Audience, std::less<>> markings;
  std::size_t max_remembered_bytes{std::size_t{512} << 20};
};

/// The media type of an opaque claim.
inline constexpr const char* media_type_21 = "application/stix+json;version=2.1";
inline constexpr const char* media_type_20 = "application/stix+json;version=2.0";

/// Noted (left out) of the standards' own marking definitions: whoever may need one has it.
inline constexpr std::string_view known_definition = "it is the standard's own definition, which is not carried";

base::Status read(draft::Source& source, const Options& options, draft::Sink& sink);

}  // namespace tidings::stix
