#pragma once
/// One publication as MISP events: the returned originals, sifted, and attributes for the rest.
/// Lives on: any executor; one thread at a time.
#include <map>
#include <string>
#include <vector>

#include "formats/misp/members.hpp"
#include "formats/misp/returned.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::misp {

/// An indicator as one publication says it.
struct Row {
  v1::Value value;
  v1::Said said;
  std::vector<v1::Said> answers;  ///< sightings and disputes, of whomever
  bool detect{true};              ///< nothing stands against detecting it
};

/// How far what is written may go: the widest that was said of the publication.
struct Reach {
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  v1::Pap pap{v1::PAP_UNSPECIFIED};  ///< unspecified once anything was: it then follows from the TLP
  bool begun{false};
  void take(const v1::Said& said);
};

/// The rows that no original has yet, by type and value.
using Rows = std::map<std::string, const Row*>;
std::string row_key(std::uint32_t type, std::string_view value);

/// Takes out of an event's originals what is not among `live` and out of `left` what is; makes them one event.
json::object returned_event(ReturnedEvent&& originals, const Rows& live, Rows& left, const Reach& reach);
/// An event around rows for which none came back.
json::object new_event(const std::string& uuid, const Rows& rows, const Reach& reach);
/// Appends the rows as attributes.
void add_rows(json::object& event, const Rows& rows, const Reach& reach);

/// What the feed tells of an event beside the event.
json::object manifest_entry(const json::object& event);
std::string hash_lines(const json::object& event, std::string_view uuid);

}  // namespace tidings::misp
