#pragma once
/// What a file is, told by how it begins, its name a hint where the content leaves it open. A pure function of both,
/// and total over any bytes. Lives on: any executor.
#include <cstdint>
#include <string_view>

#include "formats/list/line.hpp"
#include "formats/report/form.hpp"

namespace tidings::detect {

/// Enough to see past a licence in comments at the top.
inline constexpr std::size_t beginning_bytes = 64 * 1024;

enum class Format : std::uint8_t {
  Empty,
  Stix,          ///< a bundle, an envelope of TAXII, or a bare object: 2.0 and 2.1
  Misp,          ///< an event, several, or a response that holds them
  MispManifest,  ///< manifest.json or hashes.csv of a feed
  OwnJson,       ///< what `tidings query` and `tidings show` write
  OtherJson,
  Csv,
  List,  ///< one value a line, in any of the forms that formats/list knows
  OpenIoc,
  Yara,
  Sigma,
  Suricata,    ///< or Snort
  Review,      ///< a report's listing, edited by people
  Report,      ///< text, Markdown, AsciiDoc or HTML: see Detected::form
  Gzip,        ///< look again at what is inside
  Unreadable,  ///< no text, or of a format that is not read: see Detected::why
};

struct Detected {
  Format format{Format::Empty};
  report::Form form{report::Form::Text};           ///< of a report
  std::string_view why;                            ///< in words for people: what told
  list::LineFormat lines{list::LineFormat::List};  ///< of a list: what all of it tells, where no line does by itself
};

/// "stix", "misp", …: as people type it after --format.
std::string_view name(Format format);

Detected detect(std::string_view name, std::string_view beginning);

}  // namespace tidings::detect
