#include <CLI/CLI.hpp>

#include <memory>

#include "client/commands/filter_options.hpp"
#include "client/commands/query_values.hpp"
#include "client/commands/shown.hpp"
#include "client/commands/table.hpp"
#include "client/view/explanation.hpp"

namespace tidings::commands {
namespace {

struct Options {
  std::string what, type, partner;
  bool unlogged{false};
};

base::Result<v1::ExplainAnswer> ask(Connection& connection, v1::Request request) {
  auto answer = connection.ask(std::move(request));
  if (!answer) return answer.error();
  return answer->explain();
}

base::Result<v1::ExplainAnswer> explain_id(Connection& connection, const std::string& id, const std::string& partner) {
  v1::Request request;
  request.mutable_explain()->set_id(id);
  request.mutable_explain()->set_partner(partner);
  return ask(connection, std::move(request));
}

base::Result<v1::ExplainAnswer> explain_value(Connection& connection, const Options& options) {
  const auto asked = read_values({options.what}, options.type);
  if (!asked) return asked.error();
  if (asked->values.empty()) {
    return base::fail(base::ErrorCode::BadInput,
                      (asked->refused.empty() ? options.what + ": no value" : asked->refused.front()) +
                          "; it is no id of a bulletin or publication either");
  }
  v1::Request request;
  *request.mutable_explain()->mutable_value() = asked->values.front();
  request.mutable_explain()->set_partner(options.partner);
  request.mutable_explain()->set_unlogged(options.unlogged);
  return ask(connection, std::move(request));
}

/// Digests are hex too: what looks like an id is asked for as one first.
base::Result<v1::ExplainAnswer> explain(Connection& connection, const Options& options) {
  if (options.type.empty() && is_id(options.what)) {
    auto answer = explain_id(connection, options.what, options.partner);
    const bool may_be_digest = options.what.size() == 32 || options.what.size() == 40 || options.what.size() == 64;
    if (answer || answer.error().code != base::ErrorCode::NotFound || !may_be_digest) return answer;
  }
  return explain_value(connection, options);
}

ExitCode run_explain(const Session& session, const Options& options) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto answer = explain(*connection, options);
  if (!answer) return report(answer.error());
  bool warned = false;
  warn_of_rebuilding(answer->rebuilding(), warned);
  const view::Format format = session.format_or(view::Format::Json);
  const ExitCode printed = format == view::Format::Human ? print(view::describe(session.look(), *answer))
                                                         : print(format, view::json_of(*answer));
  if (printed != ExitCode::Done) return printed;
  const bool found = answer->indicator().said_size() > 0 || answer->holdings_size() > 0 || answer->notes_size() > 0;
  return found ? ExitCode::Done : ExitCode::NotFound;
}

}  // namespace

void declare_explain(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "explain", "Why a value reads as it does, and who may hold what was said of it",
                             "  tidings explain evil.example\n"
                             "  tidings explain evil.example --to vilnius\n"
                             "  tidings explain 3f2a9c0d\n");
  auto options = std::make_shared<Options>();
  command->add_option("WHAT", options->what, "A value, or the id of a bulletin or publication")
      ->type_name("")
      ->required();
  command->add_option("--to,--partner", options->partner, "Only for this partner")->type_name("PARTNER");
  command->add_option("--type", options->type, "WHAT is a value of this type")->type_name("TYPE");
  offer_unlogged(*command, options->unlogged);
  offer_formats(*command, session, "human|json|jsonl");
  offer_defang(*command, session);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_explain(session, *options); }; });
}

}  // namespace tidings::commands
