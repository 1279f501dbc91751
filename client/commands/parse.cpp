#include <CLI/CLI.hpp>

#include <cerrno>
#include <memory>
#include <system_error>
#include <vector>

#include "client/commands/parse_output.hpp"
#include "client/commands/table.hpp"
#include "formats/list/line_reader.hpp"

namespace tidings::commands {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string hint;
};

base::Status read_all(const std::string& path, list::LineReader& reader) {
  const bool standard_input = path == "-";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(standard_input ? stdin : std::fopen(path.c_str(), "rb"),
                                                             standard_input ? std::fflush : std::fclose);
  const auto failed = [&](const char* what) {
    return base::fail(base::ErrorCode::BadInput, path + what + std::generic_category().message(errno));
  };
  if (!file) return failed(" cannot be opened: ");
  std::setvbuf(file.get(), nullptr, _IONBF, 0);  // the chunk is the buffer
  std::string chunk(1 << 18, '\0');
  for (;;) {
    const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), file.get());
    reader.push(std::string_view(chunk).substr(0, count));
    if (count < chunk.size()) break;
  }
  if (std::ferror(file.get()) != 0) return failed(" cannot be read: ");
  reader.finish();
  return {};
}

ExitCode run_parse(const Session& session, const Options& options) {
  list::LineHint hint;
  if (!options.hint.empty()) {
    const auto named = list::hint_from_name(options.hint);
    if (!named) {
      return report(bad_option("--as", options.hint,
                               "a type (ipv4, domain, url, sha256, …) or a format (list, hosts, adblock, rpz, zeek, "
                               "maltrail, loki, dnsmasq, csv-cell, auto)"));
    }
    hint = *named;
  }
  const view::Format format = session.format.empty() ? view::Format::Tsv : session.format_or(view::Format::Tsv);
  ParseOutput output(stdout, format, session.look(), session.guard());
  for (const auto& path : options.files) {
    list::LineReader reader(hint, [&](list::NumberedLine& line) { output.add(line); });
    if (auto status = read_all(path, reader); !status) {
      output.finish();
      return report(status.error());
    }
  }
  if (auto status = output.finish(); !status) return report(status.error());
  return ExitCode::Done;
}

}  // namespace

void declare_parse(CLI::App& app, Session& session, Run& chosen) {
  auto* command =
      subcommand(app, "parse", "Tell type and canonical value of each line, offline",
                 "  tidings parse iocs.txt\n"
                 "  echo 'hxxps://evil[.]example/a' | tidings parse -\n"
                 "  tidings parse --as hosts -o jsonl blocklist.txt\n"
                 "Output (tsv): raw TAB type TAB canonical, or raw TAB reject TAB reason; one line an input line.\n"
                 "Rejected lines are answers too: the exit code is 0 as long as the input could be read.\n");
  auto options = std::make_shared<Options>();
  options->files = {"-"};
  command->add_option("FILE", options->files, "Files; - is standard input (the default)")->type_name("");
  command->add_option("--as", options->hint, "What the carrier says the lines are: a type, or a list's format")
      ->type_name("HINT");
  offer_formats(*command, session, "human|json|jsonl|csv|tsv");
  offer_defang(*command, session);
  offer_raw_cells(*command, session);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_parse(session, *options); }; });
}

}  // namespace tidings::commands
