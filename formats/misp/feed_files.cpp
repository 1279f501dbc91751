#include "formats/misp/feed_files.hpp"

#include <boost/json/serialize.hpp>

#include "formats/misp/published.hpp"

namespace tidings::misp {

void FeedFiles::add(const WrittenEvent& event) {
  manifest_[event.uuid] = manifest_entry(event.head);
  hashes_ += event.hashes;
}

std::string FeedFiles::manifest() const { return json::serialize(manifest_); }

}  // namespace tidings::misp
