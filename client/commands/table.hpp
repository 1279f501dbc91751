#pragma once
/// The table of commands. Each is one file, which declares its options and what to run.
/// Lives on: one thread.
#include "client/commands/command_line.hpp"

namespace tidings::commands {

void declare_publish(CLI::App& app, Session& session, Run& chosen);
void declare_amend(CLI::App& app, Session& session, Run& chosen);
void declare_withdraw(CLI::App& app, Session& session, Run& chosen);
void declare_sight(CLI::App& app, Session& session, Run& chosen);
void declare_dispute(CLI::App& app, Session& session, Run& chosen);
void declare_held(CLI::App& app, Session& session, Run& chosen);
void declare_lookup(CLI::App& app, Session& session, Run& chosen);
void declare_query(CLI::App& app, Session& session, Run& chosen);
void declare_watch(CLI::App& app, Session& session, Run& chosen);
void declare_export(CLI::App& app, Session& session, Run& chosen);
void declare_show(CLI::App& app, Session& session, Run& chosen);
void declare_explain(CLI::App& app, Session& session, Run& chosen);
void declare_parse(CLI::App& app, Session& session, Run& chosen);
void declare_verify(CLI::App& app, Session& session, Run& chosen);
void declare_card(CLI::App& app, Session& session, Run& chosen);
void declare_partner(CLI::App& app, Session& session, Run& chosen);
void declare_warnings(CLI::App& app, Session& session, Run& chosen);
void declare_feed(CLI::App& app, Session& session, Run& chosen);
void declare_access(CLI::App& app, Session& session, Run& chosen);
void declare_status(CLI::App& app, Session& session, Run& chosen);

/// Declares all of them, in the order of the help.
void declare_all(CLI::App& app, Session& session, Run& chosen);

/// Reads the command line and does what it says.
int run(int argc, char** argv);

}  // namespace tidings::commands
