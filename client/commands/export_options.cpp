#include "client/commands/export_options.hpp"

#include <CLI/CLI.hpp>

#include "client/commands/session.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::commands {
namespace {

using base::ErrorCode;

base::Status take_gate(const ExportOptions& options, exports::GateOptions& gate) {
  const auto tlp = bulletin::tlp_from_name(options.max_tlp);
  if (!tlp) return bad_option("--max-tlp", options.max_tlp, bulletin::tlp_names());
  gate.max_tlp = *tlp;
  if (!options.max_pap.empty()) {
    const auto pap = bulletin::pap_from_name(options.max_pap);
    if (!pap) return bad_option("--max-pap", options.max_pap, bulletin::pap_names());
    gate.max_pap = *pap;
  }
  if (!options.max_age.empty()) {
    const auto age = base::duration_from_text(options.max_age);
    if (!age) return bad_option("--max-age", options.max_age, "a duration such as 90d or 12h");
    gate.max_age = *age;
  }
  if (options.local) gate.local = exports::LocalWords::Told;
  gate.disputes = options.disputes;
  gate.dispute_trust = options.dispute_trust;
  return {};
}

base::Status take_syntax(const ExportOptions& given, exports::Options& options) {
  if (!given.zone.empty()) {
    auto zone = exports::read_zone(given.zone);
    if (!zone) return zone.error();
    options.zone = std::move(*zone);
  }
  if (!given.sid_range.empty()) {
    const auto range = exports::read_sid_range(given.sid_range);
    if (!range) return range.error();
    options.sids = *range;
  }
  if (given.set.empty()) return {};
  options.set = given.set;
  return exports::check_set_name(given.set);
}

/// Where it goes, and what runs then.
base::Status check_place(const ExportOptions& options, const exports::Format& format) {
  const auto bad = [](std::string what) { return base::fail(ErrorCode::BadInput, std::move(what)); };
  if (format.is_folder && !options.file.empty()) return bad(options.format + " is a folder: name it with --folder");
  if (format.is_folder && options.folder.empty()) return bad(options.format + " needs a folder: --folder DIR");
  if (!format.is_folder && !options.folder.empty()) return bad(options.format + " is a file: name it with -O");
  if (!options.reload.empty() && options.file.empty() && options.folder.empty()) {
    return bad("--reload runs when a file changed: name it with -O");
  }
  return {};
}

/// A folder is served to others; what does not hand on tells it for this node anyway.
base::Status check_local(const ExportOptions& options, const exports::Format& format) {
  const bool fits = format.purpose == exports::Purpose::HandsOn && !format.is_folder;
  if (!options.local || fits) return {};
  return base::fail(ErrorCode::BadInput, "--local is for stix and misp");
}

/// The daemon need not tell what the format does not take.
base::Status take_types(ExportPlan& plan) {
  auto& types = *plan.request.mutable_filter()->mutable_types();
  for (const auto number : types) {
    const auto type = static_cast<observable::Type>(number);
    if (!plan.format->takes(type)) {
      return base::fail(ErrorCode::BadInput,
                        std::string(plan.format->name) + " takes no " + std::string(observable::name(type)));
    }
    plan.gate.types.push_back(type);
  }
  const bool takes_nearly_all = exports::is_read(plan.format->purpose);
  if (!types.empty() || takes_nearly_all) return {};
  for (const auto type : plan.format->types) types.Add(static_cast<std::uint32_t>(type));
  return {};
}

}  // namespace

void offer_export(CLI::App& command, ExportOptions& options) {
  command.add_option("FORMAT", options.format, "One of those that --list shows")->type_name("");
  command.add_flag("--list", options.lists_formats,
                   "The formats: what each is for, what it does with what it is given");
  offer_conditions(command, options.conditions, Asker::Export);
  command.add_option("--max-tlp", options.max_tlp, "The narrowest marking that who reads the export may have (amber)")
      ->type_name("TLP");
  command.add_option("--max-pap", options.max_pap, "Narrower than what the format does permits")->type_name("PAP");
  command.add_option("--max-age", options.max_age, "Issued or seen within this time")->type_name("TIME");
  command.add_flag("--local", options.local,
                   "stix, misp: also what is marked to stay on this node; what is written must stay here, too");
  command.add_option("--disputes", options.disputes, "So many that dispute it keep it out (1); 0: none does")
      ->type_name("N");
  command.add_option("--dispute-trust", options.dispute_trust, "Of those whose word weighs at least so much (50)")
      ->type_name("0-100")
      ->check(CLI::Range(0, 100));
  command.add_option("--zone", options.zone, "rpz: the zone's name (rpz.tidings)")->type_name("NAME");
  command.add_option("--sid-range", options.sid_range, "suricata, snort: the rules' numbers (1100000-1999999)")
      ->type_name("A-B");
  command.add_option("--set", options.set, "nftables: the table's name; ipset: what sets begin with (tidings)")
      ->type_name("NAME");
  command.add_option("-O,--output-file", options.file, "Write it here in one step, and only if something changed")
      ->type_name("FILE");
  command.add_option("--folder", options.folder, "misp-feed: the folder to keep")->type_name("DIR");
  command.add_option("--reload", options.reload, "Run this by /bin/sh once the file was replaced")
      ->type_name("COMMAND");
  offer_unlogged(command, options.conditions.unlogged);
}

base::Result<ExportPlan> plan_of(const ExportOptions& options) {
  ExportPlan plan;
  if (options.format.empty()) return base::fail(ErrorCode::BadInput, "name a FORMAT: --list shows them");
  plan.format = exports::find_format(options.format);
  if (plan.format == nullptr) {
    return base::fail(ErrorCode::BadInput, "there is no format '" + options.format + "': --list shows them");
  }
  if (auto checked = check_place(options, *plan.format); !checked) return checked.error();
  if (auto checked = check_local(options, *plan.format); !checked) return checked.error();
  auto request = request_of(options.conditions, true);
  if (!request) return request.error();
  plan.request = std::move(*request);
  plan.options.chosen = exports::chooses_values(plan.request.filter());
  if (auto taken = take_gate(options, plan.gate); !taken) return taken.error();
  if (auto taken = take_syntax(options, plan.options); !taken) return taken.error();
  if (auto taken = take_types(plan); !taken) return taken.error();
  const auto& filter = plan.request.filter();
  for (const int role : filter.roles()) plan.gate.roles.push_back(static_cast<v1::Role>(role));
  plan.gate.ecosystems = {filter.ecosystems().begin(), filter.ecosystems().end()};
  plan.gate.min_score = filter.min_score();
  plan.request.set_max_tlp(plan.gate.max_tlp);
  return plan;
}

}  // namespace tidings::commands
