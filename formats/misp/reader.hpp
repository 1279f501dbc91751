#pragma once
/// MISP events (core format 2.4 and 2.5, JSON): one, a list, or the answer of a server ("response"), each bare or
/// within
/// {"Event": …}. Read twice, since tags may stand behind what they mark; held are the events without their attributes
/// and objects, and one of these at a time. docs/formats.md tells what becomes of what. Errors: BadInput for what is no
/// JSON or has no event, TooLarge beyond the bounds, and what the sink answers. Lives on: any executor; one thread at a
/// time.
#include "base/result.hpp"
#include "formats/draft/draft.hpp"
#include "formats/misp/marking.hpp"

namespace tidings::misp {

struct Options {
  SharingGroups sharing_groups;  ///< of distribution 4; what is for another group is refused
  /// What the publisher gives to what is not marked, if it is known: decides what words narrow, and where they may
  /// stand.
  std::optional<v1::Tlp> unmarked{};
  bool originals{true};  ///< MISP's own objects travel too, so that the event comes back as it was
  /// An object with all its attributes, or an attribute with what is attached to it.
  std::size_t max_element_bytes{std::size_t{32} << 20};
  /// All events without attributes and objects: galaxies and reports are most of it.
  std::size_t max_rest_bytes{std::size_t{32} << 20};
};

base::Status read(draft::Source& source, const Options& options, draft::Sink& sink);

}  // namespace tidings::misp
