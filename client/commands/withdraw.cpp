#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "client/commands/query_values.hpp"
#include "client/commands/shown.hpp"
#include "client/commands/table.hpp"
#include "client/input/line_source.hpp"
#include "client/input/summary.hpp"
#include "client/terminal/terminal.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/names.hpp"

namespace tidings::commands {
namespace {

constexpr std::size_t values_a_request = 10'000;
constexpr std::size_t bytes_a_request = 1024 * 1024;

struct Options {
  std::vector<std::string> what;
  std::string reason, type;
  std::vector<std::string> values;
  bool yes{false};
};

/// Withdrawals of ids and values, told together.
class Withdrawing {
 public:
  Withdrawing(const Session& session, const Options& options) : session_(session), options_(options) {}
  ExitCode run();

 private:
  base::Status read_input();
  void read_word(const std::string& word, const list::LineHint& hint);
  base::Status read_lines(const list::LineHint& hint);
  void take_line(const input::ReadLine& line);
  base::Status read_named_values();
  base::Status confirm(Connection& connection) const;
  base::Status withdraw_all(Connection& connection);
  base::Status withdraw_one(Connection& connection, const std::string& id);
  base::Status withdraw_values(Connection& connection);
  base::Status withdraw_some(Connection& connection, v1::WithdrawRequest withdraw);
  base::Status ask(Connection& connection, v1::WithdrawRequest withdraw);
  void take(const v1::WithdrawRequest& withdraw, const v1::PublishAnswer& answer);
  void miss(const v1::Value& value);
  view::json::object told() const;
  bool is_one() const { return ids_.size() + values_.size() == 1; }
  ExitCode conclude() const;

  const Session& session_;
  const Options& options_;
  std::vector<std::string> ids_;
  std::vector<v1::Value> values_, only_;
  std::vector<std::string> bulletins_, unanswered_, not_withdrawn_, notes_;
  std::optional<base::Error> nothing_;  ///< why no value of a request was found
  std::uint64_t failed_{0}, done_{0};
};

base::Status Withdrawing::read_input() {
  list::LineHint hint;
  if (!options_.type.empty()) {
    const auto named = list::hint_from_name(options_.type);
    if (!named) return bad_option("--type", options_.type, "a type or a list's format (see 'tidings parse --help')");
    hint = *named;
  }
  for (const auto& word : options_.what) {
    if (word != "-") {
      read_word(word, hint);
    } else if (auto read = read_lines(hint); !read) {
      return read;
    }
  }
  if (options_.values.empty()) return {};
  if (ids_.size() != 1 || !values_.empty()) {
    return base::fail(base::ErrorCode::BadInput, "--value goes with the id of one publication or bulletin");
  }
  return read_named_values();
}

/// Digests are hex too: what may be an id is taken for one first.
void Withdrawing::read_word(const std::string& word, const list::LineHint& hint) {
  if (options_.type.empty() && is_id(word)) {
    ids_.push_back(word);
    return;
  }
  input::LineBatch batch;
  list::NumberedLine line{ids_.size() + values_.size() + 1, word, list::parse_line(word, hint)};
  batch.add(line);
  take_line(batch.line(0));
}

base::Status Withdrawing::read_lines(const list::LineHint& hint) {
  input::LineSource source(STDIN_FILENO, hint);
  while (auto batch = source.next()) {
    for (std::size_t i = 0; i < batch->size(); ++i) {
      const auto line = batch->line(i);
      const auto raw = text::without_blanks_around(line.raw);
      if (options_.type.empty() && is_id(raw))
        ids_.emplace_back(raw);
      else
        take_line(line);
    }
  }
  return source.error();
}

void Withdrawing::take_line(const input::ReadLine& line) {
  if (line.outcome == list::Line::Outcome::Reject) {
    ++failed_;
    const input::Refused refused{"-", std::to_string(line.number), std::string(line.raw), std::string(line.text)};
    std::fprintf(stderr, "%s\n", input::describe(refused).c_str());
  }
  if (line.value == nullptr) return;
  auto& value = values_.emplace_back();
  value.set_type(static_cast<std::uint32_t>(line.value->type));
  value.set_value(line.value->value);
}

base::Status Withdrawing::read_named_values() {
  const auto values = read_values(options_.values, "");
  if (!values) return values.error();
  if (!values->refused.empty()) {
    return base::fail(base::ErrorCode::BadInput, values->refused.front() + "; nothing was withdrawn");
  }
  only_ = values->values;
  return {};
}

/// What a person sees before the question.
base::Status Withdrawing::confirm(Connection& connection) const {
  if (options_.yes || !terminal::can_ask()) return {};
  std::string what = text::counted(values_.size(), "value");
  if (!ids_.empty()) {
    what = text::counted(ids_.size(), "id") + " whole" + (values_.empty() ? "" : " and " + what);
  }
  if (is_one() && ids_.size() == 1) {
    const auto answers = fetch_ours(connection, ids_.front());
    if (!answers && answers.error().code != base::ErrorCode::NotFound) return answers.error();
    const auto header = answers ? bulletin::peek_header(answers->front().bulletin()) : answers.error();
    if (header) std::fprintf(stderr, "%s\n", text::for_people(header->message.title()).c_str());
    what = only_.empty() ? "all of it" : text::counted(only_.size(), "value") + " of it";
  }
  if (terminal::confirms("Withdraw " + what + ", with everyone who got it? [y/N] ")) return {};
  return base::fail(base::ErrorCode::Policy, "not confirmed; nothing was withdrawn");
}

base::Status Withdrawing::ask(Connection& connection, v1::WithdrawRequest withdraw) {
  withdraw.set_reason(options_.reason);
  v1::Request request;
  *request.mutable_withdraw() = std::move(withdraw);
  const auto answer = connection.ask(request);
  if (!answer) return answer.error();
  ++done_;
  take(request.withdraw(), answer->publish());
  return {};
}

void Withdrawing::take(const v1::WithdrawRequest& withdraw, const v1::PublishAnswer& answer) {
  for (const auto& id : answer.bulletin_ids()) bulletins_.push_back(id);
  for (const auto& one : answer.not_withdrawn()) {
    not_withdrawn_.push_back(one);
    std::fprintf(stderr, "not withdrawn: %s\n", text::for_people(one).c_str());
  }
  for (const auto& note : answer.notes()) {
    if (std::ranges::find(notes_, note) == notes_.end()) notes_.push_back(note);
  }
  for (const auto place : answer.unanswered()) {
    if (place < static_cast<std::uint32_t>(withdraw.values_size())) miss(withdraw.values(static_cast<int>(place)));
  }
}

void Withdrawing::miss(const v1::Value& value) {
  auto shown = view::value_text(value.type(), value.value());
  std::fprintf(stderr, "%s: nothing that we say of it holds now\n", text::for_people(shown).c_str());
  unanswered_.push_back(std::move(shown));
}

/// Values of which nothing was found keep no others.
base::Status Withdrawing::withdraw_some(Connection& connection, v1::WithdrawRequest withdraw) {
  auto withdrawn = ask(connection, withdraw);
  if (withdrawn || withdrawn.error().code != base::ErrorCode::NotFound || is_one()) return withdrawn;
  for (const auto& value : withdraw.values()) miss(value);
  nothing_ = withdrawn.error();
  return {};
}

base::Status Withdrawing::withdraw_one(Connection& connection, const std::string& id) {
  v1::WithdrawRequest withdraw;
  withdraw.set_id(id);
  for (const auto& value : only_) *withdraw.add_values() = value;
  auto withdrawn = ask(connection, std::move(withdraw));
  if (withdrawn || withdrawn.error().code != base::ErrorCode::NotFound || !only_.empty()) return withdrawn;
  const auto line = list::parse_line(id, {});
  if (line.outcome != list::Line::Outcome::Value) return withdrawn;
  v1::WithdrawRequest by_value;
  auto& value = *by_value.add_values();
  value.set_type(static_cast<std::uint32_t>(line.parsed.observable.type));
  value.set_value(line.parsed.observable.value);
  return ask(connection, std::move(by_value));
}

base::Status Withdrawing::withdraw_values(Connection& connection) {
  for (std::size_t from = 0; from < values_.size();) {
    v1::WithdrawRequest withdraw;
    for (std::size_t bytes = 0; from < values_.size() && bytes < bytes_a_request &&
                                static_cast<std::size_t>(withdraw.values_size()) < values_a_request;) {
      bytes += values_[from].ByteSizeLong();
      *withdraw.add_values() = values_[from++];
    }
    if (auto withdrawn = withdraw_some(connection, std::move(withdraw)); !withdrawn) return withdrawn;
  }
  return {};
}

/// Of several each is told by itself, and one that fails does not keep the others.
base::Status Withdrawing::withdraw_all(Connection& connection) {
  for (const auto& id : ids_) {
    const auto withdrawn = withdraw_one(connection, id);
    if (withdrawn) continue;
    if (is_one() || client::exit_code_of(withdrawn.error().code) == ExitCode::Unreachable) return withdrawn;
    ++failed_;
    report(client::exit_code_of(withdrawn.error().code), id + ": " + withdrawn.error().what);
  }
  const auto withdrawn = withdraw_values(connection);
  if (withdrawn || ids_.empty()) return withdrawn;
  ++failed_;
  report(client::exit_code_of(withdrawn.error().code), withdrawn.error().what);
  return {};
}

view::json::object Withdrawing::told() const {
  const auto listed = [](const std::vector<std::string>& texts) {
    return view::json::array(texts.begin(), texts.end());
  };
  view::json::array ids;
  for (const auto& id : bulletins_) ids.emplace_back(view::json_id(id));
  view::json::object out;
  out["withdrawn"] = true;
  out["bulletins"] = std::move(ids);
  out["unanswered"] = listed(unanswered_);
  out["not_withdrawn"] = listed(not_withdrawn_);
  out["notes"] = listed(notes_);
  return out;
}

ExitCode Withdrawing::conclude() const {
  const view::Format format = session_.format.empty() ? view::Format::Human : session_.format_or(view::Format::Human);
  if (done_ == 0) return nothing_ ? report(*nothing_) : ExitCode::NotFound;
  ExitCode printed = ExitCode::Done;
  if (format == view::Format::Human) {
    std::string text;
    for (const auto& id : bulletins_) text += "withdrawn; the withdrawal is bulletin " + base::to_hex(id) + "\n";
    if (text.empty()) text = "withdrawn\n";
    for (const auto& note : notes_) text += "note: " + text::for_people(note) + "\n";
    printed = print(text);
  } else {
    printed = print(format, told());
  }
  if (printed != ExitCode::Done) return printed;
  return failed_ > 0 || !unanswered_.empty() || !not_withdrawn_.empty() ? ExitCode::Partly : ExitCode::Done;
}

ExitCode Withdrawing::run() {
  if (auto read = read_input(); !read) return report(read.error());
  if (ids_.empty() && values_.empty()) {
    return report(ExitCode::BadInput, "there is no id or value in the input; nothing was withdrawn");
  }
  auto connection = session_.connect();
  if (!connection) return report(connection.error());
  if (auto status = confirm(*connection); !status) return report(status.error());
  if (auto status = withdraw_all(*connection); !status) {
    auto error = status.error();
    if (done_ > 0) error.what = "withdrawn in part: " + error.what;
    return report(error);
  }
  return conclude();
}

}  // namespace

void declare_withdraw(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "withdraw", "Take back what this node published, with everyone who got it",
                             "  tidings withdraw 3f2a9c0d --reason 'a shared host, not theirs'\n"
                             "  tidings withdraw 3f2a9c0d --value cdn.example --reason 'benign'\n"
                             "  tidings withdraw - --reason 'our own scanners' < ours.txt\n"
                             "WHAT is an id, or a value: then all that we say of it, wherever we said it.\n");
  auto options = std::make_shared<Options>();
  command->add_option("WHAT", options->what, "Ids of publications or bulletins of this node, or values; - reads them")
      ->type_name("")
      ->required();
  command->add_option("--reason", options->reason, "Told to everyone who got it")->type_name("TEXT");
  command->add_option("--type", options->type, "WHAT is values of this type")->type_name("TYPE");
  command->add_option("--value", options->values, "Only this value of what the id names; again for more")
      ->type_name("VALUE")
      ->allow_extra_args(false);
  command->add_flag("-y,--yes", options->yes, "Do not ask");
  offer_formats(*command, session, "human|json|jsonl");
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return Withdrawing(session, *options).run(); }; });
}

}  // namespace tidings::commands
