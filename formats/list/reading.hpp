#pragma once
/// Lists and tables as a draft: one context, a claim for each value. Read twice, since a comment or cell may state a
/// marking anywhere: the narrowest stated counts for all. Memory is that of one row.
/// Errors: BadInput (a marking that is none), and what the source or the sink answers. Lives on: any executor; one
/// thread at a time.
#include "formats/list/rows.hpp"

namespace tidings::list {

base::Status read(draft::Source& source, const RowOptions& options, draft::Sink& sink);

}  // namespace tidings::list
