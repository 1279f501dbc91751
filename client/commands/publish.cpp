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
      "  tidings publish event.json bundle.json rules.yar\n"
      "  tidings publish report.html --review review.tsv    # then: tidings publish review.tsv\n"
      "Files are lists, CSV, STIX, MISP events, folders of MISP feeds, OpenIOC, YARA, Sigma and Suricata rules, or\n"
      "reports: their content tells. What a file marks is never widened; a comment '# tlp: amber, pap: red' or\n"
      "columns 'tlp' and 'pap' mark a list. On a terminal it shows who will receive it and asks; elsewhere an\n"
      "audience wider than the config's unattended_tlp needs --yes.\n");
  auto options = std::make_shared<PublishOptions>();
  command->add_option("FILE", options->files, "Lists, CSV, STIX, MISP, OpenIOC, rules or reports; - is standard input")
      ->type_name("");
  offer_publish_options(*command, *options);
  offer_formats(*command, session, "human|json|jsonl");
  command->callback([&session, &chosen, options] {
    chosen = [&session, options] { return Publishing(session, *options).publish(); };
  });
}

}  // namespace tidings::commands
