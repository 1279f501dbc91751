#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "client/commands/query_values.hpp"
#include "client/commands/table.hpp"
#include "client/view/warning.hpp"

namespace tidings::commands {
namespace {

constexpr std::size_t values_at_once = 10'000;  // what the daemon takes in a request

struct Options {
  std::vector<std::string> values;
  std::string type;
};

ExitCode list_warnings(const Session& session) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  v1::Request request;
  request.mutable_warnings()->set_lists(true);
  const auto answer = connection->ask(std::move(request));
  if (!answer) return report(answer.error());
  const view::Format format = session.format_or(view::Format::Json);
  if (format == view::Format::Human) return print(view::describe(session.look(), answer->warnings()));
  return print(format, view::json_of(answer->warnings()));
}

/// Prints each value with the lists that have it, and tells whether any has.
base::Result<bool> test_all(const Session& session, Connection& connection, const std::vector<v1::Value>& values) {
  const view::Format format = session.format_or(view::Format::Jsonl);
  std::optional<view::Records> records;
  if (format != view::Format::Human) records.emplace(stdout, format, view::warned_columns, session.guard());
  bool any = false;
  for (std::size_t begin = 0; begin < values.size(); begin += values_at_once) {
    v1::Request request;
    const auto end = std::min(begin + values_at_once, values.size());
    for (auto i = begin; i < end; ++i) *request.mutable_warnings()->add_values() = values[i];
    const auto answer = connection.ask(std::move(request));
    if (!answer) return answer.error();
    for (const auto& result : answer->warnings().results()) {
      any = any || result.hits_size() > 0;
      if (records)
        records->add(view::record_of(result));
      else if (auto status = view::write_out(stdout, view::describe(session.look(), result)); !status)
        return status.error();
    }
  }
  if (!records) return any;
  if (auto status = records->finish(); !status) return status.error();
  return any;
}

ExitCode test_warnings(const Session& session, const Options& options) {
  const auto asked = read_values(options.values, options.type);
  if (!asked) return report(asked.error());
  for (const auto& refused : asked->refused) report(ExitCode::Partly, refused);
  if (asked->values.empty()) return asked->refused.empty() ? ExitCode::NotFound : ExitCode::BadInput;
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto any = test_all(session, *connection, asked->values);
  if (!any) return report(any.error());
  if (!asked->refused.empty()) return ExitCode::Partly;
  return *any ? ExitCode::Done : ExitCode::NotFound;
}

void declare_list(CLI::App& warnings, Session& session, Run& chosen) {
  auto* command = subcommand(warnings, "list", "The lists in force, their memory, and what is wrong with their files",
                             "  tidings warnings list\n");
  offer_formats(*command, session, "human|json|jsonl");
  command->callback([&session, &chosen] { chosen = [&session] { return list_warnings(session); }; });
}

void declare_test(CLI::App& warnings, Session& session, Run& chosen) {
  auto* command = subcommand(warnings, "test", "Which lists have a value; nothing is published or asked of partners",
                             "  tidings warnings test 8.8.8.8 www.google.com\n"
                             "  cut -d, -f1 feed.csv | tidings warnings test - -o tsv\n");
  auto options = std::make_shared<Options>();
  command->add_option("VALUE", options->values, "Values, defanged or not; - reads them from standard input")
      ->type_name("")
      ->required();
  command->add_option("--type", options->type, "How to read them")->type_name("TYPE");
  offer_formats(*command, session, "human|json|jsonl|csv|tsv");
  offer_defang(*command, session);
  offer_raw_cells(*command, session);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return test_warnings(session, *options); }; });
}

}  // namespace

void declare_warnings(CLI::App& app, Session& session, Run& chosen) {
  auto* warnings = subcommand(app, "warnings", "The warning lists: values that are probably a mistake to publish",
                              "  tidings warnings list\n"
                              "  tidings warnings test 8.8.8.8\n");
  warnings->require_subcommand(1);
  declare_list(*warnings, session, chosen);
  declare_test(*warnings, session, chosen);
}

}  // namespace tidings::commands
