#include <CLI/CLI.hpp>

#include <memory>

#include "client/commands/response.hpp"
#include "client/commands/table.hpp"

namespace tidings::commands {

void declare_dispute(CLI::App& app, Session& session, Run& chosen) {
  auto* command =
      subcommand(app, "dispute", "Tell the origin of a report that it is wrong, and why",
                 "  tidings dispute cdn.example --reason 'a content network that half of us use'\n"
                 "  tidings dispute 3f2a9c0d --reason 'a test list that was sent by mistake'\n"
                 "  tidings dispute - --reason 'our own scanners' --to-all-who-hold < ours.txt\n"
                 "WHAT is a value, or the id of a bulletin or publication: then all it says is disputed.\n"
                 "Only the origins hear it, unless --release-to, --tlp or --to-all-who-hold say otherwise;\n"
                 "further than the report that it answers it never goes.\n");
  auto options = std::make_shared<ResponseOptions>();
  offer_response_options(*command, *options);
  command->add_option("--reason", options->text, "Why it is wrong")->type_name("TEXT")->required();
  offer_formats(*command, session, "human|json|jsonl");
  command->callback([&session, &chosen, options] {
    chosen = [&session, options] { return Responding(session, *options, v1::KIND_DISPUTE).run(); };
  });
}

}  // namespace tidings::commands
