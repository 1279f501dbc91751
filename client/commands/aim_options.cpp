#include "client/commands/aim_options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "client/commands/given.hpp"
#include "client/commands/session.hpp"
#include "core/observable/observable.hpp"
#include "core/observable/type.hpp"

namespace tidings::commands {
namespace {

base::Error bad(const char* why) { return base::fail(base::ErrorCode::BadInput, why); }

base::Result<AskedValues> network_of(const std::string& within) {
  auto asked = read_values({within}, {});
  if (!asked) return asked;
  const bool has_prefix = within.find('/') != std::string::npos;  // "/32" is read as the address, which holds its ports
  const auto is_network = [&](const v1::Value& value) {
    const auto type = static_cast<observable::Type>(value.type());
    const bool is_address = type == observable::Type::Ipv4 || type == observable::Type::Ipv6;
    return type == observable::Type::Ipv4Cidr || type == observable::Type::Ipv6Cidr || (is_address && has_prefix);
  };
  if (asked->values.size() != 1 || !is_network(asked->values.front())) {
    return bad_option("--within", within, "a network such as 198.51.100.0/24 or 2001:db8::/32");
  }
  return asked;
}

/// Only a name has names below it.
void keep_names(AskedValues& asked) {
  std::erase_if(asked.values, [&](const v1::Value& value) {
    const auto type = static_cast<observable::Type>(value.type());
    if (type == observable::Type::Domain || type == observable::Type::DomainWildcard) return false;
    asked.refused.push_back(observable::to_text(type, value.value()) + ": --subdomains is for domains");
    return true;
  });
}

}  // namespace

void offer_aim(CLI::App& command, AimOptions& options) {
  command
      .add_option("VALUE", options.values,
                  "Values, defanged or not; *.evil.example for what is below; - reads standard input")
      ->type_name("");
  command.add_flag("--exact", options.exact, "The value alone, without networks, names and wildcards that cover it");
  command.add_flag("--subdomains", options.subdomains,
                   "What is at or below the domain: names, wildcards, URLs, e-mail");
  command.add_option("--within", options.within, "What lies inside the network: addresses, networks, ports")
      ->type_name("CIDR")
      ->check(why_not_utf8);
}

bool types_filter(const AimOptions& options) {
  const auto is_wildcard = [](const std::string& word) { return word.starts_with('*'); };
  return options.subdomains || std::ranges::all_of(options.values, is_wildcard);
}

base::Result<v1::Reach> reach_of(const AimOptions& options) {
  const bool looks_within = options.subdomains || !options.within.empty();
  if (options.exact && looks_within) return bad("--exact is the value alone: not with --subdomains or --within");
  if (options.subdomains && options.values.empty()) return bad("--subdomains needs a domain");
  if (options.subdomains && !options.within.empty()) return bad("--subdomains is for domains, --within for networks");
  if (!options.within.empty() && !options.values.empty())
    return bad("--within names the network: give no value beside it");
  if (looks_within) return v1::REACH_WITHIN;
  return options.exact ? v1::REACH_EXACT : v1::REACH_ORDINARY;
}

base::Result<AskedValues> asked_values(const AimOptions& options, const std::vector<std::string>& types) {
  if (!options.within.empty()) return network_of(options.within);
  if (options.values.empty()) return AskedValues{};
  const bool reads_values = !types.empty() && !types_filter(options);
  if (reads_values && types.size() > 1) return bad("beside plain values, --type tells how to read them: name one");
  auto asked = read_values(options.values, reads_values ? types.front() : std::string());
  if (asked && options.subdomains) keep_names(*asked);
  return asked;
}

}  // namespace tidings::commands
