#pragma once
/// The layout of a MISP feed: UUID.json an event, and beside these manifest.json and hashes.csv, which are told of each
/// event as it is written. A MISP instance pulls such a folder as it is. Lives on: any executor; one thread at a time.
#include <string>

#include "formats/misp/writer.hpp"

namespace tidings::misp {

class FeedFiles {
 public:
  void add(const WrittenEvent& event);
  std::string manifest() const;  ///< the content of manifest.json
  const std::string& hashes() const { return hashes_; }

 private:
  json::object manifest_;
  std::string hashes_;
};

}  // namespace tidings::misp
