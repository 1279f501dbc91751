#include <CLI/CLI.hpp>

#include "base/letters.hpp"
#include "client/commands/partner.hpp"
#include "client/terminal/terminal.hpp"
#include "client/text/escape.hpp"
#include "client/text/words.hpp"
#include "client/view/partner.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::commands {
namespace {

base::Result<v1::PartnersAnswer> ask_partners(Connection& connection, const std::string& partner) {
  v1::Request request;
  request.mutable_partner_list()->set_partner(partner);
  const auto answer = connection.ask(std::move(request));
  if (!answer) return answer.error();
  return answer->partners();
}

base::Result<v1::PartnerInfo> ask_partner(Connection& connection, const std::string& partner) {
  const auto found = ask_partners(connection, partner);
  if (!found) return found.error();
  if (found->partners_size() != 1)
    return base::fail(base::ErrorCode::NotFound, "no partner '" + partner + "' is in the book");
  return found->partners(0);
}

base::Status set_limit(std::string_view option, const std::string& word, const std::function<void(v1::Tlp)>& set) {
  if (word.empty()) return {};
  if (base::lowered(word) == "none") {
    set(v1::TLP_UNSPECIFIED);
    return {};
  }
  const auto tlp = bulletin::tlp_from_name(word);
  if (!tlp) return bad_option(option, word, bulletin::tlp_names() + ", or none");
  set(*tlp);
  return {};
}

bool is_empty(const TermsOptions& options) {
  return options.send.empty() && options.accept.empty() && !options.community && !options.hear_introduced &&
         !options.trust;
}

struct Wording {
  const char* standing;
  const char* done;
};

Wording wording_of(StandingChange change) {
  switch (change) {
    case StandingChange::Suspend: return {"suspended", "suspended: nothing flows until 'tidings partner resume'"};
    case StandingChange::Resume: return {"active", "resumed"};
    case StandingChange::Remove: return {"removed", "removed"};
  }
  return {"", ""};
}

}  // namespace

void offer_terms(CLI::App& command, TermsOptions& options) {
  command.add_option("--send", options.send, "It may be sent up to this marking; none: nothing")->type_name("TLP");
  command.add_option("--accept", options.accept, "Up to this marking is taken from it; none: nothing")
      ->type_name("TLP");
  // Functions, since CLI11 sets an optional<bool> flag to false where it is not given at all.
  command.add_flag_function(
      "--community,!--no-community", [&](std::int64_t given) { options.community = given > 0; },
      "It is of the community that GREEN is for");
  command.add_flag_function(
      "--introduced,!--no-introduced", [&](std::int64_t given) { options.hear_introduced = given > 0; },
      "Hear organisations that only it knows (the default)");
  command.add_option("--trust", options.trust, "What its word weighs in scores, 0 to 100 (50 unless told)")
      ->type_name("N")
      ->check(CLI::Range(0, 100));
}

base::Status apply(const TermsOptions& options, v1::PartnerTerms& terms) {
  if (auto status = set_limit("--send", options.send, [&](v1::Tlp tlp) { terms.set_send(tlp); }); !status)
    return status;
  if (auto status = set_limit("--accept", options.accept, [&](v1::Tlp tlp) { terms.set_accept(tlp); }); !status)
    return status;
  if (options.community) terms.set_community(*options.community);
  if (options.hear_introduced) terms.set_hear_introduced(*options.hear_introduced);
  if (options.trust) terms.set_trust(*options.trust);
  return {};
}

ExitCode change_terms(const Session& session, const TermsChange& options) {
  v1::PartnerTerms probe;
  if (auto status = apply(options.terms, probe); !status) return report(status.error());
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto partner = ask_partner(*connection, options.partner);
  if (!partner) return report(partner.error());
  v1::PartnerTerms terms = partner->terms();
  if (!is_empty(options.terms)) {
    if (auto status = apply(options.terms, terms); !status) return report(status.error());
    v1::Request request;
    request.mutable_partner_change()->set_partner(options.partner);
    *request.mutable_partner_change()->mutable_terms() = terms;
    if (const auto answer = connection->ask(std::move(request)); !answer) return report(answer.error());
  }
  return print(text::for_people(options.partner) + ": " + view::describe(terms) + "\n");
}

ExitCode change_standing(const Session& session, const std::string& partner, StandingChange change, Asking asking) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  if (change == StandingChange::Remove && asking == Asking::IfTerminal && terminal::can_ask()) {
    const auto found = ask_partner(*connection, partner);
    if (!found) return report(found.error());
    std::fputs(view::describe(session.look(), *found).c_str(), stderr);
    if (!terminal::confirms("Remove this partner? It comes back only by its card. [y/N] ")) {
      return report(ExitCode::Refused, "not confirmed; nothing was changed");
    }
  }
  const Wording wording = wording_of(change);
  v1::Request request;
  request.mutable_partner_change()->set_partner(partner);
  request.mutable_partner_change()->set_standing(wording.standing);
  if (const auto answer = connection->ask(std::move(request)); !answer) return report(answer.error());
  return print(text::for_people(partner) + " is " + wording.done + "\n");
}

ExitCode list_partners(const Session& session) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto found = ask_partners(*connection, "");
  if (!found) return report(found.error());
  const view::Format format = session.format_or(view::Format::Jsonl);
  if (format == view::Format::Human) {
    std::string out;
    for (const auto& partner : found->partners()) out += view::describe_briefly(session.look(), partner);
    return print(out.empty() ? "no partners yet: 'tidings partner add CARD'\n" : out);
  }
  view::Records records(stdout, format, view::partner_columns, session.guard());
  for (const auto& partner : found->partners()) records.add(view::record_of(partner));
  if (auto status = records.finish(); !status) return report(status.error());
  return ExitCode::Done;
}

ExitCode show_partner(const Session& session, const std::string& partner) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto found = ask_partner(*connection, partner);
  if (!found) return report(found.error());
  const view::Format format = session.format_or(view::Format::Json);
  if (format == view::Format::Human) return print(view::describe(session.look(), *found));
  return print(format, view::json_of(*found));
}

}  // namespace tidings::commands
