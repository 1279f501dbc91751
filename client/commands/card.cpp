#include "client/view/card.hpp"

#include <CLI/CLI.hpp>

#include <memory>

#include "client/commands/table.hpp"
#include "client/terminal/terminal.hpp"

namespace tidings::commands {
namespace {

struct Options {
  std::string partner, file;
  bool binary{false};
};

base::Result<identity::Card> fetch_card(const Session& session, const Options& options) {
  if (!options.file.empty()) {
    const auto bytes = read_file(options.file, max_card_file_bytes);
    if (!bytes) return bytes.error();
    return identity::read_card(*bytes);
  }
  auto connection = session.connect();
  if (!connection) return connection.error();
  v1::Request request;
  request.mutable_card()->set_partner(options.partner);
  const auto answer = connection->ask(std::move(request));
  if (!answer) return answer.error();
  return identity::read_card(answer->card().card());
}

ExitCode run_show(const Session& session, const Options& options) {
  const auto card = fetch_card(session, options);
  if (!card) return report(card.error());
  const view::Format format = session.format_or(view::Format::Json);
  if (format != view::Format::Human) return print(format, view::json_of(*card));
  return print(view::describe(session.look(), *card) +
               "Read the sixteen words aloud to whoever takes this card; they compare them when they add you.\n");
}

ExitCode run_export(const Session& session, const Options& options) {
  const auto card = fetch_card(session, options);
  if (!card) return report(card.error());
  if (!options.binary) return print(identity::write_card_text(*card));
  if (terminal::output_is_terminal())
    return report(ExitCode::BadInput, "--binary writes bytes that are no text: send them to a file");
  return print(identity::write_card(*card));
}

}  // namespace

void declare_card(CLI::App& app, Session& session, Run& chosen) {
  auto* card = subcommand(app, "card", "Who we are: keys, endpoints and fingerprint",
                          "  tidings card show\n"
                          "  tidings card export > example-cert.card\n");
  card->require_subcommand(1);
  auto options = std::make_shared<Options>();

  auto* show = subcommand(*card, "show", "Show a card and its fingerprint words",
                          "  tidings card show\n"
                          "  tidings card show brussels\n"
                          "  tidings card show --file their.card\n");
  show->add_option("PARTNER", options->partner, "A partner's card instead of ours")->type_name("");
  show->add_option("--file", options->file, "The card in this file instead; needs no daemon")->type_name("FILE");
  offer_formats(*show, session, "human|json|jsonl");
  show->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_show(session, *options); }; });

  auto* exported = subcommand(*card, "export", "Write a card as text, to be sent to a partner",
                              "  tidings card export > example-cert.card\n"
                              "  tidings card export brussels > brussels.card\n");
  exported->add_option("PARTNER", options->partner, "A partner's card instead of ours")->type_name("");
  exported->add_flag("--binary", options->binary, "As bytes instead of text");
  exported->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_export(session, *options); }; });
}

}  // namespace tidings::commands
