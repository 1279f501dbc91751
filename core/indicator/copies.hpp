#pragma once
/// Circular reporting counts once: of the origins' counted reports, those that came from another's are found by the
/// marks of their bulletins and set to Copied. A function of the set of statements: no order of arrival matters.
///
/// Among the reports of one side (accusing, clearing) that have not expired, withdrawn and replaced ones included, a
/// report comes from the first that it meets of our own, the most trusted, the earliest (issued_at, then BulletinId):
/// one whose id it names, wherever that stands, or one before it that shares another mark. Dates are the signers' own,
/// so who is trusted less becomes no source by an earlier one. Following this to its end gives each its first source.
/// Of the counted reports with one first source that source's origin's own counts, else the first in that order. Who
/// says by itself (based_on, mentions) what it came from counts with what that origin has said since. A report that
/// quotes two sources comes from the first of them and makes them no one source: what one copies can take no weight
/// from those it copied.
/// Lives on: any executor.
#include <vector>

#include "core/indicator/statement.hpp"

namespace tidings::indicator {

/// Whether a report says by itself what it came from: nobody else can make it seem so by an earlier date.
constexpr bool is_own_word(MarkKind kind) { return kind == MarkKind::BasedOn || kind == MarkKind::Mentions; }

/// `statements` are newest first, each once, with every state but Copied settled. `self`: whose reports are ours.
void find_copies(std::vector<Judged>& statements, Instant now, const OrgId& self);

}  // namespace tidings::indicator
