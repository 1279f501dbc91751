#pragma once
/// The options that say which statements are meant, for every command that takes a Filter.
/// Errors: BadInput, naming the option and what it takes.
/// Lives on: one thread.
#include <string>
#include <vector>

#include "base/result.hpp"
#include "tidings/v1/api.pb.h"

namespace CLI {
class App;
}

namespace tidings::commands {

struct FilterOptions {
  std::vector<std::string> types, origins, tags, ecosystems, tlps, kinds, roles;
  std::uint32_t min_confidence{0}, min_score{0};
  std::string issued_since, issued_until, text;
};

/// Whose help it is: only a watch tells withdrawals, and an export takes no values.
enum class Asker { Query, Watch, Export };

void offer_filter(CLI::App& command, FilterOptions& options, Asker asker);
/// -n, for every command that asks about values.
void offer_unlogged(CLI::App& command, bool& unlogged);
base::Result<v1::Filter> filter_of(const FilterOptions& options);

}  // namespace tidings::commands
