#include "client/commands/query_options.hpp"

#include <CLI/CLI.hpp>

#include "base/bytes.hpp"
#include "client/commands/given.hpp"
#include "client/commands/session.hpp"
#include "client/commands/times.hpp"
#include "core/observable/type.hpp"

namespace tidings::commands {
namespace {

base::Error bad(const char* why) { return base::fail(base::ErrorCode::BadInput, why); }

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

base::Result<v1::Reach> reach_of(const QueryOptions& options) {
  const bool looks_within = options.subdomains || !options.within.empty();
  if (options.exact && looks_within) return bad("--exact is the value alone: not with --subdomains or --within");
  if (options.subdomains && options.values.empty()) return bad("--subdomains needs a domain");
  if (options.subdomains && !options.within.empty()) return bad("--subdomains is for domains, --within for networks");
  if (!options.within.empty() && !options.values.empty())
    return bad("--within names the network: give no value beside it");
  if (looks_within) return v1::REACH_WITHIN;
  return options.exact ? v1::REACH_EXACT : v1::REACH_ORDINARY;
}

}  // namespace

void offer_query(CLI::App& command, QueryOptions& options) {
  command
      .add_option("VALUE", options.values,
                  "Values, defanged or not; *.evil.example for what is below; - reads standard input")
      ->type_name("");
  command.add_flag("--exact", options.exact, "The value alone, without networks, names and wildcards that cover it");
  command.add_flag("--subdomains", options.subdomains,
                   "What is at or below the domain: names, wildcards, URLs, e-mail");
  command.add_option("--within", options.within, "What lies inside the network: addresses, networks, ports")
      ->type_name("CIDR")
      ->check(why_not_meant);
  offer_filter(command, options.filter);
  command.add_option("--since", options.since, "Received since: 7d, 12h, or a time in UTC")
      ->type_name("WHEN")
      ->check(why_not_meant);
  command.add_option("--until", options.until, "Received until then")->type_name("WHEN")->check(why_not_meant);
  command.add_option("--limit", options.limit, "At most so many (100; jsonl: all)")->type_name("N");
  command.add_flag("--all", options.all, "All there are");
  auto* page = command.add_option("--page", options.page, "Go on where a former answer ended")
                   ->type_name("PAGE")
                   ->check(why_not_meant);
  command.add_flag("--count", options.count, "Only how many")->excludes(page);
  command.add_option("--by", options.by, "How many by type, origin, tag, tlp or ecosystem")
      ->type_name("WHAT")
      ->check(why_not_meant)
      ->excludes(page);
  command.add_flag("-n", options.unlogged, "Leave no trace in the daemon's query log");
}

base::Result<v1::QueryRequest> request_of(const QueryOptions& options, bool streams) {
  auto filter_options = options.filter;
  if (!options.values.empty()) filter_options.types.clear();  // there it tells how to read the values
  auto filter = filter_of(filter_options);
  if (!filter) return filter.error();
  if (auto added = add_received(options, *filter); !added) return added.error();
  const auto reach = reach_of(options);
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

base::Result<AskedValues> asked_values(const QueryOptions& options) {
  if (!options.within.empty()) {
    auto asked = read_values({options.within}, {});
    if (!asked) return asked;
    const auto is_network = [](const v1::Value& value) {
      const auto type = static_cast<observable::Type>(value.type());
      return type == observable::Type::Ipv4Cidr || type == observable::Type::Ipv6Cidr;
    };
    if (asked->values.size() != 1 || !is_network(asked->values.front())) {
      return bad_option("--within", options.within, "a network such as 198.51.100.0/24 or 2001:db8::/32");
    }
    return asked;
  }
  const auto& types = options.filter.types;
  if (options.values.empty()) return AskedValues{};
  if (types.size() > 1) return bad("beside values, --type tells how to read them: name one");
  return read_values(options.values, types.empty() ? std::string() : types.front());
}

}  // namespace tidings::commands
