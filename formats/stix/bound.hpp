#pragma once
/// What refers to other objects of the file, and how far it may go by that: a sighting or an opinion no further than
/// these, whatever marks it; any other object no further than these where no TLP marks it. Of several versions of an
/// object the narrowest counts. Who made a thing, or where it was seen, does not hold it. Inside of this folder.
/// Lives on: any executor; one thread at a time.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/stix/marking.hpp"

namespace tidings::stix {

/// Of an object: a digest of its id, since most are referred to by nothing, and the number of its set of markings.
using Version = std::pair<std::size_t, std::uint32_t>;

class Bound {
 public:
  static Version version(const Object& object, std::uint32_t marks);
  /// Answers how many references of it may hold it.
  std::size_t take(const Object& object, const Version& version);
  static std::size_t remembered(std::size_t references);  ///< bytes, of an object with as many
  /// `markings`: of each set; `is_marked`: whether an object that has it says a TLP or names bulletins itself.
  /// `unmarked`: what the publisher gives to what is not marked.
  void finish(const std::vector<Marking>& markings, const std::vector<bool>& is_marked,
              std::optional<v1::Tlp> unmarked);
  /// Null where what it refers to narrows nothing.
  const Marking* of(const Version& version) const;

 private:
  struct Edge {
    Version from;
    std::size_t to{0};
    bool is_answer{false};  ///< of a sighting or an opinion
  };

  struct Less {
    bool operator()(const Marking& a, const Marking& b) const;
  };

  std::vector<Version> versions_;
  std::vector<Edge> edges_;
  std::set<Marking, Less> markings_;  ///< each once: thousands of notes may be held alike
  std::map<Version, const Marking*> held_;
};

}  // namespace tidings::stix
