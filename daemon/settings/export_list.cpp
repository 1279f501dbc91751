// The blocks [[export]].
#include <array>

#include "daemon/settings/lists.hpp"
#include "daemon/settings/values.hpp"

namespace tidings::settings {
namespace {

using namespace std::chrono_literals;
using enum Takes;

/// What it means is for the format to judge, which settings do not know.
std::optional<std::string> check_anything(std::string_view) { return std::nullopt; }

#define TIDINGS_AT(name) [](Settings& s) -> decltype(auto) { return (s.exported.name); }
#define TIDINGS_SETTING(name) "export." #name

// clang-format off
const std::array export_rows{
  Declaration{TIDINGS_SETTING(name),
    "What it is called in status and log.",
    AtReload, Text{TIDINGS_AT(name), "", check_word}},
  Declaration{TIDINGS_SETTING(format),
    "One of those that 'tidings export --list' shows.",
    AtReload, Text{TIDINGS_AT(format), "", check_word}},
  Declaration{TIDINGS_SETTING(path),
    "The file to keep (of misp-feed the folder), replaced in one step and only when an entry came or went. Empty: none is written.",
    AtReload, Text{TIDINGS_AT(path), "", check_optional_path}},
  Declaration{TIDINGS_SETTING(reload),
    "Run by /bin/sh, as the user of the service, after the file was replaced.",
    AtReload, Text{TIDINGS_AT(reload), "", check_anything}},
  Declaration{TIDINGS_SETTING(reload_timeout),
    "The command is ended if it takes longer.",
    AtReload, Span{TIDINGS_AT(reload_timeout), 30s, 1s, 10min}},
  Declaration{TIDINGS_SETTING(every),
    "It is looked at some seconds after something arrived, and in any case so often, since what expires makes no sound.",
    AtReload, Span{TIDINGS_AT(every), 15min, 10s, 24h}},
  Declaration{TIDINGS_SETTING(max_tlp),
    "The narrowest marking that who reads the file may have.",
    AtReload, MarkingChoice{TIDINGS_AT(max_tlp), Marking::Amber}},
  Declaration{TIDINGS_SETTING(max_pap),
    "clear, green, amber or red: narrower than what the format permits by what it does. Empty: that alone.",
    AtReload, Text{TIDINGS_AT(max_pap), "", check_anything}},
  Declaration{TIDINGS_SETTING(types),
    "Only these types of values. Empty: all that the format takes.",
    AtReload, TextList{TIDINGS_AT(types), {}, check_word, 64}},
  Declaration{TIDINGS_SETTING(origins),
    "Only what these organisations say: aliases, names or ids.",
    AtReload, TextList{TIDINGS_AT(origins), {}, check_filled, 64}},
  Declaration{TIDINGS_SETTING(tags),
    "Only what has all of these tags.",
    AtReload, TextList{TIDINGS_AT(tags), {}, check_filled, 64}},
  Declaration{TIDINGS_SETTING(ecosystems),
    "Only what is about one of these ecosystems.",
    AtReload, TextList{TIDINGS_AT(ecosystems), {}, check_filled, 64}},
  Declaration{TIDINGS_SETTING(roles),
    "Only these roles: c2, delivery, phishing and the like. Empty: all but victim and benign.",
    AtReload, TextList{TIDINGS_AT(roles), {}, check_word, 32}},
  Declaration{TIDINGS_SETTING(min_confidence),
    "Only what is stated with at least this confidence. 0: also what states none.",
    AtReload, Count{TIDINGS_AT(min_confidence), 0, 0, 100, "of 100"}},
  Declaration{TIDINGS_SETTING(min_score),
    "Only what has at least this score.",
    AtReload, Count{TIDINGS_AT(min_score), 0, 0, 100, "of 100"}},
  Declaration{TIDINGS_SETTING(max_age),
    "Only what was issued or seen within this time. 0s: whenever it was.",
    AtReload, Span{TIDINGS_AT(max_age), 0s, 0s, 3650 * 24h}},
  Declaration{TIDINGS_SETTING(disputes),
    "So many organisations that dispute a value keep it out. 0: none does.",
    AtReload, Count{TIDINGS_AT(disputes), 1, 0, 1'000, "organisations"}},
  Declaration{TIDINGS_SETTING(dispute_trust),
    "Of those whose word weighs at least so much in scores.",
    AtReload, Count{TIDINGS_AT(dispute_trust), 50, 0, 100, "of 100"}},
  Declaration{TIDINGS_SETTING(zone),
    "rpz: the zone's name. Empty: rpz.tidings.",
    AtReload, Text{TIDINGS_AT(zone), "", check_anything}},
  Declaration{TIDINGS_SETTING(sid_range),
    "suricata, snort: the rules' numbers, as 1100000-1999999, which is the default.",
    AtReload, Text{TIDINGS_AT(sid_range), "", check_anything}},
  Declaration{TIDINGS_SETTING(set),
    "nftables: the table's name; ipset: what the sets' names begin with. Empty: tidings.",
    AtReload, Text{TIDINGS_AT(set), "", check_anything}},
};
// clang-format on

#undef TIDINGS_SETTING
#undef TIDINGS_AT

}  // namespace

ListDeclaration export_list() {
  return {"export",
          "What is kept in files for programs that enforce, detect or search. docs/formats.md has the formats and what "
          "each may be given.",
          AtReload,
          64,
          export_rows,
          [](const Settings& s) { return s.exports.size(); },
          [](Settings& s, std::size_t number) { s.exported = s.exports.at(number); },
          [](Settings& s, std::uint32_t line) {
            s.exported.line = line;
            s.exports.push_back(s.exported);
          },
          [](Settings& to, const Settings& from) { to.exports = from.exports; },
          [](const Settings& s) -> std::optional<std::string> {
            for (const auto& other : s.exports) {
              if (other.name == s.exported.name) return "two have the name " + other.name;
              if (!other.path.empty() && other.path == s.exported.path) return "two have the path " + other.path;
            }
            return std::nullopt;
          }};
}

}  // namespace tidings::settings
