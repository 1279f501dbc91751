#pragma once
/// What a reader of somebody's format makes of it: contexts, each one bulletin or more to be, and claims in them. Who
/// publishes cuts them into bulletins, one audience each, as one publication.
/// Errors: a reader ends with BadInput for what is not its format at all, TooLarge for what is beyond its bounds; what
/// cannot be taken of a readable input is noted, and the rest goes on. Lives on: any executor; one thread at a time.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::draft {

/// Bytes that can be read again from the start: many formats tell at their end what their beginning is marked with.
class Source {
 public:
  virtual ~Source() = default;
  /// How many bytes were put into `into`; 0 at the end.
  virtual base::Result<std::size_t> read(std::span<char> into) = 0;
  virtual base::Status rewind() = 0;
};

/// What happened to something that did not become a claim as it stands.
enum class Fate : std::uint8_t {
  Refused,  ///< it cannot be read; exit code 6
  LeftOut,  ///< it is readable and meant to be no claim (a site of the report's own, what is marked as not detectable)
  Local,    ///< kept on this node only, since its marking lets it go no further
  Opaque,   ///< it travels as it is, beside or instead of a claim
  Altered,  ///< published as something else than what stands there, as far as a reader's eye goes
  Withdrawn,  ///< its format says that it is taken back
};

struct Note {
  Fate fate{Fate::Refused};
  std::string where;                   ///< "line 12", a JSON pointer (RFC 6901) or an id
  std::string what;                    ///< the thing, short
  std::string reason;                  ///< in words for people
  std::vector<v1::Claim> withdrawn{};  ///< what was claimed of what is withdrawn, where that is known
};

class Sink {
 public:
  virtual ~Sink() = default;
  /// A context: kind, audience (tlp, pap, local; TLP unspecified: the publisher's), title, text, references, tags,
  /// ecosystems, producer, role, verdict, confidence, expires_at (0: the publisher's), publication_id where the format
  /// itself names the publication (stable, for amendments), based_on where the document names bulletins that it came
  /// from (32 bytes each): it goes no further than these. Returns its number.
  virtual std::uint32_t context(v1::Header header) = 0;
  virtual base::Status claim(std::uint32_t context, v1::Claim claim) = 0;
  virtual void note(Note note) = 0;
};

}  // namespace tidings::draft
