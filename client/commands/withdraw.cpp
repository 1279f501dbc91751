#include <CLI/CLI.hpp>

#include <memory>

#include "base/bytes.hpp"
#include "client/commands/query_values.hpp"
#include "client/commands/shown.hpp"
#include "client/commands/table.hpp"
#include "client/terminal/terminal.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/view/names.hpp"

namespace tidings::commands {
namespace {

struct Options {
  std::string id, reason;
  std::vector<std::string> values;
  bool yes{false};
};

/// What a person sees before the question.
base::Status confirm(Connection& connection, const Options& options) {
  if (options.yes || !terminal::can_ask()) return {};
  const auto answers = fetch_ours(connection, options.id);
  if (!answers) return answers.error();
  const auto header = bulletin::peek_header(answers->front().bulletin());
  if (!header) return header.error();
  const std::string what =
      options.values.empty() ? "all of it" : text::counted(options.values.size(), "value") + " of it";
  std::fprintf(stderr, "%s\n", text::for_people(header->message.title()).c_str());
  if (terminal::confirms("Withdraw " + what + ", with everyone who got it? [y/N] ")) return {};
  return base::fail(base::ErrorCode::Policy, "not confirmed; nothing was withdrawn");
}

ExitCode conclude(const Session& session, const v1::PublishAnswer& answer) {
  const view::Format format = session.format.empty() ? view::Format::Human : session.format_or(view::Format::Human);
  view::json::array ids;
  std::string text;
  for (const auto& id : answer.bulletin_ids()) {
    ids.emplace_back(view::json_id(id));
    text += "withdrawn; the withdrawal is bulletin " + base::to_hex(id) + "\n";
  }
  if (format == view::Format::Human) return print(text.empty() ? "withdrawn\n" : text);
  view::json::object out;
  out["withdrawn"] = true;
  out["bulletins"] = std::move(ids);
  return print(format, out);
}

ExitCode run_withdraw(const Session& session, const Options& options) {
  if (!is_id(options.id))
    return report(bad_option("the id", options.id, "8 to 64 hex digits, as 'publish' prints them"));
  const auto values = read_values(options.values, "");
  if (!values) return report(values.error());
  for (const auto& refused : values->refused) return report(ExitCode::BadInput, refused + "; nothing was withdrawn");
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  if (auto status = confirm(*connection, options); !status) return report(status.error());
  v1::Request request;
  auto& withdraw = *request.mutable_withdraw();
  withdraw.set_id(options.id);
  withdraw.set_reason(options.reason);
  for (const auto& value : values->values) *withdraw.add_values() = value;
  const auto answer = connection->ask(std::move(request));
  if (!answer) return report(answer.error());
  return conclude(session, answer->publish());
}

}  // namespace

void declare_withdraw(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "withdraw", "Take back what this node published, with everyone who got it",
                             "  tidings withdraw 3f2a9c0d --reason 'a shared host, not theirs'\n"
                             "  tidings withdraw 3f2a9c0d --value cdn.example --reason 'benign'\n");
  auto options = std::make_shared<Options>();
  command->add_option("ID", options->id, "Id of a publication or bulletin of this node")->type_name("")->required();
  command->add_option("--reason", options->reason, "Told to everyone who got it")->type_name("TEXT");
  command->add_option("--value", options->values, "Only this value of it; again for more")
      ->type_name("VALUE")
      ->allow_extra_args(false);
  command->add_flag("-y,--yes", options->yes, "Do not ask");
  offer_formats(*command, session, "human|json|jsonl");
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_withdraw(session, *options); }; });
}

}  // namespace tidings::commands
