#include <CLI/CLI.hpp>

#include <array>
#include <memory>

#include "base/bytes.hpp"
#include "base/secret.hpp"
#include "client/commands/table.hpp"
#include "client/commands/times.hpp"
#include "client/text/escape.hpp"
#include "client/text/words.hpp"
#include "client/view/names.hpp"
#include "core/bulletin/names.hpp"
#include "core/identity/tls_certificate.hpp"

namespace tidings::commands {
namespace {

constexpr std::size_t max_password_file_bytes = 1024;
constexpr std::array<std::string_view, 7> columns{"name",    "means",    "role",      "max_tlp",
                                                  "partner", "added_at", "expires_at"};

struct Options {
  std::string name, means, role{"reader"}, max_tlp{"green"}, expires, partner, file;
};

view::json::object json_of(const v1::AccessInfo& info) {
  view::json::object out;
  out["name"] = view::json_text(info.name());
  out["means"] = view::json_text(info.means());
  out["role"] = view::json_text(info.role());
  out["max_tlp"] = bulletin::name(info.max_tlp());
  out["partner"] =
      info.partner().empty() ? view::json::value(nullptr) : view::json::value(view::json_text(info.partner()));
  out["added_at"] = view::json_time(info.added_at());
  out["expires_at"] = view::json_time(info.expires_at());
  out["added_by"] = view::json_text(info.added_by());
  return out;
}

view::Record record_of(const v1::AccessInfo& info) {
  const auto time = [](std::uint64_t us) { return us == 0 ? std::string() : base::to_text(base::Instant{us}); };
  return {json_of(info),
          {info.name(), info.means(), info.role(), bulletin::name(info.max_tlp()), info.partner(),
           time(info.added_at()), time(info.expires_at())}};
}

std::string describe(const v1::AccessInfo& info) {
  auto out = text::for_people(info.name()) + "  " + info.means() + ", " + info.role() + ", up to " +
             text::marking(info.max_tlp());
  if (!info.partner().empty()) out += ", for " + text::for_people(info.partner());
  if (info.expires_at() != 0) out += ", until " + base::to_text(base::Instant{info.expires_at()});
  return out + "\n";
}

ExitCode list(const Session& session, const std::string& means) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  v1::Request request;
  request.mutable_access()->set_action(v1::ACCESS_LIST);
  const auto answer = connection->ask(std::move(request));
  if (!answer) return report(answer.error());
  const auto is_meant = [&](const v1::AccessInfo& info) { return means.empty() || info.means() == means; };
  const view::Format format = session.format_or(view::Format::Jsonl);
  if (format == view::Format::Human) {
    std::string all;
    for (const auto& info : answer->access().entries()) all += is_meant(info) ? describe(info) : "";
    return print(all.empty() ? "nobody may ask over HTTPS\n" : all);
  }
  view::Records records(stdout, format, columns, session.guard());
  for (const auto& info : answer->access().entries()) {
    if (is_meant(info)) records.add(record_of(info));
  }
  const auto written = records.finish();
  return written ? ExitCode::Done : report(written.error());
}

/// The password, or the certificate's pin, from the file that was named.
base::Status take_file(const Options& options, v1::AccessRequest& request) {
  if (options.means == "token") return {};
  const bool is_password = options.means == "password";
  auto text = read_file(options.file, is_password ? max_password_file_bytes : max_card_file_bytes);
  if (!text) return text.error();
  if (is_password) {
    while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
    request.set_password(*text);
    return {};
  }
  const auto pin = identity::spki_pin_of_pem(*text);
  if (!pin) return pin.error();
  request.set_pin(pin->str());
  return {};
}

base::Result<v1::Request> request_of(const Options& options) {
  v1::Request request;
  auto& access = *request.mutable_access();
  access.set_action(v1::ACCESS_ADD);
  auto& info = *access.mutable_info();
  info.set_name(options.name);
  info.set_means(options.means);
  info.set_role(options.role);
  info.set_partner(options.partner);
  const auto tlp = bulletin::tlp_from_name(options.max_tlp);
  if (!tlp) return bad_option("--max-tlp", options.max_tlp, bulletin::tlp_names());
  info.set_max_tlp(*tlp);
  if (!options.expires.empty()) {
    const auto at = future_instant(options.expires);
    if (!at) return bad_option("--expires", options.expires, "90d, or a time to come");
    info.set_expires_at(at->us);
  }
  if (auto taken = take_file(options, access); !taken) return taken.error();
  return request;
}

ExitCode add(const Session& session, const Options& options) {
  auto request = request_of(options);
  if (!request) return report(request.error());
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto answer = connection->ask(std::move(*request));
  if (!answer) return report(answer.error());
  const auto& made = answer->access();
  const view::Format format = session.format.empty() ? view::Format::Human : session.format_or(view::Format::Human);
  if (format == view::Format::Human) {
    std::string out;
    for (const auto& info : made.entries()) out += describe(info);
    if (made.token().empty()) return print(out);
    return print(out + made.token() + "\nThis token is shown once and cannot be had again.\n");
  }
  view::json::object out = made.entries_size() > 0 ? json_of(made.entries(0)) : view::json::object{};
  out["token"] = made.token().empty() ? view::json::value(nullptr) : view::json::value(made.token());
  return print(format, out);
}

ExitCode revoke(const Session& session, const std::string& name) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  v1::Request request;
  request.mutable_access()->set_action(v1::ACCESS_REVOKE);
  request.mutable_access()->mutable_info()->set_name(name);
  const auto answer = connection->ask(std::move(request));
  if (!answer) return report(answer.error());
  return print(name + " is revoked\n");
}

void declare_list(CLI::App& above, const std::string& means, Session& session, Run& chosen) {
  auto* command =
      subcommand(above, "list", "Who may ask; secrets are not kept and not shown", "  tidings access list -o json\n");
  offer_formats(*command, session, "human|json|jsonl|csv|tsv");
  offer_raw_cells(*command, session);
  command->callback([&session, &chosen, means] { chosen = [&session, means] { return list(session, means); }; });
}

void declare_add(CLI::App& above, const std::string& means, const std::string& help, const std::string& example,
                 Session& session, Run& chosen) {
  auto* command = subcommand(above, "add", help, example);
  auto options = std::make_shared<Options>();
  options->means = means;
  command->add_option("NAME", options->name, "What it is called, here and in the log")->type_name("")->required();
  command->add_option("--role", options->role, "reader, publisher, operator or admin")
      ->type_name("ROLE")
      ->capture_default_str();
  command->add_option("--max-tlp", options->max_tlp, "The narrowest marking that is shown")
      ->type_name("TLP")
      ->capture_default_str();
  command->add_option("--expires", options->expires, "When it ends: 90d, or a time; without it, never")
      ->type_name("WHEN");
  command->add_option("--partner", options->partner, "It is for this partner, who sees what our terms let it hold")
      ->type_name("NAME");
  if (means == "password") {
    command->add_option("--password-file", options->file, "A file with the password; - is standard input")
        ->type_name("FILE")
        ->required();
  } else if (means == "certificate") {
    command->add_option("--certificate", options->file, "Its certificate (PEM); only its key counts")
        ->type_name("FILE")
        ->required();
  }
  offer_formats(*command, session, "human|json|jsonl");
  command->callback([&session, &chosen, options] { chosen = [&session, options] { return add(session, *options); }; });
}

void declare_revoke(CLI::App& above, Session& session, Run& chosen) {
  auto* command =
      subcommand(above, "revoke", "It is not accepted any more, from now on", "  tidings access revoke siem\n");
  auto name = std::make_shared<std::string>();
  command->add_option("NAME", *name, "As in the list")->type_name("")->required();
  command->callback([&session, &chosen, name] { chosen = [&session, name] { return revoke(session, *name); }; });
}

}  // namespace

void declare_access(CLI::App& app, Session& session, Run& chosen) {
  auto* access = subcommand(app, "access", "Who may ask over HTTPS: TAXII and feeds",
                            "  tidings access token add siem --max-tlp amber --expires 90d\n"
                            "  tidings access list\n");
  access->require_subcommand(1);
  auto* token = subcommand(*access, "token", "Tokens for machines: 256 random bits, shown once",
                           "  tidings access token add siem --role reader --max-tlp green\n");
  token->require_subcommand(1);
  declare_add(*token, "token", "Makes a token and shows it, once",
              "  tidings access token add siem --max-tlp amber --expires 90d\n", session, chosen);
  declare_list(*token, "token", session, chosen);
  declare_revoke(*token, session, chosen);
  auto* user = subcommand(*access, "user", "People with passwords (HTTP Basic)",
                          "  tidings access user add lin --password-file -\n");
  user->require_subcommand(1);
  declare_add(*user, "password", "Lets somebody in by a password", "  tidings access user add lin --password-file -\n",
              session, chosen);
  auto* certificate = subcommand(*access, "certificate", "Clients known by their certificate's key",
                                 "  tidings access certificate add siem --certificate siem.pem\n");
  certificate->require_subcommand(1);
  declare_add(*certificate, "certificate", "Lets a client in by its certificate's key",
              "  tidings access certificate add siem --certificate siem.pem\n", session, chosen);
  declare_list(*access, "", session, chosen);
  declare_revoke(*access, session, chosen);
}

}  // namespace tidings::commands
