#pragma once
/// One publication as MISP events: the returned originals, sifted, and attributes for the rest.
/// Lives on: any executor; one thread at a time.
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/misp/members.hpp"
#include "formats/misp/returned.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::misp {

/// Who saw an indicator, or disputes it.
struct Answer {
  v1::Kind kind{v1::KIND_SIGHTING};
  std::uint64_t at{0};  ///< µs
  std::string bulletin, by;
};

/// An indicator as one publication says it: as little as can be, since all of an export are held.
struct Row {
  std::uint32_t type{0};
  std::string value, comment;
  v1::Role role{v1::ROLE_UNSPECIFIED};
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  v1::Pap pap{v1::PAP_UNSPECIFIED};
  std::uint64_t issued_at{0}, valid_from{0};      ///< µs
  const std::vector<std::string>* tags{nullptr};  ///< the publication has them: most rows have the same
  std::vector<Answer> answers;                    ///< of whomever
  bool detect{true};                              ///< nothing stands against detecting it
};

/// How far what is written may go: the widest that was said of the publication.
struct Reach {
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  v1::Pap pap{v1::PAP_UNSPECIFIED};  ///< unspecified once anything was: it then follows from the TLP
  bool begun{false};
  void take(const v1::Said& said);
};

/// Rows by type and value, which are theirs.
using RowKey = std::pair<std::uint32_t, std::string_view>;
using Rows = std::map<RowKey, const Row*>;

/// Takes out of an event's originals what is not among `live` and out of `left` what is; makes them one event.
json::object returned_event(ReturnedEvent&& originals, const Rows& live, Rows& left, const Reach& reach);
/// An event around rows for which none came back; `said` is what the publication says of itself.
json::object new_event(const std::string& uuid, const v1::Said& said, const Reach& reach);
/// Appends the rows as attributes.
void add_rows(json::object& event, const Rows& rows, const Reach& reach);

/// What the feed tells of an event beside the event.
json::object manifest_entry(const json::object& event);
std::string hash_lines(const json::object& event, std::string_view uuid);

}  // namespace tidings::misp
