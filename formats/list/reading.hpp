#pragma once
/// Lists and tables as a draft: one context, a claim for each value. Read twice, since a comment or cell may state a
/// marking anywhere: the narrowest stated counts for all. Memory is that of one row.
/// Errors: BadInput (a marking that is none), and what the source or the sink answers. Lives on: any executor; one
/// thread at a time.
#include <string>

#include "base/result.hpp"
#include "formats/draft/draft.hpp"
#include "formats/list/described.hpp"

namespace tidings::list {

enum class Layout : std::uint8_t { Lines, Table };

struct ReadOptions {
  Layout layout{Layout::Lines};
  LineHint hint{};              ///< of the lines, or of cells whose type nothing else tells
  std::vector<Column> columns;  ///< of a table; empty: by its header, or found
  LastSeen last_seen{LastSeen::Kept};
};

base::Status read(draft::Source& source, const ReadOptions& options, draft::Sink& sink);

}  // namespace tidings::list
