#include <sys/stat.h>

#include <google/protobuf/stubs/logging.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "daemon/app/commands.hpp"
#include "daemon/app/version.hpp"

namespace tidings::app {
namespace {

/// The command line, declared; `chosen` is what it comes to.
class CommandLine {
 public:
  CommandLine() {
    app_.name("tidingsd");
    app_.set_version_flag("--version", std::string(software));
    app_.add_option("--config", config_, "The configuration")->capture_default_str();
    app_.fallthrough();
    app_.require_subcommand(0, 1);
    declare_init();
    app_.add_subcommand("check", "Tell every fault of the configuration")->callback([this] {
      choose(run_check(config_));
    });
    app_.add_subcommand("reindex", "Drop the index and rebuild it from the ledger (the daemon must be stopped)")
        ->callback([this] { choose(run_reindex(config_)); });
    declare_restored();
    declare_help();
  }

  Exit run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& asked) {
      app_.exit(asked);
      return Exit::Done;
    } catch (const CLI::ParseError& error) {
      app_.exit(error);
      return Exit::Wrong;
    }
    return chosen_ ? *chosen_ : run_daemon(config_);
  }

 private:
  void choose(Exit exit) { chosen_ = exit; }

  void declare_init() {
    auto* command = app_.add_subcommand("init", "Make a node: keys, card, empty store and a commented configuration");
    command->add_option("--organisation", init_.organisation, "Name of the organisation that signs")->required();
    command->add_option("--endpoint", init_.endpoints, "HOST:PORT where partners reach this node; may be repeated")
        ->expected(1);
    command->add_option("--listen", init_.listen, "ADDRESS:PORT to listen at; may be repeated")->expected(1);
    command->add_option("--data", init_.data, "Folder for keys and store");
    command->add_option("--socket", init_.socket, "The Unix socket for clients");
    command->callback([this] {
      init_.config = config_;
      choose(run_init(init_));
    });
  }

  void declare_restored() {
    auto* command = app_.add_subcommand("restored",
                                        "After a restore from a backup: a new ledger id, and publishing waits until "
                                        "a partner has told our last value");
    command->add_flag("--override", override_, "Publish again without waiting for a partner");
    command->callback([this] { choose(run_restored(config_, override_ ? Override::Yes : Override::No)); });
  }

  void declare_help() {
    auto* command = app_.add_subcommand("help", "This help, every setting, or a commented configuration");
    command->add_option("topic", topic_, "settings or config")->check(CLI::IsMember({"settings", "config"}));
    command->callback([this] {
      if (topic_ == "settings") return choose(run_help_settings());
      if (topic_ == "config") return choose(run_help_config());
      std::cout << app_.help("", CLI::AppFormatMode::All);
      choose(Exit::Done);
    });
  }

  CLI::App app_{
      "Holds links to partners and shares signed bulletins of threat indicators with them.\n"
      "Without a command it runs, in the foreground."};
  std::string config_{"/etc/tidings/tidingsd.toml"};
  InitRequest init_;
  bool override_{false};
  std::string topic_;
  std::optional<Exit> chosen_;
};

}  // namespace
}  // namespace tidings::app

int main(int argc, char** argv) {
  google::protobuf::SetLogHandler(nullptr);  // it would print what strangers sent; we refuse, count and say why once
  ::umask(0077);                             // whatever is made is ours alone, unless its maker says otherwise
  return static_cast<int>(tidings::app::CommandLine().run(argc, argv));
}
