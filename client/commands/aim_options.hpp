#pragma once
/// Which values a person means with `query` and `watch`, and how far around them.
/// Errors: BadInput, naming the option and what it takes.
/// Lives on: one thread.
#include "client/commands/query_values.hpp"

namespace CLI {
class App;
}

namespace tidings::commands {

struct AimOptions {
  std::vector<std::string> values;
  std::string within;
  bool exact{false}, subdomains{false};
};

void offer_aim(CLI::App& command, AimOptions& options);
base::Result<v1::Reach> reach_of(const AimOptions& options);
/// Whether --type says what is looked for: with --subdomains, --within, wildcards alone or no value. Else it says what
/// the values are.
bool types_filter(const AimOptions& options);
/// The values, --within's included. `types`: those of --type.
base::Result<AskedValues> asked_values(const AimOptions& options, const std::vector<std::string>& types);

}  // namespace tidings::commands
