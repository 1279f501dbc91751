#pragma once
/// Circular reporting counts once: of the origins' counted reports, those that came from another's are found by the
/// marks of their bulletins and set to Copied. A function of the set of statements: no order of arrival matters.
///
/// Among the reports of one side (accusing, clearing) that have not expired, withdrawn and replaced ones included, a
/// report comes from the earliest (issued_at, then BulletinId) that it meets: one whose id it names, whenever either
/// was issued, or an earlier one that shares another mark. Following this to its end gives each its first source. Of
/// the counted reports whose first sources are of one origin, that origin's own counts, else the earliest. A report
/// that quotes two sources comes from the first of them and makes them no one source: what one copies can take no
/// weight from those it copied.
/// Lives on: any executor.
#include <vector>

#include "core/indicator/statement.hpp"

namespace tidings::indicator {

/// `statements` are newest first, each once, with every state but Copied settled.
void find_copies(std::vector<Judged>& statements, Instant now);

}  // namespace tidings::indicator
