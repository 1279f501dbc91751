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

/// What distribution, tags and galaxies of an event, an object or an attribute say, and those of an event that stands
/// in it. "Inherit" and nothing at all narrow nothing.
Marking tagged_marking(const json::object& thing, const SharingGroups& groups);
/// The same of an event: distribution 3 is for everybody that MISP reaches, which without a TLP is no leave to publish:
/// GREEN.
Marking tagged_event(const json::object& event, const SharingGroups& groups);
/// `marking` narrowed by what the thing's words state ("TLP:RED"): an event's info, a comment, a report's name and
/// content, a text, what an object says of its references. `unmarked`: what the publisher gives to what is not marked,
/// if that is known.
Marking narrowed_by_words(Marking marking, const json::object& thing, std::optional<v1::Tlp> unmarked);
/// What is around a thing, narrowed by all that the thing says.
Marking marking_in(const Marking& around, const json::object& thing, const SharingGroups& groups,
                   std::optional<v1::Tlp> unmarked);
/// Whether a part of a thing that is not read by itself, such as a cluster or a note, is marked by itself: by its
/// distribution, tags or words it may be for fewer than the thing.
bool is_for_fewer(const json::object& part);

Marking narrowest(const Marking& a, const Marking& b);
v1::Audience audience_of(const Marking& marking);

}  // namespace tidings::misp
