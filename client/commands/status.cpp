#include "client/view/status.hpp"

#include <CLI/CLI.hpp>

#include <memory>

#include "client/commands/table.hpp"

namespace tidings::commands {
namespace {

ExitCode run_status(const Session& session, bool counters) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  v1::Request request;
  request.mutable_status()->set_counters(counters);
  const auto answer = connection->ask(std::move(request));
  if (!answer) return report(answer.error());
  if (counters) return print(answer->status().counters());
  const view::Format format = session.format_or(view::Format::Json);
  if (format == view::Format::Human) return print(view::describe(session.look(), answer->status()));
  return print(format, view::json_of(answer->status()));
}

}  // namespace

void declare_status(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "status", "How the daemon is: ledger, links, keys, warnings",
                             "  tidings status\n"
                             "  tidings status -o json\n"
                             "  tidings status --counters\n");
  auto counters = std::make_shared<bool>(false);
  command->add_flag("--counters", *counters, "Print all counters as Prometheus text instead");
  offer_formats(*command, session, "human|json|jsonl");
  command->callback(
      [&session, &chosen, counters] { chosen = [&session, counters] { return run_status(session, *counters); }; });
}

}  // namespace tidings::commands
