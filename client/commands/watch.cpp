#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/bytes.hpp"
#include "client/commands/aim_options.hpp"
#include "client/commands/cursor_file.hpp"
#include "client/commands/delivery.hpp"
#include "client/commands/filter_options.hpp"
#include "client/commands/given.hpp"
#include "client/commands/table.hpp"
#include "client/commands/times.hpp"

namespace tidings::commands {
namespace {

using base::ErrorCode;

constexpr base::Duration first_pause{std::chrono::milliseconds(200)}, longest_pause{std::chrono::seconds(5)};
constexpr base::Duration late{std::chrono::seconds(1)};  // what was received in time may be told so much later
constexpr base::Duration quiet{std::chrono::hours(1)};   // nothing need arrive for long

/// What waits is given to a command together, up to so much, so that it is not run for each bulletin of a backlog.
constexpr int arrivals_a_run = 10'000;
constexpr std::size_t bytes_a_run = 8 * 1024 * 1024;
constexpr base::Duration moment{std::chrono::seconds(2)};  // for what waits to follow; then it is given what came

struct Options {
  AimOptions aim;
  FilterOptions filter;
  std::string from, since, until, cursor_file, command;
  bool unlogged{false};
};

/// Whether asking again may help: the daemon restarts, has too much to do, or dropped us because we were slow.
bool may_pass(ErrorCode code) {
  switch (code) {
    case ErrorCode::Unreachable:
    case ErrorCode::Timeout:
    case ErrorCode::Truncated:
    case ErrorCode::Busy:
    case ErrorCode::Disk:
    case ErrorCode::Cancelled: return true;
    case ErrorCode::Internal:
    case ErrorCode::BadInput:
    case ErrorCode::TooLarge:
    case ErrorCode::BadSignature:
    case ErrorCode::BadProof:
    case ErrorCode::NotDelegated:
    case ErrorCode::UnknownKey:
    case ErrorCode::NotFound:
    case ErrorCode::Exists:
    case ErrorCode::Expired:
    case ErrorCode::FarFuture:
    case ErrorCode::Policy:
    case ErrorCode::Leak:
    case ErrorCode::Unwanted:
    case ErrorCode::Quota:
    case ErrorCode::Forbidden:
    case ErrorCode::Protocol:
    case ErrorCode::Unsupported: return false;
  }
  return false;
}

class Watch {
 public:
  Watch(const Session& session, const Options& options, v1::WatchRequest request, std::optional<CursorFile> kept)
      : session_(session), options_(options), request_(std::move(request)), cursor_file_(std::move(kept)) {
    if (const auto until = request_.filter().received_until()) until_ = base::Instant{until};
    const auto format = session.format_or(view::Format::Jsonl);
    delivery_ = options.command.empty() ? deliver_to_output(session, format, interrupt_)
                                        : deliver_to_command(options.command, interrupt_, until_);
  }

  ExitCode run() {
    const auto code = follow_on();
    if (options_.cursor_file.empty() && !request_.cursor().empty() && !cursor_was_refused_) {
      std::fprintf(stderr, "tidings: go on from here with: --from %s\n", base::to_hex(request_.cursor()).c_str());
    }
    return code;
  }

 private:
  /// Over as many connections as it takes.
  ExitCode follow_on() {
    for (auto pause = first_pause; !interrupt_.came(); pause = std::min(pause * 2, longest_pause)) {
      told_something_ = false;
      const auto ended = follow();
      if (interrupt_.came()) break;
      if (ended) return was_refused_ ? ExitCode::Partly : ExitCode::Done;
      cursor_was_refused_ = !told_something_ && ended.error().code == ErrorCode::BadInput;
      if (!was_served_ || cannot_keep_ || !may_pass(ended.error().code)) return report(ended.error());
      if (is_over() && !told_something_) return report(ended.error());
      if (told_something_) {
        pause = first_pause;
        told_of_loss_ = false;
      }
      if (!std::exchange(told_of_loss_, true))
        report(ExitCode::Unreachable, ended.error().what + "; it is tried again");
      interrupt_.wait(until_ ? std::min(pause, wait()) : pause);
    }
    return ExitCode::Done;
  }

  /// Until the connection or a delivery ends.
  base::Status follow() {
    auto connection = session_.connect();
    if (!connection) return connection.error();
    connection->stop_on(interrupt_.descriptor());
    v1::Request request;
    request.set_id(connection->next_id());
    *request.mutable_watch() = request_;
    connection->queue(request);
    if (auto sent = connection->flush(); !sent) return sent;
    while (!interrupt_.came()) {
      auto answer = connection->receive(wait());
      if (!answer && answer.error().code == ErrorCode::Timeout) {
        if (is_over()) return {};
        continue;
      }
      if (!answer) return answer.error();
      if (answer->has_error()) return client::error_of(answer->error());
      was_served_ = told_something_ = true;
      auto batch = std::move(*answer->mutable_watch());
      const auto gathered = options_.command.empty() ? base::Status{} : gather(*connection, batch);
      if (!gathered && interrupt_.came()) return {};  // it comes again, from the cursor
      if (auto taken = take(batch); !taken) return taken;
      if (was_refused_) return {};
      if (!gathered) return gathered;
      if (batch.caught_up() && is_over()) return {};
    }
    return {};
  }

  /// Adds what waits already. What came before a failure is told.
  static base::Status gather(Connection& connection, v1::WatchAnswer& batch) {
    auto bytes = batch.ByteSizeLong();
    while (!batch.caught_up() && batch.arrivals_size() < arrivals_a_run && bytes < bytes_a_run) {
      const auto answer = connection.receive(moment);
      if (!answer && answer.error().code == ErrorCode::Timeout) break;
      if (!answer) return answer.error();
      if (answer->has_error()) return client::error_of(answer->error());
      bytes += answer->watch().ByteSizeLong();
      batch.MergeFrom(answer->watch());
    }
    return {};
  }

  bool is_over() const { return until_ && base::SystemClock().now() > *until_ + late; }
  base::Duration wait() const {
    if (!until_) return quiet;
    return std::clamp<base::Duration>(*until_ + 2 * late - base::SystemClock().now(), late, quiet);
  }

  /// What cannot be told, or kept and would be told again, does not pass by itself: the person must know.
  base::Status take(const v1::WatchAnswer& answer) {
    const auto delivered = delivery_->deliver(answer);
    const bool all = delivered.arrivals == answer.arrivals_size();
    was_refused_ = !all && delivered.status;
    cannot_keep_ = !delivered.status;
    if (!all && delivered.arrivals == 0) return delivered.status;
    request_.set_cursor(all ? answer.cursor() : answer.arrivals(delivered.arrivals - 1).cursor());
    if (!cursor_file_) return delivered.status;
    const auto kept = cursor_file_->write(request_.cursor());
    cannot_keep_ = cannot_keep_ || !kept;
    return delivered.status ? kept : delivered.status;
  }

  const Session& session_;
  const Options& options_;
  client::Interrupt interrupt_;
  v1::WatchRequest request_;
  std::optional<CursorFile> cursor_file_;
  std::unique_ptr<Delivery> delivery_;
  std::optional<base::Instant> until_;
  bool was_served_{false}, told_something_{false}, told_of_loss_{false};
  bool cursor_was_refused_{false};
  bool was_refused_{false};  ///< the command did not take the last batch before our time was over
  bool cannot_keep_{false};  ///< the output or the cursor's file failed
};

/// A cursor that is given counts before one that is kept, and that before a time.
base::Result<v1::WatchRequest> request_of(const Options& options, const CursorFile* file) {
  auto filter_options = options.filter;
  if (!types_filter(options.aim)) filter_options.types.clear();
  auto filter = filter_of(filter_options);
  if (!filter) return filter.error();
  if (!options.until.empty()) {
    auto until = future_instant(options.until);
    if (!until) until = base::instant_from_text(options.until);
    if (!until) return bad_option("--until", options.until, "a duration from now (8h) or a time (2026-11-22T14:00Z)");
    filter->set_received_until(until->us);
  }
  v1::WatchRequest request;
  const auto reach = reach_of(options.aim);
  if (!reach) return reach.error();
  request.set_reach(*reach);
  request.set_unlogged(options.unlogged);
  *request.mutable_filter() = std::move(*filter);
  if (!options.from.empty()) {
    const auto cursor = cursor_from_text(options.from);
    if (!cursor) return bad_option("--from", options.from, "a cursor that 'tidings watch' printed");
    request.set_cursor(*cursor);
  } else if (file != nullptr) {
    const auto kept = file->read();
    if (!kept) return kept.error();
    request.set_cursor(*kept);
  }
  if (options.since.empty()) return request;
  const auto since = past_instant(options.since);
  if (!since) {
    return bad_option("--since", options.since, "a duration back from now (7d, 12h) or a time (2026-11-22T14:00Z)");
  }
  if (request.cursor().empty()) request.set_since(std::max<std::uint64_t>(1, since->us));
  return request;
}

ExitCode run_watch(const Session& session, const Options& options) {
  if (!options.command.empty() && session.format == "human") {
    return report(ExitCode::BadInput, "--exec gives JSON lines: not with -o human");
  }
  std::optional<CursorFile> file;
  if (!options.cursor_file.empty()) {
    auto opened = CursorFile::open(options.cursor_file);
    if (!opened) return report(opened.error());
    file.emplace(std::move(*opened));
  }
  auto request = request_of(options, file ? &*file : nullptr);
  if (!request) return report(request.error());
  const auto asked = asked_values(options.aim, options.filter.types);
  if (!asked) return report(asked.error());
  // What is not watched would be missed for as long as the watch runs.
  for (const auto& refused : asked->refused) report(ExitCode::BadInput, refused);
  if (!asked->refused.empty()) return ExitCode::BadInput;
  const bool has_values = !options.aim.values.empty();
  if (has_values && asked->values.empty()) return report(ExitCode::BadInput, "no value was given to watch for");
  request->mutable_values()->Assign(asked->values.begin(), asked->values.end());
  return Watch(session, options, std::move(*request), std::move(file)).run();
}

}  // namespace

void declare_watch(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "watch", "What arrives, as it arrives, until it is interrupted",
                             "  tidings watch\n"
                             "  tidings watch --subdomains ours.example --since 7d\n"
                             "  tidings watch --within 198.51.100.0/24 --until 8h\n"
                             "  tidings watch --type domain,url --min-confidence 60 -o jsonl | jq -r .value\n"
                             "  tidings watch --since 1h --cursor-file /var/lib/soc/cursor --exec 'soc-import -'\n");
  auto options = std::make_shared<Options>();
  offer_aim(*command, options->aim);
  offer_filter(*command, options->filter, Asker::Watch);
  auto* from = command->add_option("--from", options->from, "Go on behind this cursor, which a former watch printed")
                   ->type_name("CURSOR")
                   ->check(why_not_utf8);
  command->add_option("--since", options->since, "Begin with what was received since: 1h, 7d, or a time in UTC")
      ->type_name("WHEN")
      ->check(why_not_utf8)
      ->excludes(from);
  command->add_option("--until", options->until, "End when this has come: 8h from now, or a time in UTC, also past")
      ->type_name("WHEN")
      ->check(why_not_utf8);
  command
      ->add_option("--cursor-file", options->cursor_file,
                   "Keep the cursor here after each delivery, and go on from it; --since counts where it is new")
      ->type_name("FILE");
  command
      ->add_option(
          "--exec", options->command,
          "Run this by /bin/sh for each batch of what waits, with JSON lines on its input, until it ends with 0")
      ->type_name("COMMAND");
  offer_unlogged(*command, options->unlogged);
  offer_formats(*command, session, "human|jsonl");
  offer_defang(*command, session);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_watch(session, *options); }; });
}

}  // namespace tidings::commands
