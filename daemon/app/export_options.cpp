// From the blocks [[export]] to what exports take: formats are found, names become numbers.
#include "core/bulletin/names.hpp"
#include "daemon/app/listed_filter.hpp"
#include "daemon/app/options.hpp"

namespace tidings::app {
namespace {

using base::ErrorCode;
using exporting::ExportOptions;

base::Error fault(const settings::Export& block, std::string_view what) {
  return base::fail(ErrorCode::BadInput,
                    std::to_string(block.line) + ": export " + block.name + ": " + std::string(what));
}

/// What the daemon is asked for, and what the gate judges each statement by.
base::Status take_conditions(const settings::Export& block, ExportOptions& options) {
  auto filter = listed_filter({block.types, block.origins, block.tags, block.ecosystems, block.roles});
  if (!filter) return filter.error();
  filter->set_min_confidence(static_cast<std::uint32_t>(block.min_confidence));
  filter->set_min_score(static_cast<std::uint32_t>(block.min_score));
  options.filter = std::move(*filter);
  options.options.chosen = exports::chooses_values(options.filter);
  auto& gate = options.gate;
  for (const auto number : options.filter.types()) gate.types.push_back(static_cast<observable::Type>(number));
  for (const int role : options.filter.roles()) gate.roles.push_back(static_cast<v1::Role>(role));
  gate.ecosystems = block.ecosystems;
  gate.min_score = static_cast<std::uint32_t>(block.min_score);
  gate.max_age = block.max_age;
  gate.max_tlp = tlp_of(block.max_tlp);
  gate.disputes = static_cast<std::uint32_t>(block.disputes);
  gate.dispute_trust = static_cast<std::uint32_t>(block.dispute_trust);
  if (block.max_pap.empty()) return {};
  const auto pap = bulletin::pap_from_name(block.max_pap);
  if (!pap) {
    return base::fail(ErrorCode::BadInput,
                      "max_pap: there is no " + block.max_pap + "; it is " + bulletin::pap_names());
  }
  gate.max_pap = *pap;
  return {};
}

base::Status take_format(const settings::Export& block, ExportOptions& options) {
  options.format = exports::find_format(block.format);
  if (options.format == nullptr) return base::fail(ErrorCode::BadInput, "there is no format " + block.format);
  for (const auto type : options.gate.types) {
    if (!options.format->takes(type)) {
      return base::fail(ErrorCode::BadInput, block.format + " takes no " + std::string(observable::name(type)));
    }
  }
  const bool takes_nearly_all = exports::is_read(options.format->purpose);
  if (!options.gate.types.empty() || takes_nearly_all) return {};
  for (const auto type : options.format->types) options.filter.add_types(static_cast<std::uint32_t>(type));
  return {};
}

base::Status take_syntax(const settings::Export& block, exports::Options& options) {
  if (!block.zone.empty()) {
    auto zone = exports::read_zone(block.zone);
    if (!zone) return zone.error();
    options.zone = std::move(*zone);
  }
  if (!block.sid_range.empty()) {
    const auto range = exports::read_sid_range(block.sid_range);
    if (!range) return range.error();
    options.sids = *range;
  }
  if (block.set.empty()) return {};
  options.set = block.set;
  return exports::check_set_name(block.set);
}

}  // namespace

base::Result<std::vector<ExportOptions>> export_options(const settings::Settings& settings) {
  std::vector<ExportOptions> all;
  for (const auto& block : settings.exports) {
    ExportOptions options;
    options.name = block.name;
    options.path = block.path;
    options.reload = block.reload;
    options.every = block.every;
    options.reload_bound = block.reload_timeout;
    if (!block.reload.empty() && block.path.empty()) {
      return fault(block, "reload: without a path it writes no file that something could load");
    }
    if (auto taken = take_conditions(block, options); !taken) return fault(block, taken.error().what);
    if (auto taken = take_format(block, options); !taken) return fault(block, taken.error().what);
    if (auto taken = take_syntax(block, options.options); !taken) return fault(block, taken.error().what);
    all.push_back(std::move(options));
  }
  return all;
}

}  // namespace tidings::app
