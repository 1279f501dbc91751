#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/bytes.hpp"
#include "client/commands/counting.hpp"
#include "client/commands/filter_options.hpp"
#include "client/commands/query_options.hpp"
#include "client/commands/query_values.hpp"
#include "client/commands/table.hpp"
#include "client/view/indicator.hpp"

namespace tidings::commands {
namespace {

constexpr std::size_t values_under_way = 32;
constexpr std::uint32_t default_limit = 100;

/// Prints indicators as they come.
class Output {
 public:
  explicit Output(const Session& session) : format_(session.format_or(view::Format::Jsonl)), look_(session.look()) {
    if (format_ != view::Format::Human) records_.emplace(stdout, format_, view::indicator_columns, session.guard());
  }
  base::Status add(const v1::QueryAnswer& answer) {
    begin();
    warn_of_rebuilding(answer.rebuilding(), warned_);
    for (const auto& indicator : answer.indicators()) {
      ++count_;
      if (indicator.cut() && !std::exchange(told_of_cut_, true)) tell_of_cut();
      if (records_) {
        records_->add(view::record_of(indicator));
      } else if (auto status = view::write_out(stdout, view::describe(look_, indicator)); !status) {
        return status;
      }
    }
    next_page_ = answer.next_page();
    by_key_ = by_key_ || answer.by_key();
    return {};
  }
  base::Status finish() {
    if (records_) {
      if (auto status = records_->finish(); !status) return status;
    }
    if (by_key_) std::fprintf(stderr, "too many to be sorted by time: they are in order of their values\n");
    if (!next_page_.empty()) {
      std::fprintf(stderr, "there are more; --limit N or --all shows them, and --page %s goes on\n",
                   base::to_hex(next_page_).c_str());
    }
    return {};
  }
  std::size_t count() const { return count_; }
  const std::string& next_page() const { return next_page_; }
  void begin() { has_begun_ = true; }  ///< something was answered, though it may be told later
  bool has_begun() const { return has_begun_; }

 private:
  view::Format format_;
  view::Look look_;
  std::optional<view::Records> records_;
  std::size_t count_{0};
  std::string next_page_;
  bool by_key_{false}, has_begun_{false}, warned_{false}, told_of_cut_{false};
};

base::Status ask_all(Connection& connection, const v1::QueryRequest& asked, const std::vector<v1::Value>& values,
                     Output& output) {
  for (std::size_t begin = 0; begin < values.size(); begin += values_under_way) {
    const std::size_t end = std::min(begin + values_under_way, values.size());
    std::vector<v1::Answer> answers(end - begin);
    std::uint64_t first_id = 0;
    for (std::size_t i = begin; i < end; ++i) {
      v1::Request request;
      request.set_id(connection.next_id());
      if (i == begin) first_id = request.id();
      *request.mutable_query() = asked;
      *request.mutable_query()->mutable_value() = values[i];
      connection.queue(request);
    }
    if (auto status = connection.flush(); !status) return status;
    for (std::size_t waiting = end - begin; waiting > 0;) {  // answers may overtake each other; they are told in order
      auto answer = connection.receive();
      if (!answer) return answer.error();
      const bool is_asked = answer->id() >= first_id && answer->id() - first_id < answers.size();
      if (answer->has_error()) return client::error_of(answer->error());
      if (!is_asked) continue;
      if (answer->last()) --waiting;
      if (answer->has_query()) output.begin();
      if (!answer->has_query()) continue;
      auto& merged = *answers[answer->id() - first_id].mutable_query();
      merged.MergeFrom(answer->query());
      merged.set_next_page(answer->query().next_page());
    }
    for (const auto& answer : answers) {
      if (auto status = output.add(answer.query()); !status) return status;
    }
  }
  return {};
}

/// The daemon ends a request that finds little among much, and names the page to go on with.
base::Status ask_one(Connection& connection, v1::QueryRequest asked, Output& output) {
  if (asked.limit() == 0) asked.set_limit(default_limit);
  while (true) {
    v1::Request request;
    *request.mutable_query() = asked;
    const auto before = output.count();
    const auto told = [&](const v1::Answer& answer) { return output.add(answer.query()); };
    if (auto status = connection.stream(std::move(request), told); !status) return status;
    const auto found = output.count() - before;
    if (asked.all() || output.next_page().empty() || found >= asked.limit()) return {};
    asked.set_limit(asked.limit() - static_cast<std::uint32_t>(found));
    asked.set_page(output.next_page());
  }
}

ExitCode run_query(const Session& session, const QueryOptions& options) {
  const auto format = session.format_or(view::Format::Jsonl);
  const auto request = request_of(options, format == view::Format::Jsonl);
  if (!request) return report(request.error());
  const auto asked = asked_values(options.aim, options.filter.types);
  if (!asked) return report(asked.error());
  for (const auto& refused : asked->refused) report(ExitCode::Partly, refused);
  const bool has_values = !options.aim.values.empty() || !options.aim.within.empty();
  if (has_values && asked->values.empty()) return asked->refused.empty() ? ExitCode::NotFound : ExitCode::BadInput;
  if (options.count || !options.by.empty()) return run_count(session, options, *request, asked->values);
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  Output output(session);
  // Several values are asked for together; each is a small answer, but for what lies within one.
  base::Status status;
  if (asked->values.size() > 1) {
    status = ask_all(*connection, *request, asked->values, output);
  } else {
    auto one = *request;
    if (!asked->values.empty()) *one.mutable_value() = asked->values.front();
    status = ask_one(*connection, one, output);
  }
  const base::Status written = output.finish();
  if (!status) {
    const ExitCode code = report(status.error());
    return code == ExitCode::NotFound && output.has_begun() ? ExitCode::Partly : code;
  }
  if (!written) return report(written.error());
  if (!asked->refused.empty()) return ExitCode::Partly;
  if (output.count() > 0) return ExitCode::Done;
  if (format == view::Format::Human) report(ExitCode::NotFound, "nothing is known of that");
  return ExitCode::NotFound;
}

}  // namespace

void declare_query(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "query", "What is known of a value and what covers it, or what fits conditions",
                             "  tidings query 198.51.100.7                     networks that hold it, too\n"
                             "  tidings query evil.example --subdomains\n"
                             "  tidings query --within 198.51.100.0/24 --min-confidence 70\n"
                             "  tidings query --text 'emotet loader*' --since 7d\n"
                             "  tidings query --type domain,url --origin taipei --by tag\n"
                             "  cut -f1 seen.tsv | tidings query - -o jsonl\n");
  auto options = std::make_shared<QueryOptions>();
  offer_query(*command, *options);
  offer_formats(*command, session, "human|json|jsonl|csv|tsv");
  offer_defang(*command, session);
  offer_raw_cells(*command, session);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_query(session, *options); }; });
}

}  // namespace tidings::commands
