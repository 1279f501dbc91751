#pragma once
/// An object that came from outside, on its way out again: as it came, and marked as narrowly as it was published. A
/// publisher narrows what he is given, and marks what nobody marked; who is handed the object alone must learn of it.
/// Where a marking does not tell whom that reached, the object names its bulletin.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "tidings/v1/api_query.pb.h"

namespace tidings::stix {

struct Marked {
  std::string text;
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};  ///< what it is marked with beside its own; the definition is to be found
  v1::Pap pap{v1::PAP_UNSPECIFIED};
};

/// `said`: TLP and PAP in force where it was published, and the bulletin. A TLP is added where its own is wider or it
/// has none; a PAP where that is narrower than its own, or without one than the TLP suggests. What is wider goes.
/// `text` is an object of that id (object_text.hpp); the standard's own definitions stay as they are.
Marked marked_text(std::string_view id, std::string_view text, const v1::Said& said);

}  // namespace tidings::stix
