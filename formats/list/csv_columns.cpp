#include "formats/list/csv_columns.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "formats/list/shape.hpp"

namespace tidings::list {
namespace {

using observable::Type;

struct RoleWord {
  std::string_view word;
  ColumnRole role;
};
// Headers of vendors' tables and of our own, in lower case, '-' for '_' and blanks.
constexpr auto role_words = std::to_array<RoleWord>({
    {"value", ColumnRole::Value},
    {"values", ColumnRole::Value},
    {"indicator", ColumnRole::Value},
    {"indicators", ColumnRole::Value},
    {"ioc", ColumnRole::Value},
    {"iocs", ColumnRole::Value},
    {"ioc-value", ColumnRole::Value},
    {"indicator-value", ColumnRole::Value},
    {"data", ColumnRole::Value},
    {"observable", ColumnRole::Value},
    {"artifact", ColumnRole::Value},
    {"type", ColumnRole::Type},
    {"indicator-type", ColumnRole::Type},
    {"ioc-type", ColumnRole::Type},
    {"entity-type", ColumnRole::Type},
    {"data-type", ColumnRole::Type},
    {"observable-type", ColumnRole::Type},
    {"kind", ColumnRole::Type},
    {"role", ColumnRole::Role},
    {"roles", ColumnRole::Role},
    {"confidence", ColumnRole::Confidence},
    {"confidence-level", ColumnRole::Confidence},
    {"score", ColumnRole::Confidence},
    {"tags", ColumnRole::Tags},
    {"tag", ColumnRole::Tags},
    {"labels", ColumnRole::Tags},
    {"malware", ColumnRole::Tags},
    {"malware-family", ColumnRole::Tags},
    {"comment", ColumnRole::Comment},
    {"comments", ColumnRole::Comment},
    {"note", ColumnRole::Comment},
    {"notes", ColumnRole::Comment},
    {"description", ColumnRole::Comment},
    {"context", ColumnRole::Comment},
    {"other-context", ColumnRole::Comment},
    {"details", ColumnRole::Comment},
    {"first-seen", ColumnRole::FirstSeen},
    {"firstseen", ColumnRole::FirstSeen},
    {"first-seen-utc", ColumnRole::FirstSeen},
    {"date", ColumnRole::FirstSeen},
    {"timestamp", ColumnRole::FirstSeen},
    {"last-seen", ColumnRole::LastSeen},
    {"lastseen", ColumnRole::LastSeen},
    {"last-seen-utc", ColumnRole::LastSeen},
    {"reference", ColumnRole::Reference},
    {"references", ColumnRole::Reference},
    {"source", ColumnRole::Reference},
    {"report", ColumnRole::Reference},
    {"marking", ColumnRole::Marking},
    {"verdict", ColumnRole::Verdict},
    {"valid-from", ColumnRole::ValidFrom},
    {"valid-until", ColumnRole::ValidUntil},
    {"bulletin", ColumnRole::Bulletin},
    {"to-ids", ColumnRole::ToIds},
    {"distribution", ColumnRole::Distribution},
    {"event-distribution", ColumnRole::Distribution},
    {"classification", ColumnRole::MayMark},
    {"dissemination", ColumnRole::MayMark},
    {"handling", ColumnRole::MayMark},
    {"markings", ColumnRole::MayMark},
    {"restriction", ColumnRole::MayMark},
    {"sensitivity", ColumnRole::MayMark},
    {"sharing", ColumnRole::MayMark},
    {"sharing-level", ColumnRole::MayMark},
});

std::string normal(std::string_view cell) {
  std::string out;
  for (const char c : trimmed(cell).substr(0, 64)) {
    const char l = base::lower(c);
    out.push_back(l == '_' || l == ' ' ? '-' : l);
  }
  return out;
}

/// "tlp_level", "TLP2", "PAP (2.0)", "Traffic Light Protocol": but "paper" is none, and "comment (TLP:AMBER)" a
/// marking.
std::optional<ColumnRole> marking_of(std::string_view heading) {
  if (!draft::stated_in(heading).empty()) return std::nullopt;
  if (heading.find("traffic-light") != std::string_view::npos) return ColumnRole::Marking;
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  bool pap = false;
  for (std::size_t i = 0; i + 3 <= heading.size(); ++i) {
    if (i > 0 && is_letter(heading[i - 1])) continue;
    const auto word = heading.substr(i);
    if (word.starts_with("tlp")) return ColumnRole::Marking;
    pap = pap || (word.starts_with("pap") && (word.size() == 3 || !is_letter(word[3])));
  }
  return pap ? std::optional(ColumnRole::Pap) : std::nullopt;
}

std::optional<ColumnRole> role_of(std::string_view word) {
  for (const auto& entry : role_words) {
    if (entry.word == word) return entry.role;
  }
  return marking_of(word);
}

// "Other" beside values is a heading, not a type.
bool names_a_type(const LineHint& hint) {
  return hint.format == LineFormat::Field && hint.hint.type != Type::Other && hint.hint.type != Type::Opaque;
}

// A word of a type that a whole column can hold. "as" or "link" in a header is more often a word than a type.
std::optional<LineHint> value_column(std::string_view word) {
  if (word == "c2" || word == "c2s" || word == "c2-server") return LineHint{{}, LineFormat::CsvCell};
  if (word == "as" || word == "link" || word == "network" || word == "host" || word == "stix") return std::nullopt;
  const auto hint = hint_from_name(word);
  if (!hint || !names_a_type(*hint)) return std::nullopt;
  return hint;
}

bool has_value(const std::vector<Column>& columns) {
  return std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.role == ColumnRole::Value; });
}

bool is_value(std::string_view cell, const LineHint& hint) {
  return parse_line(cell, hint).outcome == Line::Outcome::Value;
}

bool is_surely_value(std::string_view cell) { return sure_type_of(cell).has_value(); }

}  // namespace

std::optional<Type> sure_type_of(std::string_view cell) {
  const auto line = parse_line(cell, {{}, LineFormat::CsvCell});
  const auto type = line.parsed.observable.type;
  if (line.outcome != Line::Outcome::Value || type == Type::FilePath) return std::nullopt;
  return type;
}

std::optional<LineHint> hint_from_type_cell(std::string_view cell) {
  const auto text = trimmed(cell);
  if (auto hint = hint_from_name(text)) return hint;
  const auto end = text.find_last_of("_ -:");
  if (end == std::string_view::npos) return std::nullopt;
  return hint_from_name(text.substr(end + 1));
}

std::optional<std::vector<Column>> columns_from_header(const std::vector<std::string>& cells) {
  // A row of values may hold the words of a header too: "…,url,http://…".
  if (std::any_of(cells.begin(), cells.end(), is_surely_value)) return std::nullopt;
  std::vector<Column> columns(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto word = normal(cells[i]);
    if (const auto role = role_of(word)) columns[i].role = *role;
  }
  // A column for any value leaves what else is named beside it to people, as in "indicator,type,sha256 of parent".
  if (has_value(columns)) return columns;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (columns[i].role != ColumnRole::Ignored) continue;
    if (const auto hint = value_column(normal(cells[i]))) columns[i] = {ColumnRole::Value, *hint};
  }
  if (!has_value(columns)) return std::nullopt;
  return columns;
}

std::optional<std::vector<Column>> columns_from_values(const std::vector<std::string>& cells) {
  std::vector<Column> columns(cells.size());
  for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
    for (const std::size_t type : {i, i + 1}) {
      const std::size_t value = type == i ? i + 1 : i;
      const auto hint = hint_from_name(trimmed(cells[type]));
      if (!hint || !names_a_type(*hint) || !is_value(cells[value], *hint)) continue;
      columns[type].role = ColumnRole::Type;
      columns[value].role = ColumnRole::Value;
      return columns;
    }
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!is_surely_value(cells[i])) continue;
    columns[i].role = ColumnRole::Value;
    return columns;
  }
  return std::nullopt;
}

base::Result<std::vector<Column>> columns_from_text(std::string_view text) {
  std::vector<Column> columns;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    const auto word = normal(text.substr(begin, end - begin));
    begin = end + 1;
    if (columns.size() == max_columns) {
      return base::fail(base::ErrorCode::TooLarge, "more than " + std::to_string(max_columns) + " columns");
    }
    if (word.empty() || word == "-") {
      columns.emplace_back();
    } else if (const auto role = role_of(word)) {
      columns.push_back({*role, {{}, LineFormat::CsvCell}});
    } else if (const auto hint = hint_from_name(word)) {
      columns.push_back({ColumnRole::Value, *hint});
    } else {
      return base::fail(
          base::ErrorCode::BadInput,
          "no column is called '" + word +
              "': they are value, type, role, verdict, confidence, tags, comment, first-seen, last-seen, "
              "valid-from, valid-until, reference, tlp, pap, bulletin, to-ids, distribution, a type's name, or - for "
              "none");
    }
  }
  if (!has_value(columns)) {
    return base::fail(base::ErrorCode::BadInput, "no column of values among '" + std::string(text) + "'");
  }
  return columns;
}

}  // namespace tidings::list
