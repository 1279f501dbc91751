#include "formats/list/rows.hpp"

#include <algorithm>
#include <set>

#include "core/bulletin/names.hpp"
#include "core/observable/hash.hpp"
#include "formats/draft/chunks.hpp"
#include "formats/draft/stated_lines.hpp"
#include "formats/list/line_reader.hpp"
#include "formats/list/misp_columns.hpp"
#include "formats/list/shape.hpp"

namespace tidings::list {
namespace {

using base::ErrorCode;

/// Lists for browsers have some dozens.
constexpr std::size_t max_switched_off = 100'000;

template <class Reader>
base::Status pump(draft::Source& source, Reader& reader, const base::Status& taken) {
  const auto read = draft::each_chunk(source, [&](std::string_view chunk) {
    reader.push(chunk);
    return taken;
  });
  if (read) reader.finish();
  return read ? taken : read;
}

/// What stands beside a value; all of a line that has none.
std::string_view words_of(std::string_view raw, const Line& line) {
  if (line.outcome != Line::Outcome::Value) return raw;
  const auto text = trimmed(raw);
  return text.substr(std::min(text.find_first_of(" \t;"), text.size()));
}

/// "TLP AMBER", "PAP-RED": what a cell repeats of its column's heading.
std::string_view without_name(std::string_view cell) {
  constexpr std::size_t name_bytes = 3;
  const auto level = cell.find_first_of(":=- _");
  if (level != name_bytes || (cell[2] | 0x20) != 'p') return cell;
  return cell.substr(std::min(cell.find_first_not_of(":=- _", level), cell.size()));
}

/// The narrowest that it may mean. Every MISP is reached by what is for all communities, which is no leave to publish.
std::optional<v1::Tlp> tlp_of_distribution(std::string_view cell) {
  if (const auto tlp = bulletin::tlp_from_name(without_name(cell))) return tlp;
  const auto level = distribution_from_word(cell);
  if (!level) return std::nullopt;
  switch (*level) {
    case Distribution::YourOrganisation: return std::nullopt;
    case Distribution::ThisCommunity: return v1::TLP_AMBER_STRICT;
    case Distribution::ConnectedCommunities: return v1::TLP_AMBER;
    case Distribution::AllCommunities: return v1::TLP_GREEN;
    case Distribution::SharingGroup:
    case Distribution::Inherit: return v1::TLP_UNSPECIFIED;
  }
  return std::nullopt;
}

using Rules = std::set<std::string, std::less<>>;

/// Those of a filter list that others of it switch off, before or behind them.
base::Result<Rules> switched_off_in(draft::Source& source) {
  constexpr std::string_view option = "badfilter";
  Rules rules;
  std::string held;
  const auto look = [&](std::string_view lines) {
    for (auto at = lines.find(option); at != std::string_view::npos; at = lines.find(option, at)) {
      const auto begin = lines.find_last_of("\r\n", at) + 1;
      at = std::min(lines.find_first_of("\r\n", at), lines.size());
      if (auto rule = switched_off(trimmed(lines.substr(begin, at - begin))); !rule.empty()) rules.insert(rule);
    }
  };
  const auto read = draft::each_chunk(source, [&](std::string_view chunk) -> base::Status {
    held += chunk;
    const auto end = held.find_last_of("\r\n");
    if (end != std::string::npos) {
      look(std::string_view(held).substr(0, end));
      held.erase(0, end + 1);
    }
    if (held.size() > max_line_bytes) held.clear();
    if (rules.size() <= max_switched_off) return {};
    return base::fail(ErrorCode::TooLarge, "more than " + std::to_string(max_switched_off) + " rules with $badfilter");
  });
  if (!read) return read.error();
  look(held);
  if (auto again = source.rewind(); !again) return again.error();
  return rules;
}

/// A file's name and digest are also the digest by itself.
base::Status take_both(const Row& row, const std::function<base::Status(const Row&)>& take) {
  if (auto taken = take(row); !taken || row.line.outcome != Line::Outcome::Value) return taken;
  const auto& both = row.line.parsed.observable;
  const auto digest = observable::digest_in(both.type, both.value);
  if (digest.type == observable::Type::None) return {};
  auto alone = row.line;
  alone.parsed.observable = {digest.type, std::string(digest.value)};
  return take({row.number, row.raw.substr(row.raw.rfind('|') + 1), alone, row.cells, row.words});
}

bool may_be_filters(const RowOptions& options) {
  return options.hint.format == LineFormat::List || options.hint.format == LineFormat::Adblock;
}

}  // namespace

base::Result<draft::Stated> Row::marking() const {
  auto stated = cells != nullptr ? cells->stated : words;
  const auto no_marking = [&](std::string_view text, const std::string& what) {
    return base::fail(ErrorCode::BadInput, "line " + std::to_string(number) + ": '" + std::string(text) + "' " + what);
  };
  if (!stated.unreadable.empty()) return no_marking(stated.unreadable, "is no marking that is known here");
  if (cells == nullptr) return stated;
  for (const auto cell : cells->markings) {
    if (cell.empty()) continue;
    const auto tlp = bulletin::tlp_from_name(without_name(cell));
    if (!tlp) return no_marking(cell, "in the tlp column is no marking (" + bulletin::tlp_names() + ")");
    stated.tlp = std::max(stated.tlp, *tlp);
  }
  for (const auto cell : cells->may_mark) {
    stated.tlp = std::max(stated.tlp, bulletin::tlp_from_name(without_name(cell)).value_or(v1::TLP_UNSPECIFIED));
  }
  for (const auto cell : cells->distributions) {
    stated.tlp = std::max(stated.tlp, tlp_of_distribution(cell).value_or(v1::TLP_UNSPECIFIED));
  }
  for (const auto cell : cells->paps) {
    if (cell.empty()) continue;
    const auto pap = bulletin::pap_from_name(without_name(cell));
    if (!pap) return no_marking(cell, "in the pap column is no marking (" + bulletin::pap_names() + ")");
    stated.pap = std::max(stated.pap, *pap);
  }
  return stated;
}

bool Row::stays() const {
  return cells != nullptr &&
         std::ranges::any_of(cells->distributions, [](std::string_view cell) { return !tlp_of_distribution(cell); });
}

base::Result<v1::Claim> Row::claim(LastSeen last_seen) const {
  v1::Claim claim;
  if (cells != nullptr) {
    if (auto described = describe(*cells, claim, last_seen); !described) return described.error();
  }
  claim.set_type(static_cast<std::uint32_t>(line.parsed.observable.type));
  claim.set_value(line.parsed.observable.value);
  return claim;
}

base::Status each_row(draft::Source& source, const RowOptions& options,
                      const std::function<base::Status(const Row&)>& take) {
  base::Status taken;
  if (options.layout == Layout::Lines) {
    const auto off = may_be_filters(options) ? switched_off_in(source) : base::Result<Rules>(Rules());
    if (!off) return off.error();
    draft::StatedLines lines;
    LineReader reader(options.hint, [&](NumberedLine& line) {
      if (!off->empty() && off->contains(trimmed(line.raw))) {
        line.line = {Line::Outcome::LeftOut, {}, "another rule switches it off", {}};
      }
      auto stated = lines.take(line.raw, words_of(line.raw, line.line));
      stated.narrow(line.beyond);
      if (taken) taken = take_both({line.number, line.raw, line.line, nullptr, stated}, take);
      for (auto names = line.line.more; taken && !names.empty();) {
        const auto name = take_name(names);
        if (is_own_name(name)) continue;
        const auto next = parse_line(name, {options.hint.hint, LineFormat::CsvCell});
        taken = take({line.number, name, next, nullptr, stated});
      }
    });
    if (auto read = pump(source, reader, taken); !read) return read;
    Line end;
    end.outcome = Line::Outcome::Blank;
    return take({reader.lines(), {}, end, nullptr, lines.finish()});
  }
  CsvReader::Options how;
  how.columns = options.columns;
  how.hint = options.hint;
  if (how.hint.format == LineFormat::List) how.hint.format = LineFormat::CsvCell;
  CsvReader reader(std::move(how), [&](CsvItem& item) {
    if (taken) taken = take_both({item.line, item.raw, item.value, &item, {}}, take);
  });
  return pump(source, reader, taken);
}

}  // namespace tidings::list
