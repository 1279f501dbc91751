#pragma once
/// `query --count` and `query --by`: how many indicators fit, as a number or a table of counts.
/// Lives on: one thread.
#include "client/commands/query_options.hpp"
#include "client/commands/session.hpp"

namespace tidings::commands {

/// Counts for each of `values`, or over all if there are none. Not found if nothing fits.
ExitCode run_count(const Session& session, const QueryOptions& options, const v1::QueryRequest& asked,
                   const std::vector<v1::Value>& values);

}  // namespace tidings::commands
