#pragma once
/// A page of a TAXII 2.1 collection (section 3.7 of the standard): its objects are read by read(); here is what tells
/// of the next page. Errors: BadInput (no envelope), TooLarge, and what the source answers. Lives on: any executor; one
/// thread at a time.
#include <string>

#include "base/result.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::stix {

struct Envelope {
  std::size_t objects{0};
  bool more{false};
  std::string next;  ///< empty: none is told
  std::string type;  ///< an envelope has none; else it is a bundle, or an object alone
};

/// Reads `source` from where it is to its end.
base::Result<Envelope> read_envelope(draft::Source& source);

}  // namespace tidings::stix
