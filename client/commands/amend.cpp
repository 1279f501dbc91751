#include <CLI/CLI.hpp>

#include <memory>

#include "client/commands/publishing.hpp"
#include "client/commands/table.hpp"

namespace tidings::commands {
namespace {

struct Options {
  std::string id;
  PublishOptions publish;
};

}  // namespace

void declare_amend(CLI::App& app, Session& session, Run& chosen) {
  auto* command =
      subcommand(app, "amend", "Sign a revision that replaces what was published",
                 "  tidings amend 3f2a9c0d corrected.txt\n"
                 "  tidings amend 3f2a9c0d --title 'Phishing against tax offices (updated)' --tag kit:16shop\n"
                 "What is not told anew stays as it was; without FILE the values stay too. The marking may be\n"
                 "narrowed; to widen it say why with --override-marking.\n");
  auto options = std::make_shared<Options>();
  command->add_option("ID", options->id, "Id of the publication or of one of its bulletins")->type_name("")->required();
  command->add_option("FILE", options->publish.files, "The values from now on; - is standard input")->type_name("");
  offer_publish_options(*command, options->publish);
  offer_formats(*command, session, "human|json|jsonl");
  command->callback([&session, &chosen, options] {
    chosen = [&session, options] { return Publishing(session, options->publish).amend(options->id); };
  });
}

}  // namespace tidings::commands
