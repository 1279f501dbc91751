#pragma once
/// One publication as MISP events: the returned originals, sifted, and attributes for the rest.
/// Lives on: any executor; one thread at a time.
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/misp/members.hpp"
#include "formats/misp/object.hpp"
#include "formats/misp/original.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::misp {

/// Who saw an indicator, or disputes it.
struct Answer {
  v1::Kind kind{v1::KIND_SIGHTING};
  std::uint64_t at{0};  ///< µs
  std::string bulletin, by;
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  v1::Pap pap{v1::PAP_UNSPECIFIED};
  bool named{false};  ///< released to named organisations, or local
};
/// As MISP's sightings of the attribute of this uuid.
json::array sightings_of(const std::vector<Answer>& answers, const std::string& attribute);

/// An indicator as one publication says it: as little as can be, since all of an export are held.
struct Row {
  std::uint32_t type{0};
  std::string value, comment;
  v1::Role role{v1::ROLE_UNSPECIFIED};
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  v1::Pap pap{v1::PAP_UNSPECIFIED};
  std::uint64_t issued_at{0}, valid_from{0};      ///< µs
  const std::vector<std::string>* tags{nullptr};  ///< the publication has them: most rows have the same
  std::vector<Answer> answers;                    ///< of whomever, as far as they may go where it goes
  bool detect{true};                              ///< nothing stands against detecting it
  bool kept{false};                               ///< released to named organisations, or local
  bool is_back{false};                            ///< it stands in an original that came back
};

/// What was stated; nothing where it is what the TLP suggests, which nobody need have said.
v1::Pap stated_pap(const v1::Said& said);

/// How far what is written may go: the widest that was said of the publication.
struct Reach {
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  v1::Pap pap{v1::PAP_UNSPECIFIED};  ///< unspecified once anything was: it then follows from the TLP
  bool local{false};                 ///< none of it leaves this node
  bool kept{false};                  ///< all of it is for named organisations, or local
  bool begun{false};
  void take(const v1::Said& said);
};

/// Rows by type and value, which are theirs.
using RowKey = std::pair<std::uint32_t, std::string_view>;
using Rows = std::map<RowKey, Row*>;

/// Originals that came back, less what holds no more: what is not among the rows, of which it marks those that are. One
/// of which a part stands does not come back: that part becomes an attribute as other rows do.
class Sifting {
 public:
  explicit Sifting(const Rows& rows) : rows_(rows) {}
  /// Whether any of it is kept; it is less of it then, perhaps.
  bool keeps(Original kind, json::object& thing);
  std::size_t parts() const { return parts_; }  ///< originals of which a part stands

 private:
  Row* row_of(const v1::Claim& claim) const;
  bool stands(const v1::Claim& claim) const;
  void take(const v1::Claim& claim, json::object& attribute);
  bool keeps_attribute(json::object& attribute);
  void drop_attributes(json::object& object, const ObjectReading& reading) const;
  bool keeps_object(json::object& object);

  const Rows& rows_;
  std::size_t parts_{0};
};

/// The publisher may have marked an event narrower than its author did: then it comes back so. Answers how far it goes.
Reach narrow(json::object& event, const Reach& reach);
/// What stands in it and was published narrower than it, as its words alone may have asked for, says so by tags.
void narrow_part(json::object& part, const Reach& reach, const Reach& event);
/// The head of an event for which none came back; `said` is what the publication says of itself.
json::object new_event(const std::string& uuid, const v1::Said& said, const Reach& reach);
/// A row as an attribute of this event.
json::object attribute_of(const Row& row, const std::string& event, const Reach& reach);

/// What the feed tells of an event beside the event.
json::object manifest_entry(const json::object& event);
/// Each part of a value of two counts by itself, since that is what is looked up.
void append_hashes(std::string& out, const json::object& attribute, std::string_view uuid);

}  // namespace tidings::misp
