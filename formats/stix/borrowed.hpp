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

#include "formats/stix/bound.hpp"
#include "formats/stix/marking.hpp"

namespace tidings::stix {

class Borrowed {
 public:
  /// Answers how many bytes more are remembered. `may_be_held`: what it refers to may narrow it.
  std::size_t take(const Object& object, const Version& version, bool may_be_held);
  /// `markings`: of each set. `unmarked`: what the publisher gives to what is not marked.
  void finish(const std::vector<Marking>& markings, const Bound& bound, std::optional<v1::Tlp> unmarked);
  /// Null for what is marked, is neither, or that nothing refers to.
  const Marking* of(const Object& object) const;
  const Marking* of(std::string_view id) const;

 private:
  struct Lenders {
    std::set<std::uint32_t> sets;  ///< of markings
    std::vector<Version> held;     ///< by what these refer to, perhaps
  };
  std::map<std::string, Lenders, std::less<>> lenders_;               ///< by the id referred to
  std::map<std::string, std::set<std::string>, std::less<>> chains_;  ///< borrowers that refer to it
  std::map<std::string, Marking, std::less<>> borrowed_;
};

}  // namespace tidings::stix
