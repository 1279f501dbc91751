#pragma once
/// MISP's own objects as they travel: opaque claims that hold the JSON, so that the event comes back as it was. A
/// claim's value is the event's uuid, or "EVENT/what", and "#2/3" behind it where an object is larger than one claim
/// may be:
///   EVENT               the event without what is below       application/vnd.misp.event+json
///   EVENT/attributes/N  an array of some attributes           application/vnd.misp.attributes+json
///   EVENT/OBJECT        an object with its attributes         application/vnd.misp.object+json
///   EVENT/REPORT        an event report                       application/vnd.misp.report+json
/// Left out of it is what MISP keeps from others, too, or what is not the author's: addresses of users, tags and
/// clusters that are local, parts that are for fewer than the event, proposals, other events, the members of sharing
/// groups; and what was deleted, but that it was. Lives on: any executor; one thread at a time.
#include <boost/json/value.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/misp/members.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::misp {

/// Pieces of a larger object, each within the 256 KiB of a claim and some of them within a bulletin.
inline constexpr std::size_t max_piece_bytes = std::size_t{192} * 1024;
/// Attributes that travel in one claim: enough that claims and index stay about as many as the indicators, few enough
/// that a change of one sends little again.
inline constexpr std::size_t max_pack_bytes = std::size_t{32} * 1024;

/// What was read may be 64 deep; a pack is an array around it.
inline constexpr std::size_t max_pack_depth = 65;

enum class Original : std::uint8_t { Event, Attributes, Object, Report };
std::string_view media_type(Original what);
std::optional<Original> original_of(std::string_view media_type);

/// Where a piece belongs: read from a claim's value.
struct OriginalKey {
  std::string event, what;  ///< `what` is empty for the event itself
  std::size_t piece{1}, pieces{1};
};
std::optional<OriginalKey> read_original_key(std::string_view value);

/// Gives `text` to `take` as one claim or more.
base::Status carry(Original what, const std::string& key, std::string_view text,
                   const std::function<base::Status(v1::Claim)>& take);

/// When the event was last changed whose original this claim is, in µs; 0 of other claims, of one in pieces, and where
/// the event does not say.
std::uint64_t changed_at(const v1::Claim& claim);

/// What tells each attribute in the content of a pack from others: its uuid, without one all of it; of what is no whole
/// pack, all of that.
void each_packed(std::string_view pack, const std::function<void(std::string_view word)>& take);

/// Appends what may travel of an attribute, object or report; `bytes` is what `value` was read from, and what is
/// appended where nothing has to be left out.
void append_original(std::string& out, Original kind, const json::value& value, std::string_view bytes);
/// The same of an event, without what travels by itself.
std::string event_original(const json::object& event);

}  // namespace tidings::misp
