#pragma once
/// One line of a list to its observable: plain lists, hosts files, AdGuard filters, response policy zones, Zeek intel
/// files, Maltrail trails, LOKI lists, dnsmasq blocklists, and cells of a table.
/// The formats know which part of a line is the value; what the value means is core/observable's business alone.
/// Total over any bytes, linear in them; a line that yields no value says why, in words for people.
/// Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/observable/observable.hpp"

namespace tidings::list {

/// How a line holds its value. Every format but Field and CsvCell also drops a trailing " # comment".
enum class LineFormat : std::uint8_t {
  List,      ///< one value a line; the shapes of the other formats are recognised where nothing else could be meant
  Field,     ///< a value of a declared type; no shapes
  CsvCell,   ///< a cell: nothing but its value, so no comments either
  Hosts,     ///< "0.0.0.0 evil.example": the second field, and `more`
  Adblock,   ///< "||evil.example^$options"
  Rpz,       ///< "evil.example CNAME .": the owner name; "32.7.100.51.198.rpz-ip CNAME .": the address
  Zeek,      ///< "value<TAB>Intel::TYPE<TAB>…": the type is read too
  Maltrail,  ///< a trail a line, "# comment" after it
  Loki,      ///< "value;score" or "value;description"
  Dnsmasq,   ///< "address=/evil.example/0.0.0.0"
};

struct LineHint {
  observable::Hint hint{};
  LineFormat format{LineFormat::List};
};

/// The words a person or carrier uses: auto, list, csv-cell, hosts, adblock, rpz, zeek, maltrail, loki, dnsmasq, or the
/// name of a type: ours, MISP's ("ip-dst|port", "filename|hash", …), STIX's ("ipv4-addr") and common column words.
/// Case, '_' and ' ' for '-' do not matter. Nothing for other words.
std::optional<LineHint> hint_from_name(std::string_view name);

struct Line {
  /// LeftOut: its format's own, and meant to be no value: records of a zone, the host's own names.
  enum class Outcome : std::uint8_t { Value, Blank, Comment, LeftOut, Reject };
  Outcome outcome{Outcome::Reject};
  observable::Parsed parsed;  ///< with Value only
  std::string reason;         ///< with all others; "blank line" and "comment line" included
  std::string_view more;      ///< of a line of hosts: names behind the first, as they stand in it
};

/// One line without its line end (rules L1-L3).
Line parse_line(std::string_view line, const LineHint& hint);

}  // namespace tidings::list
