#pragma once
/// Our view as it is told: who said what, newest first, with words and marks of the bulletins.
/// Errors: what the store says.
/// Lives on: a reader thread.
#include "core/observable/reach.hpp"
#include "daemon/query/seen.hpp"

namespace tidings::query {

/// An indicator ends at about this many bytes of what was said, the newest being told: an answer must fit its frame.
inline constexpr std::size_t max_told_bytes = 1u << 20;

inline constexpr std::size_t max_words_bytes = 1024;  ///< of a sighting's, a dispute's or a withdrawal's text

/// What betrays that a report came from another's: a stable name.
std::string_view name(indicator::MarkKind kind);
/// What a bulletin says of all its claims: by whom, how it came here, its marks and words.
void tell_bulletin(const partners::Book& book, const store::BulletinRow& row, const v1::Header& header, v1::Said& said);
/// What a claim says in its bulletin, beside that: effective verdict, role, confidence and window; `verdict` where one
/// is stated, or the kind implies one.
void tell_effective(const v1::Header& header, const v1::Claim& claim, v1::Said& said);
/// The text of what answers another's bulletin: a reason, say. The rest of a long one stands in the bulletin.
std::string shown_words(const v1::Header& header);
/// What a claim says for itself.
void tell_words(const v1::Claim& claim, v1::Said& said);

/// Whether an opaque object is told with what it holds.
enum class Contents : std::uint8_t { Without, With };

/// A v1::Indicator as it goes over the wire, into an empty string: pages are made of thousands. Only what is live is
/// told.
base::Status tell(Asking& asking, const observable::Observable& observable, const Seen& seen, observable::Match match,
                  Contents contents, std::string& into);

}  // namespace tidings::query
