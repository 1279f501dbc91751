#include <CLI/CLI.hpp>

#include <memory>

#include "client/commands/shown.hpp"
#include "client/commands/table.hpp"
#include "client/terminal/terminal.hpp"

namespace tidings::commands {
namespace {

struct Options {
  std::string id;
  bool raw{false};
};

ExitCode print_raw(const std::vector<v1::ShowAnswer>& answers) {
  if (answers.size() > 1) {
    std::string ids;
    for (const auto& answer : answers) {
      if (const auto header = bulletin::peek_header(answer.bulletin())) ids += "\n  " + header->id.text();
    }
    report(ExitCode::BadInput,
           "this publication has " + std::to_string(answers.size()) + " bulletins; --raw writes one of:");
    std::fprintf(stderr, "%s\n", ids.c_str() + 1);
    return ExitCode::BadInput;
  }
  if (terminal::output_is_terminal()) {
    return report(ExitCode::BadInput, "--raw writes bytes that are no text: send them to a file ('> FILE')");
  }
  return print(answers.front().bulletin());
}

ExitCode print_checked(const Session& session, view::Format format, const std::vector<view::ShownBulletin>& shown) {
  std::string human;
  view::Records records(stdout, format == view::Format::Human ? view::Format::Json : format, {}, session.guard());
  for (const auto& each : shown) {
    if (format == view::Format::Human) {
      human += (human.empty() ? "" : "\n") + view::describe(session.look(), each);
    } else {
      records.add({view::json_of(each), {}});
    }
  }
  if (format == view::Format::Human) return print(human);
  if (auto status = records.finish(); !status) return report(status.error());
  return ExitCode::Done;
}

ExitCode run_show(const Session& session, const Options& options) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto answers = fetch_bulletins(*connection, options.id);
  if (!answers) return report(answers.error());
  bool warned = false;
  for (const auto& answer : *answers) warn_of_rebuilding(answer.rebuilding(), warned);
  if (options.raw) return print_raw(latest_revision(*answers));
  const auto shown = check_all(*answers);
  if (!shown) return report(shown.error());
  if (const ExitCode code = print_checked(session, session.format_or(view::Format::Json), *shown);
      code != ExitCode::Done) {
    return code;
  }
  for (const auto& each : *shown) {
    if (!each.proof) {
      return report(ExitCode::BadProof,
                    "bulletin " + each.content.header.id.text() + " does not verify: " + each.proof.error().what);
    }
  }
  return ExitCode::Done;
}

}  // namespace

void declare_show(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "show", "A bulletin or publication whole, with its proof checked here",
                             "  tidings show 3f2a9c0d\n"
                             "  tidings show --raw 3f2a9c0d > report.bulletin\n");
  auto options = std::make_shared<Options>();
  command->add_option("ID", options->id, "Id of a publication or bulletin, or its first 8 hex digits or more")
      ->type_name("")
      ->required();
  command->add_flag("--raw", options->raw, "Write the signed bytes, for 'verify' and for others");
  offer_formats(*command, session, "human|json|jsonl");
  offer_defang(*command, session);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_show(session, *options); }; });
}

}  // namespace tidings::commands
