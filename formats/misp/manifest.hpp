#pragma once
/// A MISP feed's own index: manifest.json tells its events, hashes.csv the MD5 of every value in them. From both and
/// from what was taken before follows what is to be fetched. Lives on: any executor.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::misp {

struct ManifestEvent {
  std::string uuid;            ///< in lower case, and a UUID: it names a file
  std::uint64_t timestamp{0};  ///< µs, when it was last changed
  std::string info, author;
  std::vector<std::string> tags;
  std::string values;  ///< of hashes.csv: the same for the same values in any order; empty if it tells none
};

struct Manifest {
  std::vector<ManifestEvent> events;  ///< by uuid
  std::vector<draft::Note> notes;     ///< entries that cannot be read
};

/// manifest.json: {"UUID": {"timestamp": …, …}, …}. BadInput for what is none, TooLarge beyond 64 MiB.
base::Result<Manifest> read_manifest(draft::Source& source);

/// hashes.csv ("MD5,UUID" a line) into the events that the manifest has; other lines are passed over.
base::Status read_hashes(draft::Source& source, Manifest& manifest);

/// The name of an event's file beside the manifest.
std::string file_name(std::string_view uuid);

/// What was taken from a feed before, by uuid.
struct KnownEvent {
  std::uint64_t timestamp{0};
  std::string values;
};
using Known = std::map<std::string, KnownEvent, std::less<>>;

struct Plan {
  std::vector<const ManifestEvent*> fetch;  ///< new; newer than known; or of other values, if both tell them
  std::vector<std::string> gone;            ///< known, and in the feed no more
};
Plan plan(const Manifest& manifest, const Known& known);

}  // namespace tidings::misp
