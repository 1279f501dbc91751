#pragma once
/// What is said of all that a feed says: contexts as a reader gives them, with the feed's defaults, its tag, and an
/// audience that is never wider than the reader's or the feed's own.
/// Lives on: any executor (pure).
#include "daemon/feeding/options.hpp"

namespace tidings::feeding {

/// What of a feed's contexts becomes a bulletin: reports. Who answers others here does so by hand.
bool is_said(const v1::Header& context);

/// Why a context that names bulletins of ours or others stays here.
inline constexpr const char* names_a_bulletin = "it names a bulletin that it came from";

/// The context as it is signed, but for its dates and its publication. One that names bulletins which it came from
/// stays on this node.
v1::Header context_of(const FeedOptions& options, v1::Header context);

/// What a claim is about, where its format gives it an id that stays from version to version (a STIX object's); else
/// empty.
std::string_view subject_of(const v1::Claim& claim);

/// Its value as people write it.
std::string text_of(const v1::Claim& claim);

}  // namespace tidings::feeding
