#include <algorithm>
#include <optional>

#include "base/letters.hpp"
#include "base/utf8.hpp"
#include "core/observable/top_level.hpp"

#include "core/bulletin/bulletin.hpp"
#include "formats/draft/chunks.hpp"
#include "formats/draft/stated_lines.hpp"
#include "formats/draft/stated_parts.hpp"
#include "formats/rules/rules.hpp"
#include "formats/rules/suricata_rule.hpp"
#include "formats/rules/telling.hpp"

namespace tidings::rules {
namespace {

using base::ErrorCode;
using observable::Type;

constexpr std::string_view media_type = "text/x-suricata";
// A rule that may travel, with room for what continues it.
constexpr std::size_t max_line_bytes = 512 * 1024;

// Rules line by line, those that go on behind a '\' joined.
template <class TakeRule>
base::Status each_line(draft::Source& source, const TakeRule& take) {
  std::string rest;
  std::uint64_t number = 1, first = 1;
  std::size_t total = 0;
  const auto read = draft::each_chunk(source, [&](std::string_view chunk) -> base::Status {
    total += chunk.size();
    if (total > max_file_bytes) return base::fail(ErrorCode::TooLarge, "longer than 64 MiB");
    for (const char c : chunk) {
      if (c != '\n') {
        rest.push_back(c);
        continue;
      }
      ++number;
      if (rest.ends_with('\r')) rest.pop_back();
      if (rest.ends_with('\\')) {
        rest.back() = ' ';
        continue;
      }
      if (auto status = take(trimmed(rest), first); !status) return status;
      rest.clear();
      first = number;
    }
    if (rest.size() > max_line_bytes)
      return base::fail(ErrorCode::TooLarge, "a rule longer than 512 KiB, line " + std::to_string(first));
    return {};
  });
  if (!read) return read;
  return rest.empty() ? base::Status() : take(trimmed(rest), first);
}

// "created_at 2026_01_02, tlp amber, pap red".
void read_metadata(std::string_view value, draft::Stated& stated) {
  while (!value.empty()) {
    const auto end = std::min(value.find(','), value.size());
    const std::string entry = base::lowered(trimmed(value.substr(0, end)));
    value.remove_prefix(std::min(end + 1, value.size()));
    const auto key = entry.substr(0, entry.find_first_of(" \t:="));
    const auto word = entry.substr(std::min(entry.find_first_not_of(" \t:=", key.size()), entry.size()));
    take_field(key, word, stated);
    stated.narrow(draft::stated_by_tag(entry));
  }
}

void describe(const SuricataRule& rule, v1::Header& header, draft::Stated& stated) {
  for (const auto& keyword : rule.keywords) {
    const std::string value = unquoted(keyword.value);
    if (keyword.name == "reference" && value.starts_with("url,")) {
      const std::string page = trimmed(std::string_view(value).substr(4));
      add_reference(page.find("://") == std::string::npos ? "https://" + page : page, header);
    }
    if (keyword.name == "reference" && value.starts_with("cve,")) {
      const auto digits = std::min(value.find_first_of("0123456789"), value.size());
      const auto cve = observable::parse("CVE-" + trimmed(std::string_view(value).substr(digits)), {Type::Cve, false});
      if (cve) add_tag(cve->observable.value, header);
    }
    if (keyword.name == "classtype") add_tag("classtype:" + value, header);
    if (keyword.name == "metadata") read_metadata(value, stated);
  }
}

/// The rule that a comment is, or nothing.
std::string switched_off(std::string_view line) {
  if (!line.starts_with('#')) return {};
  auto inside = trimmed(line.substr(std::min(line.find_first_not_of('#'), line.size())));
  return begins_a_rule(inside) ? inside : std::string();
}

class Reading {
 public:
  Reading(draft::Sink& sink, v1::Header header, const draft::Stated& stated)
      : telling_(sink, std::move(header), stated) {}

  base::Status take(const std::string& line, std::uint64_t number) {
    if (line.empty()) return {};
    if (line.front() == '#') {
      const auto rule = switched_off(line);
      if (!rule.empty()) telling_.note(draft::Fate::LeftOut, number, rule, "a rule that is switched off");
      return {};
    }
    const auto rule = parse_suricata(line);
    const std::string sid = rule ? value_of(*rule, "sid") : std::string();
    const bool numbered = !sid.empty() && sid.size() <= 10 && sid.find_first_not_of("0123456789") == sid.npos;
    if (!rule || !numbered) {
      telling_.note(draft::Fate::Refused, number, line, rule ? "a rule without sid" : "no rule");
      return {};
    }
    return tell(*rule, sid, line, number);
  }

 private:
  base::Status tell(const SuricataRule& rule, const std::string& sid, const std::string& line, std::uint64_t number) {
    const std::string generator = value_of(rule, "gid");
    const std::string id = "suricata:" + (generator.empty() || generator == "1" ? sid : generator + ":" + sid);
    if (auto status = telling_.rule({Type::Suricata, id, media_type, value_of(rule, "msg"), line, number}); !status)
      return status;
    if (rule.action == "pass") return {};  // what it names is let through
    for (const auto& name : named_hosts(rule)) {
      const auto parsed = observable::parse(name, {Type::Domain, false});
      const bool domain = parsed && parsed->observable.type == Type::Domain;
      if (!domain || !observable::has_known_top_level(parsed->observable.value)) continue;
      if (auto status = telling_.value(parsed->observable, id, number); !status) return status;
    }
    if (auto status = addresses(rule.source, id, number); !status) return status;
    return addresses(rule.destination, id, number);
  }

  base::Status addresses(std::string_view side, const std::string& id, std::uint64_t number) {
    for (const auto text : named_addresses(side)) {
      const auto parsed = observable::parse(text);
      if (!parsed) continue;
      const Type type = parsed->observable.type;
      if (type != Type::Ipv4 && type != Type::Ipv6 && type != Type::Ipv4Cidr && type != Type::Ipv6Cidr) continue;
      if (auto status = telling_.value(parsed->observable, id, number); !status) return status;
    }
    return {};
  }

  Telling telling_;
};

}  // namespace

base::Status read_suricata(draft::Source& source, const Options& options, draft::Sink& sink) {
  v1::Header header;
  header.set_kind(v1::KIND_REPORT);
  header.set_title(std::string(base::cut(options.name, bulletin::max_title_bytes)));
  draft::StatedParts parts;
  draft::StatedLines lines;
  std::size_t rules = 0;
  const auto look = [&](const std::string& line, std::uint64_t) -> base::Status {
    auto stated = lines.take(line);  // comments and messages state markings, too
    if (!begins_a_rule(line)) {
      switched_off(line).empty() ? parts.head(stated) : parts.beside(stated);
      return {};
    }
    ++rules;
    if (const auto rule = parse_suricata(line)) describe(*rule, header, stated);
    parts.part(stated);
    return {};
  };
  if (auto status = each_line(source, look); !status) return status;
  if (rules == 0) return base::fail(ErrorCode::BadInput, "no Suricata or Snort rule in it");
  if (auto status = source.rewind(); !status) return status;
  parts.beside(lines.finish());
  Reading reading(sink, std::move(header), parts.narrowest(options.unmarked));
  return each_line(source, [&](const std::string& line, std::uint64_t number) { return reading.take(line, number); });
}

}  // namespace tidings::rules
