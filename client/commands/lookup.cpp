#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include "client/commands/lookup_output.hpp"
#include "client/commands/table.hpp"
#include "client/input/line_source.hpp"
#include "client/input/summary.hpp"

namespace tidings::commands {
namespace {

constexpr std::size_t batches_under_way = 4;  // so that the daemon never waits for us

struct Options {
  std::vector<std::string> values;
  std::string hint;
};

/// Look-ups under way, answered in the order of their lines.
class Lookup {
 public:
  Lookup(const Session& session, Connection connection)
      : connection_(std::move(connection)),
        output_(stdout, session.format_or(view::Format::Tsv), session.look(), session.guard()) {}

  /// "-" among them stands for the lines of standard input.
  base::Status words(const std::vector<std::string>& words, const list::LineHint& hint);
  base::Status end();
  ExitCode exit_code() const;

 private:
  base::Status lines(const list::LineHint& hint);
  struct Asked {
    input::LineBatch batch;
    std::uint64_t id{0};
    std::optional<v1::LookupAnswer> answer;
  };
  base::Status ask(input::LineBatch batch);
  base::Status take_answer();
  void warn_of_what_is_missing(const v1::LookupAnswer& answer);
  void tell_ready();
  void tell_refused(const input::LineBatch& batch);

  Connection connection_;
  LookupOutput output_;
  std::deque<Asked> under_way_;
  std::uint64_t refused_{0}, values_{0};
  bool warned_{false}, told_of_cut_{false};
};

base::Status Lookup::words(const std::vector<std::string>& words, const list::LineHint& hint) {
  input::LineBatch batch;
  list::NumberedLine line;
  for (const auto& word : words) {
    if (word == "-") {
      if (auto asked = ask(std::exchange(batch, {})); !asked) return asked;
      if (auto asked = lines(hint); !asked) return asked;
      continue;
    }
    ++line.number;
    line.raw = word;
    line.line = list::parse_line(word, hint);
    batch.add(line);
    if (!batch.is_full()) continue;
    if (auto asked = ask(std::exchange(batch, {})); !asked) return asked;
  }
  return ask(std::move(batch));
}

base::Status Lookup::lines(const list::LineHint& hint) {
  input::LineSource source(STDIN_FILENO, hint);
  while (true) {
    auto batch = source.next_if_ready();
    if (!batch && !under_way_.empty()) {  // whoever writes line by line gets the answers before the next line
      if (auto taken = take_answer(); !taken) return taken;
      if (under_way_.empty()) output_.drain();
      continue;
    }
    if (!batch) batch = source.next();
    if (!batch) return source.error();
    if (auto asked = ask(std::move(*batch)); !asked) return asked;
  }
}

base::Status Lookup::ask(input::LineBatch batch) {
  tell_refused(batch);
  values_ += batch.values().size();
  v1::Request request;
  request.set_id(connection_.next_id());
  for (const auto& value : batch.values()) {
    auto& wanted = *request.mutable_lookup()->add_values();
    wanted.set_type(static_cast<std::uint32_t>(value.type));
    wanted.set_value(value.value);
  }
  Asked asked{std::move(batch), request.id(), {}};
  if (asked.batch.values().empty()) {
    asked.answer.emplace();
  } else {
    connection_.queue(request);
    if (auto sent = connection_.flush(); !sent) return sent;
  }
  under_way_.push_back(std::move(asked));
  tell_ready();
  while (under_way_.size() >= batches_under_way) {
    if (auto taken = take_answer(); !taken) return taken;
  }
  return {};
}

/// Answers may overtake each other.
base::Status Lookup::take_answer() {
  auto answer = connection_.receive();
  if (!answer) return answer.error();
  if (answer->has_error()) return client::error_of(answer->error());
  for (auto& asked : under_way_) {
    if (asked.id == answer->id()) asked.answer = std::move(*answer->mutable_lookup());
    if (asked.id == answer->id()) warn_of_what_is_missing(*asked.answer);
  }
  tell_ready();
  return {};
}

void Lookup::warn_of_what_is_missing(const v1::LookupAnswer& answer) {
  if (answer.rebuilding() && !std::exchange(warned_, true)) {
    std::fprintf(stderr, "the index is being rebuilt: what it has not reached reads as not found\n");
  }
  const auto is_cut = [](const v1::Verdictual& result) { return result.cut(); };
  if (told_of_cut_ || std::none_of(answer.results().begin(), answer.results().end(), is_cut)) return;
  told_of_cut_ = true;
  tell_of_cut();
}

void Lookup::tell_ready() {
  while (!under_way_.empty() && under_way_.front().answer) {
    output_.add(under_way_.front().batch, *under_way_.front().answer);
    under_way_.pop_front();
  }
}

void Lookup::tell_refused(const input::LineBatch& batch) {
  if (batch.values().size() == batch.size()) return;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto line = batch.line(i);
    if (line.outcome != list::Line::Outcome::Reject) continue;
    ++refused_;
    const input::Refused refused{"-", std::to_string(line.number), std::string(line.raw), std::string(line.text)};
    std::fprintf(stderr, "%s\n", input::describe(refused).c_str());
  }
}

base::Status Lookup::end() {
  while (!under_way_.empty()) {
    if (auto taken = take_answer(); !taken) return taken;
  }
  return output_.finish();
}

ExitCode Lookup::exit_code() const {
  if (refused_ > 0) return values_ > 0 ? ExitCode::Partly : ExitCode::BadInput;
  return output_.found() > 0 ? ExitCode::Done : ExitCode::NotFound;
}

ExitCode run_lookup(const Session& session, const Options& options) {
  list::LineHint hint;
  if (!options.hint.empty()) {
    const auto named = list::hint_from_name(options.hint);
    if (!named)
      return report(bad_option("--as", options.hint, "a type or a list's format (see 'tidings parse --help')"));
    hint = *named;
  }
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  Lookup lookup(session, std::move(*connection));
  auto status = lookup.words(options.values, hint);
  if (status) status = lookup.end();
  return status ? lookup.exit_code() : report(status.error());
}

}  // namespace

void declare_lookup(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "lookup", "One answer a line: is it known, as what, and who says so",
                             "  tidings lookup evil.example 45.62.198.73\n"
                             "  cut -f3 conn.log | tidings lookup - | awk -F'\\t' '$4 == \"yes\"'\n"
                             "  tidings lookup - --as sha256 -o jsonl < digests.txt\n"
                             "One line comes out for each that goes in, in order, misses too; lines may be defanged.\n"
                             "TSV: raw, type, canonical, found, verdict, score, confidence, role, origins, sightings,\n"
                             "disputes. Exact values only: 'query' also finds networks, parents and texts.\n");
  auto options = std::make_shared<Options>();
  command->add_option("VALUE", options->values, "Values, defanged or not; - reads them from standard input")
      ->type_name("")
      ->required();
  command->add_option("--as", options->hint, "What the lines are: a type, or a list's format")->type_name("HINT");
  offer_formats(*command, session, "human|json|jsonl|csv|tsv");
  offer_defang(*command, session);
  offer_raw_cells(*command, session);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_lookup(session, *options); }; });
}

}  // namespace tidings::commands
