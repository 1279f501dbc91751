#include <CLI/CLI.hpp>

#include <memory>

#include "client/commands/publishing.hpp"
#include "client/commands/table.hpp"

namespace tidings::commands {

void declare_publish(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(
      app, "publish", "Sign a report or a list of values and share it",
      "  tidings publish iocs.txt --title 'Phishing against tax offices' --tlp green --role phishing --dry-run\n"
      "  tidings publish a.csv b.txt --title 'Raccoon servers' --tlp red --release-to brussels\n"
      "  curl -s https://feed.example/ips.txt | tidings publish - --type ipv4 --list --expires 7d --yes\n"
      "  tidings query --tag ransomware -o jsonl | tidings publish - --title 'Seen here too'\n"
      "Files are plain lists or CSV (a header or --columns names the columns); '#' begins a comment, values may be\n"
      "defanged, and a comment '# tlp: amber' or a column 'tlp' marks the input. On a terminal it shows who will\n"
      "receive it and asks; elsewhere an audience wider than the config's unattended_tlp needs --yes.\n");
  auto options = std::make_shared<PublishOptions>();
  command->add_option("FILE", options->files, "Plain lists or CSV; - is standard input")->type_name("");
  offer_publish_options(*command, *options);
  offer_formats(*command, session, "human|json|jsonl");
  command->callback([&session, &chosen, options] {
    chosen = [&session, options] { return Publishing(session, *options).publish(); };
  });
}

}  // namespace tidings::commands
