#pragma once
/// An envelope that is posted, read as STIX (formats/stix): the objects that can be published, each with the claims
/// that were made of it, and of the others why they cannot. An object fails alone; a value that cannot be claimed of
/// one that travels is a remark on it. Errors: BadInput (no envelope), TooLarge (the envelope as a whole). Lives on:
/// any executor (pure).
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "daemon/http/taxii/status.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::taxii {

struct PostedObject {
  std::string id;
  std::uint64_t version{0};  ///< 0: it says none
  std::string message;       ///< what is not as it was meant
  /// Of it in its context; the object itself comes last. None: it stands in the envelope twice.
  std::size_t first_claim{0}, claims{0};
};

struct PostedContext {
  v1::Header header;
  std::vector<v1::Claim> claims;
  std::vector<PostedObject> objects;
};

struct PostedObjects {
  std::vector<PostedContext> contexts;
  std::vector<Outcome> outcomes;  ///< of what is not published
};

/// `unmarked`: what is given to what has no marking.
base::Result<PostedObjects> read_posted(std::string_view body, v1::Tlp unmarked, base::Instant now);

}  // namespace tidings::taxii
