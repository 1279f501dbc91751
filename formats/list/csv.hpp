#pragma once
/// Tables of indicators: RFC 4180 with what is met in the wild (CR line ends, byte order mark, quotes inside bare
/// cells). Columns are named by a header, given by the caller, or, failing both, found from the first row that has a
/// value. A row gives an item for each cell that holds a value, and for each hash in a cell of several. Rows that
/// cannot be read give a rejected item with their line; nothing is dropped silently. Memory is bounded by max_row_bytes
/// whatever comes. Lives on: any executor; one thread at a time.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/draft/stated_lines.hpp"
#include "formats/draft/stated_pieces.hpp"
#include "formats/list/line.hpp"

namespace tidings::list {

inline constexpr std::size_t max_row_bytes = 1024 * 1024;
inline constexpr std::size_t max_columns = 256;  ///< the widest vendor table seen has 30

enum class ColumnRole : std::uint8_t {
  Ignored,
  Value,  ///< an indicator; its type by the Type column, by the column's own hint, or by the value
  Type,
  Role,
  Confidence,
  Tags,  ///< separated by ',', ';', '|', and by blanks if they begin with '#'
  Comment,
  FirstSeen,
  LastSeen,
  Reference,
  Marking,  ///< "amber": a TLP
  MayMark,  ///< likewise, where its cell is one; else it says nothing
  Verdict,
  Pap,  ///< "red"
  ValidFrom,
  ValidUntil,
  ToIds,         ///< MISP's: what is not "1" is not for detection
  Distribution,  ///< MISP's level, or a TLP
  Bulletin,      ///< the ids in hex of those that our own export names, with ';' between
};

struct Column {
  ColumnRole role{ColumnRole::Ignored};
  LineHint hint{{}, LineFormat::CsvCell};  ///< of a Value column such as "sha256"
};

/// "value,type,-,tags" as people give it: the names of the roles, a type's name for a column of such values, "-" or
/// nothing for a column to ignore. BadInput names the word that is none of these, or says that no value is among them.
base::Result<std::vector<Column>> columns_from_text(std::string_view text);

/// The columns that a header names ("Indicator", "IOC type", "SHA256", "Note", …); nothing if it names no value column.
std::optional<std::vector<Column>> columns_from_header(const std::vector<std::string>& cells);

/// Of "sep=;", which Excel writes above a table.
std::optional<char> told_separator(std::string_view line);

/// What the sink is given; the views end with the call.
struct CsvItem {
  std::uint64_t line{0};  ///< where the row begins, from 1
  std::string_view raw;   ///< the cell as it stood
  Line value;             ///< what became of it
  std::string_view role;
  std::string_view confidence;
  std::string_view comment;
  std::string_view first_seen;
  std::string_view last_seen;
  std::string_view reference;
  std::string_view verdict;
  std::string_view valid_from;
  std::string_view valid_until;
  std::vector<std::string_view> tags;
  std::vector<std::string_view> markings, may_mark, paps;  ///< of every column of such
  std::vector<std::string_view> distributions;             ///< none of them empty
  std::optional<std::string_view> to_ids;
  std::vector<std::string_view> bulletins;  ///< in hex; what is no id is none
  draft::Stated stated;  ///< what its words state of all: a comment row's, or those of cells that hold no value
};

class CsvReader {
 public:
  using Sink = std::function<void(CsvItem&)>;
  struct Options {
    std::vector<Column> columns;             ///< empty: by the header, or found
    LineHint hint{{}, LineFormat::CsvCell};  ///< for values whose type nothing else tells
    char separator{'\0'};                    ///< NUL: comma, semicolon or TAB, by the first row
  };
  CsvReader(Options options, Sink sink) : options_(std::move(options)), sink_(std::move(sink)) {}

  void push(std::string_view chunk);
  void finish();
  std::uint64_t rows() const { return rows_; }

 private:
  enum class State : std::uint8_t { CellStart, Bare, Quoted, QuoteInQuoted };

  void begin();
  void step(char c);
  void step_bare(char c);
  void step_quoted(char c);
  void take(char c);
  void end_cell();
  void end_row();
  void handle_row();
  bool is_remark() const;
  bool settle_columns();
  void tell_header();
  void tell_unread();
  void leave_out(std::string_view raw, std::string reason);
  void emit_row();
  void emit_value(CsvItem& item, std::string_view cell, LineHint hint, std::string_view type);
  void emit_single(CsvItem& item, std::string_view cell, const LineHint& hint, std::string_view unknown_type);
  void reject_row(std::string_view raw, std::string reason);

  Options options_;
  Sink sink_;
  std::string start_;  ///< bytes held until the separator is known
  std::vector<std::string> cells_;
  std::string cell_;
  std::string comment_;  ///< a row of comment, joined again
  std::size_t row_bytes_{0};
  std::uint64_t rows_{0};
  std::uint64_t line_{1};      ///< where we are
  std::uint64_t row_line_{1};  ///< where the row began
  State state_{State::CellStart};
  draft::StatedLines comments_;
  draft::StatedPieces pieces_;  ///< of a row that is too long
  bool begun_{false};
  bool settled_{false};
  std::vector<bool> told_;  ///< of the columns found without a header: which were told of as not read
  bool overflow_{false};
  bool after_cr_{false};
};

}  // namespace tidings::list
