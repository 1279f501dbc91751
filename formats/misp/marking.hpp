#pragma once
/// Who may hold what a MISP event says: its distribution and sharing group, the tags of the taxonomies tlp and PAP, and
/// those that name bulletins of ours.
/// All that is said of a thing counts, on the event, the object and the attribute, and the narrowest wins: nothing here
/// ever widens. docs/formats.md has the table. Lives on: any executor.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/misp/members.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::misp {

/// A sharing group's uuid, in lower case -> the OrgIds of those organisations that are in it and known here.
using SharingGroups = std::map<std::string, std::vector<std::string>, std::less<>>;

struct Marking {
  bool refused{false};  ///< for a sharing group that nobody mapped, or from more bulletins than one can be based on
  bool local{false};
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  v1::Pap pap{v1::PAP_UNSPECIFIED};
  std::optional<std::vector<std::string>> release_to;  ///< sorted
  std::string why;                                     ///< it is local or refused, in words for people
  std::vector<std::string> bulletins{};  ///< that tags name as what it came from, to whose audience it is held; sorted
  friend bool operator==(const Marking& a, const Marking& b) {
    return a.refused == b.refused && a.local == b.local && a.tlp == b.tlp && a.pap == b.pap &&
           a.release_to == b.release_to && a.bulletins == b.bulletins;
  }
};

/// What distribution and tags of an event, an object or an attribute say. "Inherit" and nothing at all narrow nothing.
Marking tagged_marking(const json::object& thing, const SharingGroups& groups);
/// The same with what its words state ("TLP:RED"): an event's info, a comment, a report's name and content, a text.
Marking marking_of(const json::object& thing, const SharingGroups& groups);
/// Distribution 3 is for everybody that MISP reaches, which without a TLP is no leave to publish: GREEN.
void settle(Marking& marking, const json::object& event);

Marking narrowest(const Marking& a, const Marking& b);
v1::Audience audience_of(const Marking& marking);

}  // namespace tidings::misp
