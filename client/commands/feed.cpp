#include <CLI/CLI.hpp>

#include <array>
#include <memory>

#include "client/commands/table.hpp"
#include "client/view/feed.hpp"

namespace tidings::commands {
namespace {

constexpr std::array<std::string_view, 9> columns{"name",    "standing",        "from",      "values", "added", "gone",
                                                  "renewed", "last_success_at", "last_error"};

base::Result<v1::FeedAnswer> ask(const Session& session, v1::FeedAction action, const std::string& name) {
  auto connection = session.connect();
  if (!connection) return connection.error();
  v1::Request request;
  request.mutable_feed()->set_action(action);
  request.mutable_feed()->set_name(name);
  auto answer = connection->ask(std::move(request));
  if (!answer) return answer.error();
  return std::move(*answer->mutable_feed());
}

view::Record record_of(const v1::FeedStatus& feed) {
  const auto number = [](std::uint64_t value) { return std::to_string(value); };
  const auto at = feed.last_success_at() == 0 ? std::string() : base::to_text(base::Instant{feed.last_success_at()});
  return {view::json_of(feed),
          {feed.name(), feed.standing(), feed.from(), number(feed.values()), number(feed.added()), number(feed.gone()),
           number(feed.renewed()), at, feed.last_error()}};
}

ExitCode list(const Session& session) {
  const auto answer = ask(session, v1::FEED_LIST, {});
  if (!answer) return report(answer.error());
  const view::Format format = session.format_or(view::Format::Jsonl);
  if (format == view::Format::Human) {
    std::string all;
    for (const auto& feed : answer->feeds()) all += view::describe(session.look(), feed) + "\n";
    return print(all.empty() ? "no feed is fetched: docs/operations.md tells how one is given\n" : all);
  }
  view::Records records(stdout, format, columns, session.guard());
  for (const auto& feed : answer->feeds()) records.add(record_of(feed));
  const auto written = records.finish();
  return written ? ExitCode::Done : report(written.error());
}

ExitCode tell(const Session& session, v1::FeedAction action, const std::string& name) {
  const auto answer = ask(session, action, name);
  if (!answer) return report(answer.error());
  if (answer->feeds_size() == 0) return ExitCode::Done;
  const view::Format format = session.format_or(view::Format::Jsonl);
  if (format != view::Format::Human) return print(format, view::json_of(answer->feeds(0)));
  if (action == v1::FEED_LIST) return print(view::show(session.look(), answer->feeds(0)));
  return print(view::describe(session.look(), answer->feeds(0)) + "\n");
}

struct Verb {
  std::string_view name, purpose;
  v1::FeedAction action;
};
constexpr std::array<Verb, 4> verbs{{
    {"run", "Fetches it now, and tells what came of it", v1::FEED_RUN},
    {"show", "All that is known of its last run", v1::FEED_LIST},
    {"pause", "It is not fetched until it is resumed", v1::FEED_PAUSE},
    {"resume", "It is fetched again, from now on", v1::FEED_RESUME},
}};

}  // namespace

void declare_feed(CLI::App& app, Session& session, Run& chosen) {
  auto* feed =
      subcommand(app, "feed", "Feeds that the daemon fetches", "  tidings feed list\n  tidings feed run urlhaus\n");
  feed->require_subcommand(1);
  auto* all = subcommand(*feed, "list", "Every feed of the config and how it stands", "  tidings feed list -o json\n");
  offer_formats(*all, session, "human|json|jsonl|csv|tsv");
  offer_raw_cells(*all, session);
  all->callback([&session, &chosen] { chosen = [&session] { return list(session); }; });
  for (const auto& verb : verbs) {
    auto* command =
        subcommand(*feed, verb.name, verb.purpose, "  tidings feed " + std::string(verb.name) + " urlhaus\n");
    auto name = std::make_shared<std::string>();
    command->add_option("NAME", *name, "As in the config")->type_name("")->required();
    offer_formats(*command, session, "human|json|jsonl");
    command->callback([&session, &chosen, name, action = verb.action] {
      chosen = [&session, name, action] { return tell(session, action, *name); };
    });
  }
}

}  // namespace tidings::commands
