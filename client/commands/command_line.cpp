#include "client/commands/command_line.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace tidings::commands {
namespace {

constexpr std::string_view exit_codes =
    "\nExit codes: 0 done or found, 1 not found, 2 usage or bad input, 3 daemon unreachable or not able now,\n"
    "4 refused by policy, role or at the question, 5 signature or proof wrong, 6 done in part.";

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == '|') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

}  // namespace

CLI::App* subcommand(CLI::App& parent, std::string_view name, std::string_view purpose, std::string_view examples) {
  CLI::App* app = parent.add_subcommand(std::string(name), std::string(purpose));
  app->footer("\nExamples:\n" + std::string(examples) + std::string(exit_codes));
  return app;
}

void offer_formats(CLI::App& command, Session& session, std::string_view formats) {
  const auto is_offered = [words = words_of(formats), formats = std::string(formats)](std::string& given) {
    const bool known = std::find(words.begin(), words.end(), given) != words.end();
    return known ? std::string() : "'" + given + "' is not one of " + formats;
  };
  command.add_option("-o,--output", session.format, "How to print; human by default on a terminal")
      ->type_name(std::string(formats))
      ->check(CLI::Validator(is_offered, ""));
}

void offer_defang(CLI::App& command, Session& session) {
  command.add_flag("--no-defang", session.no_defang, "Show values for people as they are, not as evil[.]example");
}

void offer_raw_cells(CLI::App& command, Session& session) {
  command.add_flag("--raw", session.raw_cells,
                   "CSV: do not put ' in front of cells that a spreadsheet would run as a formula");
}

}  // namespace tidings::commands
