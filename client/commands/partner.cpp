#include <CLI/CLI.hpp>

#include <memory>

#include "client/commands/partner.hpp"
#include "client/commands/table.hpp"

namespace tidings::commands {
namespace {

struct Named {
  std::string partner;
  bool yes{false};
};

void declare_add(CLI::App& partner, Session& session, Run& chosen) {
  auto* command =
      subcommand(partner, "add", "Take a partner into the book, by its card",
                 "  tidings partner add brussels.card --as brussels --send amber --accept amber --community\n"
                 "  tidings partner add their.card --fingerprint 'the sixteen words they read to you'\n"
                 "The words come from the partner, by telephone or face to face, never with the card. On a terminal\n"
                 "they are asked for. Without --send and --accept nothing flows.\n");
  auto options = std::make_shared<PartnerAddition>();
  command->add_option("CARD", options->card, "The card's file; - is standard input")->type_name("")->required();
  command->add_option("--fingerprint", options->fingerprint, "The sixteen words, in quotes")->type_name("WORDS");
  command->add_option("--as", options->alias, "What to call it here; without it, by its name")->type_name("ALIAS");
  offer_terms(*command, options->terms);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return add_partner(session, *options); }; });
}

void declare_list(CLI::App& partner, Session& session, Run& chosen) {
  auto* command = subcommand(partner, "list", "All partners, their terms and links", "  tidings partner list\n");
  offer_formats(*command, session, "human|json|jsonl|csv|tsv");
  offer_raw_cells(*command, session);
  command->callback([&session, &chosen] { chosen = [&session] { return list_partners(session); }; });
}

void declare_show_one(CLI::App& partner, Session& session, Run& chosen) {
  auto* command = subcommand(partner, "show", "One partner whole", "  tidings partner show brussels\n");
  auto options = std::make_shared<Named>();
  command->add_option("PARTNER", options->partner, "Alias, name or id")->type_name("")->required();
  offer_formats(*command, session, "human|json|jsonl");
  command->callback([&session, &chosen, options] {
    chosen = [&session, options] { return show_partner(session, options->partner); };
  });
}

void declare_terms(CLI::App& partner, Session& session, Run& chosen) {
  auto* command = subcommand(partner, "terms", "Change what a partner may hold and what is taken from it",
                             "  tidings partner terms brussels --send amber --accept red --community\n"
                             "  tidings partner terms brussels --send none\n"
                             "What is not named stays as it is.\n");
  auto options = std::make_shared<TermsChange>();
  command->add_option("PARTNER", options->partner, "Alias, name or id")->type_name("")->required();
  offer_terms(*command, options->terms);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return change_terms(session, *options); }; });
}

void declare_standing(CLI::App& partner, Session& session, Run& chosen, const char* name, const char* purpose,
                      StandingChange change) {
  auto* command = subcommand(partner, name, purpose, std::string("  tidings partner ") + name + " brussels\n");
  auto options = std::make_shared<Named>();
  command->add_option("PARTNER", options->partner, "Alias, name or id")->type_name("")->required();
  if (change == StandingChange::Remove) command->add_flag("-y,--yes", options->yes, "Do not ask");
  command->callback([&session, &chosen, options, change] {
    chosen = [&session, options, change] {
      const Asking asking = options->yes ? Asking::Skip : Asking::IfTerminal;
      return change_standing(session, options->partner, change, asking);
    };
  });
}

}  // namespace

void declare_partner(CLI::App& app, Session& session, Run& chosen) {
  auto* partner = subcommand(app, "partner", "The partner book: with whom we share, on what terms",
                             "  tidings partner add brussels.card --as brussels --send amber --accept amber\n"
                             "  tidings partner list\n"
                             "  tidings partner suspend brussels\n");
  partner->require_subcommand(1);
  declare_add(*partner, session, chosen);
  declare_list(*partner, session, chosen);
  declare_show_one(*partner, session, chosen);
  declare_terms(*partner, session, chosen);
  declare_standing(*partner, session, chosen, "suspend", "Nothing flows until it is resumed", StandingChange::Suspend);
  declare_standing(*partner, session, chosen, "resume", "Take up sharing where it stopped", StandingChange::Resume);
  declare_standing(*partner, session, chosen, "remove", "End it: links are cut at once and not taken up again",
                   StandingChange::Remove);
}

}  // namespace tidings::commands
