#pragma once
/// One making of an export: pages of the query, one after the other, written by a worker. The file is replaced when all
/// of them were read; before, and while the index is rebuilt, the former stays.
/// Errors: what the query says; Disk; Busy while the index is rebuilt; of the command after it, as base::run_by_shell.
/// Lives on: the network thread; the file and the command are the worker's.
#include <atomic>
#include <functional>
#include <memory>

#include "daemon/query/query.hpp"
#include "formats/exports/target.hpp"

namespace tidings::exporting {

struct ExportOptions {
  std::string name, path, reload;
  const exports::Format* format{nullptr};
  exports::Options options;
  exports::GateOptions gate;
  v1::Filter filter;
  base::Duration every{}, reload_bound{};
  query::Goes goes{query::Goes::Here};  ///< a file of the config is this node's own
};
bool is_same(const ExportOptions& a, const ExportOptions& b);

struct Outcome {
  exports::Counts counts;
  bool replaced{false};
  base::Status commanded;  ///< how the command after it ended, if it had to run
};

struct RunParts {
  query::Query& query;
  base::Executor& home;
  base::Executor& worker;
  const base::Clock& clock;
};

/// Begun at once; `done` comes home, and not at all once `wanted` is false. The command runs if the file was replaced,
/// or if it is owed from before.
void run_export(const RunParts& parts, ExportOptions options, bool owes_command,
                std::shared_ptr<std::atomic<bool>> wanted, std::function<void(base::Result<Outcome>)> done);

}  // namespace tidings::exporting
