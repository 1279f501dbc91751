#pragma once
/// Identities and marking definitions that nobody marked: they reach whom the objects reach that refer to them, since
/// these cannot be read without them. Of several, the widest audience counts. What nothing refers to borrows nothing.
/// Inside of this folder. Lives on: any executor; one thread at a time.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/stix/marking.hpp"

namespace tidings::stix {

class Borrowed {
 public:
  /// `marks`: the number of its set of markings. Answers how many bytes more are remembered.
  std::size_t take(const Object& object, std::uint32_t marks);
  /// `markings`: of each set. `unmarked`: what the publisher gives to what is not marked.
  void finish(const std::vector<Marking>& markings, std::optional<v1::Tlp> unmarked);
  /// Null for what is marked, is neither, or that nothing refers to.
  const Marking* of(const Object& object) const;
  const Marking* of(std::string_view id) const;

 private:
  std::map<std::string, std::set<std::uint32_t>, std::less<>> lenders_;  ///< sets of markings, by the id referred to
  std::map<std::string, std::set<std::string>, std::less<>> chains_;     ///< borrowers that refer to it
  std::map<std::string, Marking, std::less<>> borrowed_;
};

}  // namespace tidings::stix
