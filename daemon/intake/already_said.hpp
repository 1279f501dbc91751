#pragma once
/// Which claims of a draft we say already: the same claim in a live bulletin of ours, with the same context and
/// audience, that lives for at least half the new lifetime yet, and is marked no higher than the draft's publisher may
/// see. Lives on: a reader thread.
#include "daemon/intake/publisher.hpp"

namespace tidings::intake {

/// A header without what differs from bulletin to bulletin of one context, as bytes.
std::string said_context(v1::Header header);
/// A claim without its end, as bytes: how long it lives is compared apart, since a default end moves with each
/// publication.
std::string said_claim(v1::Claim claim);
/// When a claim ends that stands under a context which expires then.
base::Instant end_of(const v1::Claim& claim, base::Instant expires_at);
/// Until when at least it must be said already, for there to be no need to say it again.
inline base::Instant half_way(base::Instant now, base::Instant end) { return end <= now ? now : now + (end - now) / 2; }

/// One answer for each claim of [from, from + count).
/// `draft` has sections.
base::Result<std::vector<bool>> already_said(store::Reading& reading, const Draft& draft, std::size_t from,
                                             std::size_t count, const OrgId& self, base::Instant now);

}  // namespace tidings::intake
