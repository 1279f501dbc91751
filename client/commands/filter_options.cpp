#include "client/commands/filter_options.hpp"

#include <CLI/CLI.hpp>

#include "client/commands/given.hpp"
#include "client/commands/session.hpp"
#include "client/commands/times.hpp"
#include "core/bulletin/names.hpp"
#include "core/observable/type.hpp"
#include "formats/list/line.hpp"

namespace tidings::commands {
namespace {

base::Status add_types(const std::vector<std::string>& names, v1::Filter& filter) {
  for (const auto& name : names) {
    auto type = observable::type_from_name(name);
    const auto hint = list::hint_from_name(name);
    if (!type && hint && hint->hint.type != observable::Type::None) type = hint->hint.type;
    if (!type) return bad_option("--type", name, "ipv4, ipv6, domain, url, sha256 and the like");
    filter.add_types(static_cast<std::uint32_t>(*type));
  }
  return {};
}

base::Status add_marks(const FilterOptions& options, v1::Filter& filter) {
  for (const auto& name : options.tlps) {
    const auto tlp = bulletin::tlp_from_name(name);
    if (!tlp) return bad_option("--tlp", name, bulletin::tlp_names());
    filter.add_tlps(*tlp);
  }
  for (const auto& name : options.kinds) {
    const auto kind = bulletin::kind_from_name(name);
    if (!kind) return bad_option("--kind", name, bulletin::kind_names());
    filter.add_kinds(*kind);
  }
  for (const auto& name : options.roles) {
    const auto role = bulletin::role_from_name(name);
    if (!role) return bad_option("--role", name, bulletin::role_names());
    filter.add_roles(*role);
  }
  return {};
}

base::Status add_times(const FilterOptions& options, v1::Filter& filter) {
  constexpr std::string_view takes = "a duration back from now (7d, 12h) or a time (2026-11-22T14:00Z)";
  if (!options.issued_since.empty()) {
    const auto since = past_instant(options.issued_since);
    if (!since) return bad_option("--issued-since", options.issued_since, takes);
    filter.set_issued_since(since->us);
  }
  if (!options.issued_until.empty()) {
    const auto until = past_instant(options.issued_until);
    if (!until) return bad_option("--issued-until", options.issued_until, takes);
    filter.set_issued_until(until->us);
  }
  return {};
}

}  // namespace

void offer_filter(CLI::App& command, FilterOptions& options, Asker asker) {
  const auto list = [&](const char* name, std::vector<std::string>& into, const char* says, const char* what) {
    command.add_option(name, into, says)
        ->type_name(what)
        ->delimiter(',')
        ->check(why_not_utf8)
        ->allow_extra_args(false);  // what follows is a VALUE
  };
  list("--type", options.types,
       asker == Asker::Export ? "Of one of these types" : "Of one of these types; beside a plain VALUE: what that is",
       "TYPE");
  list("--origin", options.origins, "Said by one of these organisations: alias, name or id", "NAME");
  list("--tag", options.tags, "With all of these tags, in their case", "TAG");
  list("--ecosystem", options.ecosystems, "About one of these ecosystems, in their case", "NAME");
  list("--tlp", options.tlps, "With one of these markings", "TLP");
  list("--kind", options.kinds,
       asker == Asker::Watch ? "Of one of these kinds: report, sighting, dispute, withdrawal, assessment"
                             : "Of one of these kinds: report, sighting, dispute, assessment",
       "KIND");
  list("--role", options.roles, "In one of these roles: c2, delivery, phishing and the like", "ROLE");
  command.add_option("--min-confidence", options.min_confidence, "Stated with at least this confidence")
      ->type_name("0-100")
      ->check(CLI::Range(0, 100));
  command.add_option("--min-score", options.min_score, "Of at least this score")
      ->type_name("0-100")
      ->check(CLI::Range(0, 100));
  const auto words = [&](const char* name, std::string& into, const char* says, const char* what) {
    command.add_option(name, into, says)->type_name(what)->check(why_not_utf8);
  };
  words("--issued-since", options.issued_since, "Issued since, by the origin's clock", "WHEN");
  words("--issued-until", options.issued_until, "Issued until then", "WHEN");
  words("--text", options.text, "With all these words in title, text, tags, comment or value; a last one may end in *",
        "WORDS");
}

void offer_unlogged(CLI::App& command, bool& unlogged) {
  command.add_flag("-n", unlogged, "Leave no trace in the daemon's query log");
}

base::Result<v1::Filter> filter_of(const FilterOptions& options) {
  v1::Filter filter;
  if (auto added = add_types(options.types, filter); !added) return added.error();
  if (auto added = add_marks(options, filter); !added) return added.error();
  if (auto added = add_times(options, filter); !added) return added.error();
  filter.mutable_origins()->Add(options.origins.begin(), options.origins.end());
  filter.mutable_tags()->Add(options.tags.begin(), options.tags.end());
  filter.mutable_ecosystems()->Add(options.ecosystems.begin(), options.ecosystems.end());
  filter.set_min_confidence(options.min_confidence);
  filter.set_min_score(options.min_score);
  filter.set_text(options.text);
  return filter;
}

}  // namespace tidings::commands
