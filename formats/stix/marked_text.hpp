#pragma once
/// An object that came from outside, on its way out again: as it came, and marked as narrowly as it was published. A
/// publisher narrows what he is given, and marks what nobody marked; who is handed the object alone must learn of it.
/// Where a marking does not tell whom that reached, the object names its bulletin.
/// Lives on: any executor.
#include <string>
#include <string_view>
#include <vector>

#include "tidings/v1/api_query.pb.h"

namespace tidings::stix {

struct Marked {
  std::string text;
  std::vector<std::string>
      standards;  ///< ids of the standards' markings that it refers to: their definitions are to be found
};

/// `said`: TLP and PAP in force where it was published, and the bulletin. A TLP is added where its own is wider or it
/// has none; a PAP where that is narrower than its own, or without one than the TLP suggests. What is wider goes.
/// `text` is an object (object_text.hpp).
Marked marked_text(std::string_view text, const v1::Said& said);

}  // namespace tidings::stix
