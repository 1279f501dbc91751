#include "client/commands/query_options.hpp"

#include <CLI/CLI.hpp>

#include <limits>

#include "base/bytes.hpp"
#include "client/commands/given.hpp"
#include "client/commands/session.hpp"
#include "client/commands/times.hpp"

namespace tidings::commands {
namespace {

base::Status add_received(const QueryOptions& options, v1::Filter& filter) {
  constexpr std::string_view takes = "a duration back from now (7d, 12h) or a time (2026-11-22T14:00Z)";
  if (!options.since.empty()) {
    const auto since = past_instant(options.since);
    if (!since) return bad_option("--since", options.since, takes);
    filter.set_received_since(since->us);
  }
  if (!options.until.empty()) {
    const auto until = past_instant(options.until);
    if (!until) return bad_option("--until", options.until, takes);
    filter.set_received_until(until->us);
  }
  return {};
}

}  // namespace

void offer_conditions(CLI::App& command, QueryOptions& options, Asker asker) {
  offer_filter(command, options.filter, asker);
  command.add_option("--since", options.since, "Received since: 7d, 12h, or a time in UTC")
      ->type_name("WHEN")
      ->check(why_not_utf8);
  command.add_option("--until", options.until, "Received until then")->type_name("WHEN")->check(why_not_utf8);
}

void offer_query(CLI::App& command, QueryOptions& options) {
  offer_aim(command, options.aim);
  offer_conditions(command, options, Asker::Query);
  command.add_option("--limit", options.limit, "At most so many (100; jsonl: all)")
      ->type_name("N")
      ->check(CLI::Range(std::uint32_t{1}, std::numeric_limits<std::uint32_t>::max()));
  command.add_flag("--all", options.all, "All there are");
  auto* page = command.add_option("--page", options.page, "Go on where a former answer ended")
                   ->type_name("PAGE")
                   ->check(why_not_utf8);
  command.add_flag("--count", options.count, "Only how many")->excludes(page);
  command.add_option("--by", options.by, "How many by type, origin, tag, tlp or ecosystem")
      ->type_name("WHAT")
      ->check(why_not_utf8)
      ->excludes(page);
  offer_unlogged(command, options.unlogged);
}

base::Result<v1::QueryRequest> request_of(const QueryOptions& options, bool streams) {
  auto filter_options = options.filter;
  if (!types_filter(options.aim)) filter_options.types.clear();
  auto filter = filter_of(filter_options);
  if (!filter) return filter.error();
  if (auto added = add_received(options, *filter); !added) return added.error();
  const auto reach = reach_of(options.aim);
  if (!reach) return reach.error();
  const auto page = base::from_hex(options.page);
  if (!page) return bad_option("--page", options.page, "what a former answer has named");
  v1::QueryRequest request;
  *request.mutable_filter() = std::move(*filter);
  request.set_reach(*reach);
  request.set_limit(options.limit);
  request.set_all(options.all || (streams && options.limit == 0));
  request.set_page(*page);
  request.set_unlogged(options.unlogged);
  return request;
}

}  // namespace tidings::commands
