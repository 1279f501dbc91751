#pragma once
/// DELETE of an object: a withdrawal of the claims that it is, and of those that were made of it. Only what was said
/// here is taken back so; others' objects are theirs. Errors: NotFound, Forbidden (others' objects), Busy (the index is
/// being rebuilt), and what the publisher says. Lives on: the network thread; finds on a reader thread.
#include <functional>

#include "daemon/http/taxii/finder.hpp"
#include "daemon/http/taxii/taxii.hpp"

namespace tidings::taxii {

/// Of the object in question.asked.ids.
void delete_object(const Taxii::Parts& parts, std::shared_ptr<Remembered> remembered, ScanQuestion question,
                   const std::string& who, std::function<void(base::Status)> done);

}  // namespace tidings::taxii
