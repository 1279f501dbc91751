#pragma once
/// What a person asks with `query`: values or none, how far around them, conditions, and how the answer is wanted.
/// Errors: BadInput, naming the option and what it takes.
/// Lives on: one thread.
#include "client/commands/aim_options.hpp"
#include "client/commands/filter_options.hpp"

namespace tidings::commands {

struct QueryOptions {
  AimOptions aim;
  FilterOptions filter;
  std::string since, until;
  std::uint32_t limit{0};
  bool all{false};
  std::string page;
  bool count{false};
  std::string by;
  bool unlogged{false};
};

void offer_query(CLI::App& command, QueryOptions& options);
/// The conditions alone: what a statement of an indicator must say.
void offer_conditions(CLI::App& command, QueryOptions& options, Asker asker);

/// All but the values. `streams`: without a limit, all is asked for.
base::Result<v1::QueryRequest> request_of(const QueryOptions& options, bool streams);

}  // namespace tidings::commands
