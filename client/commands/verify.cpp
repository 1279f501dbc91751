#include <CLI/CLI.hpp>

#include <memory>

#include "client/commands/table.hpp"
#include "client/view/content.hpp"
#include "client/view/proof.hpp"

namespace tidings::commands {
namespace {

struct Options {
  std::string file, card;
};

ExitCode say_wrong(view::Format format, const Options& options, const base::Error& error) {
  // Whatever keeps the bytes from being that organisation's bulletin is a proof that fails.
  if (format != view::Format::Human) {
    view::json::object out;
    out["verified"] = false;
    out["error"] = std::string(base::name(error.code));
    out["why"] = view::json_text(error.what);
    print(format, out);
  }
  return report(ExitCode::BadProof, options.file + " does not verify against " + options.card + ": " + error.what);
}

ExitCode run_verify(const Session& session, const Options& options) {
  const view::Format format = session.format.empty() ? view::Format::Human : session.format_or(view::Format::Human);
  if (options.file == "-" && options.card == "-") {
    return report(ExitCode::BadInput, "standard input cannot be the bulletin and the card");
  }
  const auto bytes = read_file(options.file, bulletin::max_bulletin_bytes);
  if (!bytes) return report(bytes.error());
  const auto card_bytes = read_file(options.card, max_card_file_bytes);
  if (!card_bytes) return report(card_bytes.error());
  const auto card = identity::read_card(*card_bytes);
  if (!card) {
    const auto code = client::exit_code_of(card.error().code);
    return report(code, "the card " + options.card + ": " + card.error().what);
  }
  const auto proof = view::prove(*bytes, card->identity);
  if (!proof) return say_wrong(format, options, proof.error());
  if (format != view::Format::Human) {
    view::json::object out = view::json_of(*proof);
    out["bulletin"] = view::json_of_content(proof->verified);
    return print(format, out);
  }
  const view::Look look = session.look();
  return print(view::describe_content(look, proof->verified) + view::paint(look, view::Colour::Bold, "verified") +
               "\n" + view::describe(look, *proof) +
               "This is as true as the card: compare its fingerprint with what its owner reads to you.\n");
}

}  // namespace

void declare_verify(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "verify", "Check a bulletin's signed bytes against a card, without any daemon",
                             "  tidings show --raw 3f2a9c0d > report.bulletin\n"
                             "  tidings verify report.bulletin --card taipei.card\n");
  auto options = std::make_shared<Options>();
  command->add_option("FILE", options->file, "The signed bytes, as 'show --raw' writes them; - is standard input")
      ->type_name("")
      ->required();
  command->add_option("--card", options->card, "The origin's card, as 'card export' writes it")
      ->type_name("CARD")
      ->required();
  offer_formats(*command, session, "human|json|jsonl");
  offer_defang(*command, session);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_verify(session, *options); }; });
}

}  // namespace tidings::commands
