#pragma once
/// The listing that `--review` writes before anything is signed, for people to edit, and back again. Each candidate is
/// a line of five fields with tabs between them:
///     + TAB type TAB value TAB line TAB why
/// '+' is published, '-' is not; the value is defanged, so that nobody clicks it. Lines with '#' in front are remarks,
/// but "# title:", "# tlp:", "# pap:", "# tag:" and "# reference:" are the context. "# marked:" is how the document
/// marks itself: an edit narrows that and never widens it. "victim: " and "benign: " in front of why are the claim's
/// role and verdict; what follows it after " // " is the claim's comment. Errors: see read_review. Lives on: any
/// executor.
#include <string>

#include "formats/draft/draft.hpp"
#include "formats/report/report.hpp"

namespace tidings::report {

inline constexpr std::string_view review_head = "# tidings review 1";

std::string write_review(const Findings& findings);

/// What is marked '+' as claims in one context, '-' as notes. Lines that cannot be read are noted as refused, and the
/// rest goes on. BadInput for what is no review, or whose marking cannot be read or is wider than the document's: it
/// would be published too widely.
base::Status read_review(draft::Source& source, draft::Sink& sink);

}  // namespace tidings::report
