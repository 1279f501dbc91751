#pragma once
/// What a person asks with `export`: a format, conditions, what the gate lets out, and where it goes.
/// Errors: BadInput, naming the option and what it takes.
/// Lives on: one thread.
#include "client/commands/query_options.hpp"
#include "formats/exports/format.hpp"

namespace tidings::commands {

struct ExportOptions {
  std::string format;
  bool lists_formats{false};
  QueryOptions conditions;
  std::string max_tlp{"amber"}, max_pap, max_age;
  std::uint32_t disputes{exports::GateOptions{}.disputes}, dispute_trust{exports::GateOptions{}.dispute_trust};
  bool local{false};
  std::string zone, sid_range, set;
  std::string file, folder, reload;
};

void offer_export(CLI::App& command, ExportOptions& options);

/// The same, read.
struct ExportPlan {
  const exports::Format* format{nullptr};
  exports::Options options;
  exports::GateOptions gate;
  v1::QueryRequest request;
};
base::Result<ExportPlan> plan_of(const ExportOptions& options);

}  // namespace tidings::commands
