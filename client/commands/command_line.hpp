#pragma once
/// What the declarations of commands share. Only .cpp files know the command line's library.
/// Lives on: one thread.
#include <string_view>

#include "client/commands/session.hpp"

namespace CLI {
class App;
}

namespace tidings::commands {

/// A subcommand with examples and exit codes at the end of its help.
CLI::App* subcommand(CLI::App& parent, std::string_view name, std::string_view purpose, std::string_view examples);

/// -o with the formats that the command has ("human|json|jsonl").
void offer_formats(CLI::App& command, Session& session, std::string_view formats);
/// --no-defang, for commands that show values to people.
void offer_defang(CLI::App& command, Session& session);
/// --raw, for commands that write CSV.
void offer_raw_cells(CLI::App& command, Session& session);

}  // namespace tidings::commands
