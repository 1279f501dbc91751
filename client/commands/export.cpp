#include <CLI/CLI.hpp>

#include <memory>

#include "base/shell.hpp"
#include "client/commands/export_options.hpp"
#include "client/commands/table.hpp"
#include "client/terminal/progress.hpp"
#include "formats/exports/export.hpp"
#include "formats/exports/target.hpp"

namespace tidings::commands {
namespace {

/// Long enough for a resolver that reads a million names anew.
constexpr base::Duration reload_bound{std::chrono::minutes(5)};

ExitCode list_formats() {
  std::string out;
  for (const auto& format : exports::all_formats()) {
    std::string line(format.name);
    line.resize(20, ' ');
    line += exports::name(format.purpose);
    line.resize(36, ' ');
    out += line + std::string(format.says) + "\n";
  }
  return print(out);
}

/// Half an index would take half of what is blocked out of a file that is in use.
enum class WhileRebuilding : std::uint8_t { Warn, Refuse };

/// All of one pass that fits, from the daemon into `target`, which is an Export or a Target.
template <class Into>
base::Status pour_pass(Connection& connection, const v1::QueryRequest& question, Into& target,
                       WhileRebuilding rebuilding) {
  terminal::Progress progress("exporting");
  std::uint64_t read = 0;
  bool warned = false;
  v1::Request request;
  *request.mutable_query() = question;
  return connection.stream(std::move(request), [&](const v1::Answer& answer) -> base::Status {
    if (answer.query().rebuilding() && rebuilding == WhileRebuilding::Refuse) {
      return base::fail(base::ErrorCode::Busy,
                        "the daemon's index is being rebuilt: the file stays as it is until then");
    }
    warn_of_rebuilding(answer.query().rebuilding(), warned);
    for (const auto& indicator : answer.query().indicators()) {
      if (auto added = target.add(indicator); !added) return added;
    }
    read += static_cast<std::uint64_t>(answer.query().indicators_size());
    progress.show(read);
    return {};
  });
}

/// That nothing is known is an export without entries, which takes the former ones away.
bool is_empty(const base::Status& poured) {
  return poured.has_error() && poured.error().code == base::ErrorCode::NotFound;
}

template <class Into>
base::Status pour(Connection& connection, const ExportPlan& plan, Into& target, WhileRebuilding rebuilding) {
  for (const auto pass : plan.format->passes) {
    auto question = plan.request;
    exports::ask_for(pass, question);
    target.begin(pass);
    const auto poured = pour_pass(connection, question, target, rebuilding);
    if (!poured && !is_empty(poured)) return poured;
  }
  return {};
}

std::string left_here(const exports::Counts& counts, const ExportPlan& plan) {
  const bool has_local = counts.left[static_cast<std::size_t>(exports::Left::Local)] > 0;
  return has_local && !plan.format->is_folder ? " (marked to stay on this node: --local)" : "";
}

void tell(const exports::Counts& counts, std::string_view more) {
  std::fprintf(stderr, "%s%s\n", counts.text().c_str(), std::string(more).c_str());
}

ExitCode to_output(Connection& connection, const ExportPlan& plan, exports::Gate gate) {
  const auto write = [](std::string_view text) -> base::Status { return view::write_out(stdout, text); };
  auto options = plan.options;
  options.serial = static_cast<std::uint32_t>(base::SystemClock().now().us / 1'000'000);
  exports::Export target(*plan.format, options, std::move(gate), write);
  if (auto poured = pour(connection, plan, target, WhileRebuilding::Warn); !poured) return report(poured.error());
  if (auto done = target.finish(); !done) return report(done.error());
  if (auto done = target.remark(); !done) return report(done.error());
  tell(target.counts(), left_here(target.counts(), plan));
  return ExitCode::Done;
}

ExitCode to_file(Connection& connection, const ExportPlan& plan, const ExportOptions& options, exports::Gate gate) {
  const auto now = base::SystemClock().now();
  const auto& path = plan.format->is_folder ? options.folder : options.file;
  auto begun = exports::begin_target(path, *plan.format, plan.options, std::move(gate), now);
  if (!begun) return report(begun.error());
  auto& target = **begun;
  if (auto poured = pour(connection, plan, target, WhileRebuilding::Refuse); !poured) return report(poured.error());
  const auto replaced = target.finish();
  if (!replaced) return report(replaced.error());
  tell(target.counts(), left_here(target.counts(), plan) + (*replaced ? "" : "; nothing changed"));
  if (const auto why = exports::why_unread(*plan.format, path); !why.empty()) std::fprintf(stderr, "%s\n", why.c_str());
  if (!*replaced || options.reload.empty()) return ExitCode::Done;
  const auto reloaded = base::run_by_shell(options.reload, reload_bound);
  return reloaded ? ExitCode::Done : report(ExitCode::Partly, path + " was replaced, but " + reloaded.error().what);
}

ExitCode run_export(const Session& session, const ExportOptions& options) {
  if (options.lists_formats) return list_formats();
  const auto plan = plan_of(options);
  if (!plan) return report(plan.error());
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  exports::Gate gate(plan->format->purpose, plan->gate, base::SystemClock().now());
  return options.file.empty() && options.folder.empty() ? to_output(*connection, *plan, std::move(gate))
                                                        : to_file(*connection, *plan, options, std::move(gate));
}

}  // namespace

void declare_export(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "export", "What is known, in the format of what enforces or reads it",
                             "  tidings export --list\n"
                             "  tidings export rpz --zone rpz.example --min-score 60 -O /var/cache/bind/rpz.db \\\n"
                             "      --reload 'rndc reload rpz.example'\n"
                             "  tidings export nftables --type ipv4 --max-age 30d | nft -f -\n"
                             "  tidings export misp-feed --folder /srv/misp-feed\n"
                             "  tidings export csv --ecosystem health --max-tlp green > health.csv\n");
  auto options = std::make_shared<ExportOptions>();
  offer_export(*command, *options);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_export(session, *options); }; });
}

}  // namespace tidings::commands
