#include "client/commands/partner.hpp"
#include "client/terminal/terminal.hpp"
#include "client/text/escape.hpp"
#include "client/view/card.hpp"
#include "client/view/partner.hpp"

namespace tidings::commands {
namespace {

using base::ErrorCode;
using base::fail;

base::Result<std::string> words_read_aloud(const PartnerAddition& options, const identity::Card& card) {
  if (!options.fingerprint.empty()) return options.fingerprint;
  if (!terminal::can_ask()) {
    return fail(
        ErrorCode::BadInput,
        "a card is added only with its fingerprint: have the partner read the sixteen words to you and give them "
        "with --fingerprint 'WORDS'");
  }
  std::fprintf(stderr, "This card says it is %s.\n",
               card.identity.name.c_str());  // read_card refuses names that do not show plainly
  const auto typed = terminal::ask("Type the sixteen words that they read to you: ");
  if (!typed || typed->empty()) return fail(ErrorCode::Policy, "no words were typed; the partner was not added");
  return *typed;
}

base::Result<v1::PartnersAnswer> send(const Session& session, const identity::Card& card, const std::string& words,
                                      const PartnerAddition& options) {
  v1::Request request;
  auto& add = *request.mutable_partner_add();
  add.set_card(identity::write_card(card));
  add.set_fingerprint(words);
  add.set_alias(options.alias);
  add.mutable_terms()->set_hear_introduced(true);
  if (auto status = apply(options.terms, *add.mutable_terms()); !status) return status.error();
  auto connection = session.connect();
  if (!connection) return connection.error();
  const auto answer = connection->ask(std::move(request));
  if (!answer) return answer.error();
  return answer->partners();
}

}  // namespace

ExitCode add_partner(const Session& session, const PartnerAddition& options) {
  const auto bytes = read_file(options.card, max_card_file_bytes);
  if (!bytes) return report(bytes.error());
  const auto card = identity::read_card(*bytes);
  if (!card) return report(client::exit_code_of(card.error().code), options.card + ": " + card.error().what);
  v1::PartnerTerms terms;
  if (auto status = apply(options.terms, terms); !status) return report(status.error());
  const auto words = words_read_aloud(options, *card);
  if (!words) return report(words.error());
  if (!identity::fingerprint_matches(card->identity, *words)) {
    return report(
        ExitCode::BadProof,
        "these are not the words of this card: it may not be theirs. Nothing was added; ask the partner for the "
        "card again, on another way");
  }
  const auto answer = send(session, *card, *words, options);
  if (!answer) return report(answer.error());
  const bool told = answer->partners_size() == 1;
  const std::string name = text::for_people(told ? answer->partners(0).alias() : options.alias);
  if (told) terms = answer->partners(0).terms();
  std::string text = "added " + name + ", organisation " + card->identity.organisation.text() + "\n";
  text += "terms: " + view::describe(terms) + "\n";
  // Who says "none" means it.
  std::string unstated = options.terms.send.empty() ? " --send TLP" : "";
  if (options.terms.accept.empty()) unstated += " --accept TLP";
  if (!unstated.empty()) {
    text += "what is not stated does not flow: 'tidings partner terms " + name + unstated + "' states it\n";
  }
  return print(text);
}

}  // namespace tidings::commands
