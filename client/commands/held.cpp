#include <CLI/CLI.hpp>

#include <memory>

#include "base/bytes.hpp"
#include "client/commands/table.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/held.hpp"
#include "client/view/names.hpp"

namespace tidings::commands {
namespace {

struct Options {
  std::string id;
  bool force{false};
};

v1::Request held_request(v1::HeldAction action, const std::string& id) {
  v1::Request request;
  request.mutable_held()->set_action(action);
  request.mutable_held()->set_id(id);
  return request;
}

ExitCode list_held(const Session& session) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto answer = connection->ask(held_request(v1::HELD_LIST, ""));
  if (!answer) return report(answer.error());
  const view::Format format = session.format_or(view::Format::Jsonl);
  if (format == view::Format::Human) {
    std::string text;
    for (const auto& held : answer->held().drafts()) text += view::describe(session.look(), held);
    return print(text.empty() ? "nothing is held\n" : text);
  }
  view::Records records(stdout, format, view::held_columns, session.guard());
  for (const auto& held : answer->held().drafts()) records.add(view::record_of(held));
  const auto written = records.finish();
  return written ? ExitCode::Done : report(written.error());
}

base::Status name_recipients(Connection& connection, view::Draft& draft) {
  v1::Request request;
  request.mutable_partner_list();
  const auto answer = connection.ask(std::move(request));
  if (!answer) return answer.error();
  for (const auto& partner : answer->partners().partners()) draft.names[partner.org_id()] = partner.alias();
  return {};
}

ExitCode show_held(const Session& session, const Options& options) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  view::Draft shown;
  const auto each = [&](const v1::Answer& answer) -> base::Status {
    const auto& held = answer.held();
    if (held.drafts_size() > 0) shown.info = held.drafts(0);
    if (!held.context().empty() && !shown.contexts.emplace_back().header.ParseFromString(held.context())) {
      return base::fail(base::ErrorCode::Protocol, "the draft cannot be read");
    }
    if (shown.contexts.empty()) return {};
    auto& claims = shown.contexts.back().claims;
    claims.insert(claims.end(), held.claims().begin(), held.claims().end());
    return {};
  };
  if (auto status = connection->stream(held_request(v1::HELD_SHOW, options.id), each); !status)
    return report(status.error());
  const view::Format format = session.format_or(view::Format::Json);
  if (format == view::Format::Human) {
    if (auto named = name_recipients(*connection, shown); !named) return report(named.error());
  }
  return format == view::Format::Human ? print(view::describe(session.look(), shown))
                                       : print(format, view::json_of(shown));
}

ExitCode release_held(const Session& session, const Options& options) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  auto request = held_request(v1::HELD_RELEASE, options.id);
  request.mutable_held()->set_force(options.force);
  const auto answer = connection->ask(std::move(request));
  if (!answer) return report(answer.error());
  const auto& made = answer->publish();
  const view::Format format = session.format.empty() ? view::Format::Human : session.format_or(view::Format::Human);
  if (format != view::Format::Human) {
    view::json::object out;
    out["publication"] = view::json_id_or_null(made.publication_id());
    out["revision"] = made.revision();
    view::json::array bulletins;
    for (const auto& bulletin : made.bulletin_ids()) bulletins.emplace_back(view::json_id(bulletin));
    out["bulletins"] = std::move(bulletins);
    out["published"] = made.claims();
    out["already_said"] = made.already_said();
    out["held"] = made.has_held() ? view::json::value(view::json_of(made.held())) : view::json::value(nullptr);
    return print(format, out);
  }
  if (made.has_held()) return print("approved; it is held " + view::waits_for(made.held()) + "\n");
  if (made.bulletin_ids_size() == 0) return print("released; all of it is said already\n");
  return print("released as publication " + base::to_hex(made.publication_id()) + " revision " +
               std::to_string(made.revision()) + ", " +
               text::counted(static_cast<std::uint64_t>(made.bulletin_ids_size()), "bulletin") + "\n");
}

ExitCode drop_held(const Session& session, const Options& options) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto answer = connection->ask(held_request(v1::HELD_DROP, options.id));
  if (!answer) return report(answer.error());
  return print("dropped; nothing was published\n");
}

CLI::App* declare_one(CLI::App& held, Session& session, Run& chosen, std::string_view name, std::string_view purpose,
                      ExitCode (*run)(const Session&, const Options&), const std::shared_ptr<Options>& options) {
  auto* command = subcommand(held, name, purpose, "  tidings held " + std::string(name) + " 3f2a9c0d\n");
  command->add_option("ID", options->id, "Its id, or the first digits of it")->type_name("")->required();
  command->callback(
      [&session, &chosen, options, run] { chosen = [&session, options, run] { return run(session, *options); }; });
  return command;
}

}  // namespace

void declare_held(CLI::App& app, Session& session, Run& chosen) {
  auto* held = subcommand(app, "held", "Publications that wait for their time or for a second person",
                          "  tidings publish iocs.txt --title 'Phishing' --tlp green --hold 10m\n"
                          "  tidings held list\n"
                          "  tidings held drop 3f2a9c0d\n"
                          "Nothing of them is signed before they are released; then they are judged again.\n");
  held->require_subcommand(1);
  auto* list = subcommand(*held, "list", "All that is held", "  tidings held list\n");
  offer_formats(*list, session, "human|json|jsonl|csv|tsv");
  offer_raw_cells(*list, session);
  list->callback([&session, &chosen] { chosen = [&session] { return list_held(session); }; });
  auto* show =
      declare_one(*held, session, chosen, "show", "What it would publish", show_held, std::make_shared<Options>());
  offer_formats(*show, session, "human|json|jsonl");
  offer_defang(*show, session);
  auto releasing = std::make_shared<Options>();
  auto* release =
      declare_one(*held, session, chosen, "release",
                  "Publish it now; where two persons are asked for, not by who held it", release_held, releasing);
  release->add_flag("--force", releasing->force, "Although warning lists have values of it; audited");
  offer_formats(*release, session, "human|json|jsonl");
  declare_one(*held, session, chosen, "drop", "Never publish it", drop_held, std::make_shared<Options>());
}

}  // namespace tidings::commands
