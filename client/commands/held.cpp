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

struct ShownContext {
  v1::Header header;
  std::vector<v1::Claim> claims;
};
struct Shown {
  v1::HeldInfo info;
  std::vector<ShownContext> contexts;
};

view::json::object json_of(const ShownContext& context) {
  view::json::object out;
  const auto& header = context.header;
  out["title"] = view::json_text(header.title());
  out["tlp"] = view::json_name(header.audience().tlp());
  out["text"] = view::json_text(header.text());
  out["tags"] = view::json_texts(header.tags());
  out["ecosystems"] = view::json_texts(header.ecosystems());
  out["references"] = view::json_texts(header.references());
  out["local"] = header.audience().local();
  view::json::array names, values;
  for (const auto& name : header.audience().release_to()) names.emplace_back(view::json_id(name));
  out["release_to"] = std::move(names);
  for (const auto& claim : context.claims) {
    view::json::object value;
    value["type"] = view::type_name(claim.type());
    value["value"] = view::json_text(view::value_text(claim.type(), claim.value()));
    values.emplace_back(std::move(value));
  }
  out["values"] = std::move(values);
  return out;
}

/// What the only context says stands beside what is known of the draft; of several each stands in a list.
view::json::object json_of(const Shown& shown) {
  auto out = view::json_of(shown.info);
  view::json::array contexts;
  for (const auto& context : shown.contexts) {
    auto one = json_of(context);
    if (shown.contexts.size() > 1) {
      contexts.emplace_back(std::move(one));
      continue;
    }
    for (const auto& member : one) out[member.key()] = member.value();
  }
  if (!contexts.empty()) out["contexts"] = std::move(contexts);
  return out;
}

std::string describe(const view::Look& look, const Shown& shown) {
  std::string out = view::describe(look, shown.info);
  for (const auto& [header, claims] : shown.contexts) {
    if (shown.contexts.size() > 1) {
      out += "  " + text::marking(header.audience().tlp()) + (header.audience().local() ? ", local: " : ": ") +
             text::for_people(header.title()) + "\n";
    }
    if (!header.text().empty()) out += "  " + text::paragraph_for_people(header.text(), 2) + "\n";
    for (const auto& tag : header.tags()) out += "  tag " + text::for_people(tag) + "\n";
    for (const auto& claim : claims) {
      out += "    " + view::shown_value(look, claim.type(), claim.value()) + "  " + view::type_name(claim.type()) + "\n";
    }
  }
  return out;
}

ExitCode show_held(const Session& session, const std::string& id) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  Shown shown;
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
  if (auto status = connection->stream(held_request(v1::HELD_SHOW, id), each); !status) return report(status.error());
  const view::Format format = session.format_or(view::Format::Json);
  return format == view::Format::Human ? print(describe(session.look(), shown)) : print(format, json_of(shown));
}

ExitCode release_held(const Session& session, const std::string& id) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto answer = connection->ask(held_request(v1::HELD_RELEASE, id));
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

ExitCode drop_held(const Session& session, const std::string& id) {
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto answer = connection->ask(held_request(v1::HELD_DROP, id));
  if (!answer) return report(answer.error());
  return print("dropped; nothing was published\n");
}

CLI::App* declare_one(CLI::App& held, Session& session, Run& chosen, std::string_view name, std::string_view purpose,
                      ExitCode (*run)(const Session&, const std::string&)) {
  auto* command = subcommand(held, name, purpose, "  tidings held " + std::string(name) + " 3f2a9c0d\n");
  auto id = std::make_shared<std::string>();
  command->add_option("ID", *id, "Its id, or the first digits of it")->type_name("")->required();
  command->callback([&session, &chosen, id, run] { chosen = [&session, id, run] { return run(session, *id); }; });
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
  auto* show = declare_one(*held, session, chosen, "show", "What it would publish", show_held);
  offer_formats(*show, session, "human|json|jsonl");
  offer_defang(*show, session);
  auto* release = declare_one(*held, session, chosen, "release",
                              "Publish it now; where two persons are asked for, not by who held it", release_held);
  offer_formats(*release, session, "human|json|jsonl");
  declare_one(*held, session, chosen, "drop", "Never publish it", drop_held);
}

}  // namespace tidings::commands
