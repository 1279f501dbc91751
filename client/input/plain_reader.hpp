#pragma once
/// What has no context of its own: lists, tables and our own JSON. Every value becomes a claim in the publisher's
/// context, or is refused with its place and reason; comments and blank lines are neither. Errors: BadInput for a file
/// that cannot be read at all; what stands in it is refused line by line. Lives on: one thread.
#include <optional>
#include <set>
#include <string>

#include "client/input/gathered.hpp"
#include "client/input/marking.hpp"
#include "client/input/own_json.hpp"
#include "core/bulletin/bulletin.hpp"
#include "formats/draft/stated_parts.hpp"
#include "formats/list/rows.hpp"

namespace tidings::input {

class PlainReader {
 public:
  explicit PlainReader(Gathered& gathered) : gathered_(gathered) {}

  base::Status read_list(draft::Source& source, const list::LineHint& hint);
  /// `columns`: as --columns names them; empty: by the header, or found.
  base::Status read_table(draft::Source& source, const std::string& columns, const std::optional<list::LineHint>& hint);
  base::Status read_json(draft::Source& source);

  /// The narrowest that the files' comments, columns and our own JSON state.
  const std::optional<Marking>& marking() const { return marking_; }
  /// Whether a value is under no marking that its file states.
  bool has_unmarked() const { return parts_.has_unmarked(); }
  /// The narrowest PAP that they state.
  v1::Pap pap() const { return pap_; }
  /// Whether a row says that it stays on this node: all of them do then.
  bool stays() const { return stays_; }
  /// Ids in hex of the bulletins that the values came from, where our own JSON or CSV tells; at most
  /// bulletin::max_based_on.
  const std::set<std::string>& sources() const { return sources_; }

 private:
  base::Status read_rows(draft::Source& source, const list::RowOptions& options);
  base::Status take(const list::Row& row, list::LastSeen last_seen);
  void take_quoted(std::uint64_t number, Quoted&& quoted);
  base::Status check_sources() const;
  template <class Ids>
  void add_sources(const Ids& ids) {
    if (sources_.size() <= bulletin::max_based_on) sources_.insert(ids.begin(), ids.end());
  }
  void refuse(std::uint64_t line, std::string_view raw, std::string reason);

  Gathered& gathered_;
  std::optional<Marking> marking_;
  draft::StatedParts parts_;
  v1::Pap pap_{v1::PAP_UNSPECIFIED};
  bool stays_{false};
  std::set<std::string> sources_;
};

}  // namespace tidings::input
