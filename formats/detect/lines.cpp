#include "formats/detect/lines.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "formats/list/csv.hpp"
#include "formats/list/line.hpp"
#include "formats/list/open_record.hpp"

namespace tidings::detect {
namespace {

constexpr std::size_t looked_at_lines = 400;
constexpr std::size_t longest_line_bytes = 4096;  // of a line that could tell anything

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// Calls `take` with each line until it answers false.
template <class Take>
void each_line(std::string_view text, const Take& take) {
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    if (!take(text.substr(0, end))) return;
    const std::size_t width = text.substr(end).starts_with("\r\n") ? 2 : 1;
    text.remove_prefix(std::min(end + width, text.size()));
  }
}

bool is_comment(std::string_view line) {
  return line.empty() || line.front() == '#' || line.front() == ';' || line.front() == '!';
}

char separator_of(std::string_view row) {
  const auto count = [&](char c) { return std::count(row.begin(), row.end(), c); };
  if (count('\t') > count(',') && count('\t') > count(';')) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

std::vector<std::string> cells_of(std::string_view row) {
  const char separator = separator_of(row);
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : row) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  for (auto& cell : cells) cell = std::string(trimmed(cell));
  return cells;
}

bool is_value(std::string_view text, list::LineFormat format) {
  return list::parse_line(text, {{}, format}).outcome == list::Line::Outcome::Value;
}

// Whether a list would read the first cell and pass over values behind it. Beside a digest the name of a file is met,
// which may look like a host's; a record of a zone names its answer, and an entry of Zeek's intel has links.
bool passes_over_values(const list::Line& entry, const std::vector<std::string>& cells) {
  using observable::Type;
  const auto read = [](const std::string& cell) {
    return list::parse_line(cell, {{}, list::LineFormat::CsvCell}).parsed.observable;
  };
  const auto is_digest = [](Type type) { return type >= Type::Md5 && type <= Type::Sha512; };
  const auto first = read(cells.front());
  if (!(first == entry.parsed.observable)) return false;
  const auto is_record = [](const std::string& cell) {
    constexpr auto words = std::to_array<std::string_view>({"IN", "CNAME", "A", "AAAA", "in", "cname", "a", "aaaa"});
    return cell.starts_with("Intel::") || std::ranges::find(words, cell) != words.end();
  };
  if (std::ranges::any_of(cells, is_record)) return false;
  return std::any_of(cells.begin() + 1, cells.end(), [&](const std::string& cell) {
    const auto type = read(cell).type;
    const bool is_address = type == Type::Url || type == Type::Email || (type >= Type::Ipv4 && type <= Type::IpPort);
    return is_address || (!is_digest(first.type) && (type == Type::Domain || is_digest(type)));
  });
}

bool has_word_at(std::string_view line, std::string_view word) {
  return line.starts_with(word) &&
         (line.size() == word.size() || line[word.size()] == ' ' || line[word.size()] == '\t');
}

// Lines of any other are known by themselves for those of a hosts file.
bool is_public_address(std::string_view field) {
  const auto address = observable::parse(field);
  if (!address) return false;
  const auto type = address->observable.type;
  return (type == observable::Type::Ipv4 || type == observable::Type::Ipv6) &&
         observable::special_reason(address->observable).empty();
}

bool is_name(const list::Line& line) {
  return line.outcome == list::Line::Outcome::Value && line.parsed.observable.type == observable::Type::Domain;
}

bool names_alone(std::string_view fields) {
  while (!fields.empty()) {
    const auto end = std::min(fields.find_first_of(" \t"), fields.size());
    if (!is_name(list::parse_line(fields.substr(0, end), {{}, list::LineFormat::CsvCell}))) return false;
    fields = trimmed(fields.substr(end));
  }
  return true;
}

// What every zone begins with; a response policy zone may be no longer than its head.
bool is_zone_head(std::string_view line) {
  return line.starts_with('$') || line.starts_with("@ ") || line.starts_with("@\t") ||
         line.find(" SOA ") != line.npos || line.starts_with("NS ") || line.find(" NS ") != line.npos;
}

bool is_rule_heading(std::string_view line) {
  for (const std::string_view word : {"private", "global"}) {
    if (has_word_at(line, word)) line = trimmed(line.substr(word.size()));
  }
  if (!has_word_at(line, "rule") || line.size() < 6) return false;
  const auto name = trimmed(line.substr(4));
  const auto end = std::find_if(name.begin(), name.end(), [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    return !letter;
  });
  const auto rest = trimmed(name.substr(static_cast<std::size_t>(end - name.begin())));
  return end != name.begin() && (rest.empty() || rest[0] == '{' || rest[0] == ':' || rest[0] == '/');
}

}  // namespace

std::string_view first_line(std::string_view beginning) {
  std::string_view found;
  each_line(beginning, [&](std::string_view raw) {
    const auto line = trimmed(raw);
    if (is_comment(line)) return true;
    found = line;
    return false;
  });
  return found;
}

bool is_yara(std::string_view beginning) {
  bool heading = false;
  each_line(beginning, [&](std::string_view line) {
    heading = is_rule_heading(trimmed(line));
    return !heading;
  });
  return heading && (beginning.find("condition") != beginning.npos || beginning.find("meta:") != beginning.npos);
}

bool is_sigma(std::string_view beginning) {
  bool title = false, detection = false, source = false;
  each_line(beginning, [&](std::string_view line) {
    title = title || line.starts_with("title:");
    detection = detection || line.starts_with("detection:") || line.starts_with("correlation:");
    source = source || line.starts_with("logsource:");
    return !(title && detection);
  });
  return title && (detection || source);
}

bool is_suricata(std::string_view beginning) {
  constexpr std::array<std::string_view, 7> actions = {"alert", "drop", "reject", "pass", "log", "block", "sdrop"};
  bool found = false;
  each_line(beginning, [&](std::string_view raw) {
    auto line = trimmed(raw);
    const bool off = line.starts_with('#');
    if (off) line = trimmed(line.substr(std::min(line.find_first_not_of('#'), line.size())));
    found = std::any_of(actions.begin(), actions.end(), [&](auto word) { return has_word_at(line, word); }) &&
            line.find('(') != line.npos && (line.find("->") != line.npos || line.find("<>") != line.npos) &&
            (line.find("sid:") != line.npos || line.ends_with('\\') || line.find("msg:") != line.npos);
    return !found && (off || is_comment(line));
  });
  return found;
}

bool is_hosts(std::string_view beginning) {
  constexpr std::size_t looked_at = 100, least = 3;  // of one line or two, the address may be what is meant
  std::string_view address;
  std::size_t lines = 0;
  bool is_one = true;
  each_line(beginning, [&](std::string_view raw) {
    const auto line = trimmed(raw);
    if (is_comment(line)) return true;
    const auto entry = list::parse_line(line, {{}, list::LineFormat::Hosts});
    if (entry.outcome == list::Line::Outcome::LeftOut) return true;
    const auto field = line.substr(0, line.find_first_of(" \t"));
    if (lines == 0) address = field;
    is_one = is_name(entry) && names_alone(entry.more) && field.size() < line.size() && field == address;
    return is_one && ++lines < looked_at;
  });
  return is_one && lines >= least && is_public_address(address);
}

bool is_table(std::string_view name, std::string_view beginning) {
  const auto line = first_line(beginning);
  if (list::told_separator(line)) return true;
  if (line.size() > longest_line_bytes) return false;
  const auto cells = cells_of(line);
  if (cells.size() >= 2 && list::columns_from_header(cells)) return true;
  if (name.ends_with(".csv") || name.ends_with(".tsv")) return true;
  if (cells.size() < 2)
    return cells.size() == 1 && !is_value(line, list::LineFormat::List) && list::columns_from_header(cells);
  const auto entry = list::parse_line(line, {});
  if (entry.outcome == list::Line::Outcome::LeftOut) return false;
  if (entry.outcome == list::Line::Outcome::Value && !passes_over_values(entry, cells)) return false;
  // A sentence has commas, too: in a table the next row has as many cells, and one that is a value.
  const bool value =
      std::any_of(cells.begin(), cells.end(), [](const auto& c) { return is_value(c, list::LineFormat::CsvCell); });
  const auto rest = beginning.substr(static_cast<std::size_t>(line.data() + line.size() - beginning.data()));
  const auto next = first_line(rest);
  return value && (next.empty() || cells_of(next).size() == cells.size());
}

namespace {

/// Nobody writes so but in a blocklist: where most lines do, what stands between them is no report.
bool is_of_lists_alone(std::string_view line) {
  constexpr auto beginnings =
      std::to_array<std::string_view>({"0.0.0.0 ", "0.0.0.0\t", "127.0.0.1 ", "127.0.0.1\t", "||", "address=/"});
  return std::ranges::any_of(beginnings, [&](auto beginning) { return line.starts_with(beginning); });
}

/// Lines of a text by what they hold. Words between two values that stand line by line are a slip in a list; words that
/// stand apart are a heading or a sentence.
class Tally {
 public:
  void take(std::string_view line) {
    if (is_comment(line) || record_.takes(line)) return turn(Kind::Nothing);
    if (is_zone_head(line)) {
      record_.begin(line);
      return turn(Kind::Nothing);
    }
    if (line.size() > longest_line_bytes) return turn(Kind::Words);
    const auto outcome = list::parse_line(line, {}).outcome;
    if (outcome == list::Line::Outcome::LeftOut) return turn(Kind::Nothing);
    if (outcome == list::Line::Outcome::Value) {
      ++values_;
      if (is_of_lists_alone(line)) ++sure_;
      return turn(Kind::Entry);
    }
    const bool one_word = line.find(' ') == line.npos;
    if (one_word) ++others_;
    turn(one_word ? Kind::Entry : Kind::Words);
  }
  std::size_t lines() const { return values_ + others_ + words_ + slips_; }
  bool is_list() {
    turn(Kind::Nothing);
    if (sure_ > others_ + words_ + slips_) return true;
    return values_ > 0 && values_ >= others_ && words_ * 50 < values_ && slips_ * 4 < values_;
  }

 private:
  enum class Kind { Nothing, Entry, Words };
  void turn(Kind kind) {
    if (last_ == Kind::Words) ++(kind == Kind::Entry && before_ == Kind::Entry ? slips_ : words_);
    before_ = last_;
    last_ = kind;
  }

  Kind before_{Kind::Nothing}, last_{Kind::Nothing};
  list::OpenRecord record_;
  std::size_t values_{0}, words_{0}, others_{0}, slips_{0}, sure_{0};
};

}  // namespace

bool is_list(std::string_view beginning) {
  Tally tally;
  each_line(beginning, [&](std::string_view raw) {
    tally.take(trimmed(raw));
    return tally.lines() < looked_at_lines;
  });
  return tally.is_list();
}

}  // namespace tidings::detect
