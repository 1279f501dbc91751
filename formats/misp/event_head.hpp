#pragma once
/// What stands around an event's attributes, as the context of the bulletins that are made of it: title, text,
/// references, tags, the author, and who may hold it. Lives on: any executor.
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "formats/draft/draft.hpp"
#include "formats/misp/marking.hpp"
#include "formats/misp/members.hpp"
#include "formats/misp/reader.hpp"

namespace tidings::misp {

/// Words that are marked by themselves: they stand only where all is as narrow or narrower.
struct Words {
  std::string text;
  Marking marking;
};

struct EventHead {
  std::string uuid;         ///< in lower case; made of the event's content where it has none
  std::string original;     ///< the event's own JSON, as it may travel
  std::uint64_t number{0};  ///< by which its server knows it; 0 where it has none
  Marking marking;
  std::optional<v1::Tlp> unmarked;  ///< what the publisher gives to what is not marked, if that is known
  v1::Header frame;                 ///< title, tags, producer, publication_id, confidence
  std::vector<Words> references, texts;
};

/// What is around a thing that is of the event of this number (0: it says none). Of another event's, which stands in an
/// extended view, nobody knows.
Marking around(const EventHead& head, std::uint64_t event);
Marking around(const EventHead& head, const json::object& thing);

/// The space in which ids of this format's are made of names (RFC 9562, version 5).
std::string id_of(std::string_view name);

/// `beside`: what marks it where it stands. `content`: a digest of what stands beside the head, of an event without a
/// uuid.
EventHead read_head(const json::object& event, const Marking& beside, const base::Digest& content,
                    const Options& options);

/// The context for claims of this kind and marking; `producer` where somebody else than the event's author says it.
v1::Header context_of(const EventHead& head, const Marking& marking, v1::Kind kind, std::string_view producer);

/// Of references more are not kept: a bulletin has room for 256.
inline constexpr std::size_t max_references = 256;

}  // namespace tidings::misp
