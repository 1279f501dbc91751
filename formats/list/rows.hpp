#pragma once
/// Lists and tables row by row, whichever it is: what each states, and the claim that it makes.
/// Lives on: any executor; one thread at a time.
#include <functional>
#include <optional>

#include "formats/draft/draft.hpp"
#include "formats/draft/stated_marking.hpp"
#include "formats/list/described.hpp"

namespace tidings::list {

enum class Layout : std::uint8_t { Lines, Table };

struct RowOptions {
  Layout layout{Layout::Lines};
  LineHint hint{};              ///< of the lines, or of cells whose type nothing else tells
  std::vector<Column> columns;  ///< of a table; empty: by its header, or found
  LastSeen last_seen{LastSeen::Kept};
};

/// Of a table that has a row that stays(), and so of all its rows.
inline constexpr std::string_view why_it_stays =
    "a distribution for the author's own organisation, or one that is not known, keeps all of the table here";

/// A line, or a cell that holds a value with what its row says of it. The views end with the call.
struct Row {
  std::uint64_t number{0};
  std::string_view raw;
  const Line& line;
  const CsvItem* cells{nullptr};
  draft::Stated words{};  ///< of a line: what they state

  /// What a comment, a cell or the columns of markings state; BadInput for what is no marking.
  base::Result<draft::Stated> marking() const;
  /// Whether a column of MISP's distribution says that it is for the author's own organisation, or a level that is not
  /// known.
  bool stays() const;
  /// Of a line that has a value.
  base::Result<v1::Claim> claim(LastSeen last_seen) const;
};

/// Gives `take` each row until one fails. A list is read from its start, and that again. Errors: what the source and
/// `take` answer.
base::Status each_row(draft::Source& source, const RowOptions& options,
                      const std::function<base::Status(const Row&)>& take);

}  // namespace tidings::list
