#include "client/commands/table.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "client/commands/given.hpp"

#ifndef TIDINGS_VERSION
#define TIDINGS_VERSION "0.1.0"
#endif

namespace tidings::commands {
namespace {

using Declare = void (*)(CLI::App&, Session&, Run&);

// In the order of the help.
constexpr std::array<Declare, 20> table = {
    declare_publish, declare_amend,   declare_withdraw, declare_sight, declare_dispute, declare_held,  declare_lookup,
    declare_query,   declare_watch,   declare_export,   declare_show,  declare_explain, declare_parse, declare_verify,
    declare_card,    declare_partner, declare_warnings, declare_feed,  declare_access,  declare_status};

/// What went wrong on the command line, and where to read on.
ExitCode say_usage(const CLI::App& app, const CLI::ParseError& error) {
  std::string command;
  for (auto chosen = app.get_subcommands(); !chosen.empty(); chosen = chosen.front()->get_subcommands()) {
    command += " " + chosen.front()->get_name();
  }
  const auto rest = app.remaining();
  if (command.empty() && !rest.empty()) {
    report(ExitCode::BadInput, "there is no command '" + rest.front() + "'");
  } else {
    report(ExitCode::BadInput, error.what());
  }
  std::fprintf(stderr, "'tidings%s --help' tells how it is used\n", command.c_str());
  return ExitCode::BadInput;
}

/// Before what the option itself asks of a value. Positional words are read, and refused, as values or paths.
void refuse_empty_values(CLI::App& app) {
  for (auto* option : app.get_options()) {
    const bool takes_a_value = option->nonpositional() && option->get_items_expected_max() > 0;
    if (takes_a_value) option->transform(CLI::Validator([](std::string& given) { return why_empty(given); }, ""));
  }
  for (auto* command : app.get_subcommands([](CLI::App*) { return true; })) refuse_empty_values(*command);
}

int run_command(int argc, char** argv) {
  CLI::App app("Share signed bulletins of threat indicators with partners, and ask what is known.", "tidings");
  app.footer("\n'tidings COMMAND --help' has examples. docs/client.md has the JSON shapes and exit codes.");
  app.set_version_flag("--version", "tidings " TIDINGS_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.get_formatter()->column_width(32);
  Session session;
  app.add_option("--socket", session.socket, "The daemon's socket")->envname("TIDINGS_SOCKET")->type_name("PATH");
  Run chosen;
  declare_all(app, session, chosen);
  refuse_empty_values(app);
  std::vector<const char*> words(argv, argv + argc);
  if (argc > 1 && std::string_view(argv[1]) == "help") {  // "help publish" is "publish --help"
    words.erase(words.begin() + 1);
    words.push_back("--help");
  }
  try {
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help and version
    return static_cast<int>(say_usage(app, error));
  }
  return static_cast<int>(chosen ? chosen() : ExitCode::BadInput);
}

}  // namespace

void declare_all(CLI::App& app, Session& session, Run& chosen) {
  for (const Declare declare : table) declare(app, session, chosen);
}

int run(int argc, char** argv) {
  try {
    return run_command(argc, argv);
  } catch (const std::exception& error) {  // the command line's library and memory; ours returns its errors
    return static_cast<int>(report(ExitCode::Unreachable, error.what()));
  }
}

}  // namespace tidings::commands
