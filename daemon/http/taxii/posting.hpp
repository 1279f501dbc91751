#pragma once
/// What is posted: read as STIX (formats/stix) on the pool, then published like anything else that is said here, one
/// publication with all contexts that it has. Every object travels as it was and comes back so. What warning lists have
/// is not claimed, and told; a marking wider than is published unattended, or that needs a second person, is refused,
/// and so is what the collection would not show to who posts it, what came from a bulletin that is not here or went
/// less far, and other words under a version that stands here. Errors: BadInput, TooLarge (the envelope as a whole); of
/// single objects in the outcomes. Lives on: the network thread.
#include <functional>

#include "daemon/http/taxii/scan.hpp"
#include "daemon/http/taxii/status.hpp"
#include "daemon/http/taxii/taxii.hpp"

namespace tidings::taxii {

using Posted = std::function<void(base::Result<std::vector<Outcome>>)>;
struct PostingTo {
  CollectionOptions collection;
  ScanQuestion question;  ///< what the caller is told of it
};
void post_objects(const Taxii::Parts& parts, const TaxiiOptions& options, const PostingTo& to, const std::string& who,
                  std::string body, Posted posted);

}  // namespace tidings::taxii
