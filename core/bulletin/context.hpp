#pragma once
/// What a claim says in the context of its bulletin: its own word, else the header's, else the format's default.
/// On the wire a confidence is written plus one, so that 0 can mean "not stated".
/// Lives on: any executor.
#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::bulletin {

v1::Role effective_role(const v1::Header& header, const v1::Claim& claim);
/// Never unspecified: where neither says, a report speaks of what is malicious.
v1::Verdict effective_verdict(const v1::Header& header, const v1::Claim& claim);

/// A confidence of 0-100 as it stands on the wire, and back; nothing where none is stated.
std::uint32_t encode_confidence(std::uint32_t confidence);
std::optional<std::uint32_t> decode_confidence(std::uint32_t encoded);
std::optional<std::uint32_t> effective_confidence(const v1::Header& header, const v1::Claim& claim);

struct Window {
  base::Instant from, until;  ///< holds in [from, until)
  bool holds(base::Instant at) const { return from <= at && at < until; }
};
/// When the claim holds, as people are shown it: from its own beginning or the time of issue, to its own end or the
/// bulletin's expiry, whichever comes first. Whether it holds yet is for core/indicator: without a beginning of its own
/// it does at once, since its origin's clock may be ahead of ours.
Window valid_window(const v1::Header& header, const v1::Claim& claim);

/// Never unspecified: where it is not stated, what the TLP suggests (CLEAR and GREEN as they are, both AMBER as AMBER,
/// RED as RED). A PAP that we do not know is RED.
v1::Pap effective_pap(const v1::Audience& audience);

}  // namespace tidings::bulletin
