#include "formats/misp/feed_files.hpp"

#include <boost/json/serialize.hpp>

namespace tidings::misp {

void FeedFiles::add(const WrittenEvent& event) {
  manifest_[event.uuid] = event.manifest;
  hashes_ += event.hashes;
}

std::string FeedFiles::manifest() const { return json::serialize(manifest_); }

}  // namespace tidings::misp
