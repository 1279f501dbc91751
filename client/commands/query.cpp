#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <utility>

#include "client/commands/query_values.hpp"
#include "client/commands/table.hpp"
#include "client/commands/times.hpp"
#include "client/view/indicator.hpp"
#include "core/observable/type.hpp"
#include "formats/list/line.hpp"

namespace tidings::commands {
namespace {

constexpr std::size_t values_under_way = 32;

struct Options {
  std::vector<std::string> values;
  std::string type, origin, tag, since, ecosystem;
  std::uint32_t limit{0};
  bool all{false};
};

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
      if (indicator.cut() && !std::exchange(told_of_cut_, true)) {
        std::fprintf(stderr,
                     "more is said of some of these than is read at once: only the newest 10,000 claims count\n");
      }
      if (records_) {
        records_->add(view::record_of(indicator));
      } else if (auto status = view::write_out(stdout, view::describe(look_, indicator)); !status) {
        return status;
      }
    }
    more_ = !answer.next_page().empty();
    return {};
  }
  base::Status finish() {
    if (records_) return records_->finish();
    if (more_) std::fprintf(stderr, "there are more; --limit N or --all shows them\n");
    return {};
  }
  std::size_t count() const { return count_; }
  void begin() { has_begun_ = true; }  ///< something was answered, though it may be told later
  bool has_begun() const { return has_begun_; }

 private:
  view::Format format_;
  view::Look look_;
  std::optional<view::Records> records_;
  std::size_t count_{0};
  bool more_{false}, has_begun_{false}, warned_{false}, told_of_cut_{false};
};

base::Result<v1::QueryRequest> filters_of(const Options& options) {
  v1::QueryRequest request;
  if (!options.type.empty() && options.values.empty()) {
    const auto type = observable::type_from_name(options.type);
    const auto hint = list::hint_from_name(options.type);
    if (type) {
      request.set_type(static_cast<std::uint32_t>(*type));
    } else if (hint && hint->hint.type != observable::Type::None) {
      request.set_type(static_cast<std::uint32_t>(hint->hint.type));
    } else {
      return bad_option("--type", options.type, "ipv4, ipv6, domain, url, sha256 and the like");
    }
  }
  if (!options.since.empty()) {
    const auto since = past_instant(options.since);
    if (!since)
      return bad_option("--since", options.since, "a duration back from now (7d, 12h) or a time (2026-11-22T14:00Z)");
    request.set_received_since(since->us);
  }
  request.set_origin_name(options.origin);
  request.set_tag(options.tag);
  request.set_ecosystem(options.ecosystem);
  request.set_limit(options.limit);
  request.set_all(options.all);
  return request;
}

base::Status ask_all(Connection& connection, const v1::QueryRequest& filters, const std::vector<v1::Value>& values,
                     Output& output) {
  const auto each = [&](const v1::Answer& answer) { return output.add(answer.query()); };
  for (std::size_t begin = 0; begin < values.size(); begin += values_under_way) {
    const std::size_t end = std::min(begin + values_under_way, values.size());
    std::vector<v1::Answer> answers(end - begin);
    std::uint64_t first_id = 0;
    for (std::size_t i = begin; i < end; ++i) {
      v1::Request request;
      request.set_id(connection.next_id());
      if (i == begin) first_id = request.id();
      *request.mutable_query() = filters;
      *request.mutable_query()->mutable_value() = values[i];
      connection.queue(request);
    }
    if (auto status = connection.flush(); !status) return status;
    for (std::size_t waiting = end - begin; waiting > 0;) {  // answers may overtake each other; they are told in order
      auto answer = connection.receive();
      if (!answer) return answer.error();
      const bool is_asked = answer->id() >= first_id && answer->id() - first_id < answers.size();
      // After a first page, not even "not found" is an answer: something is missing from what was told.
      const bool has_begun = is_asked && answers[answer->id() - first_id].has_query();
      if (answer->has_error() && (has_begun || answer->error().code() != base::name(base::ErrorCode::NotFound))) {
        return client::error_of(answer->error());
      }
      if (!is_asked) continue;
      if (answer->last()) --waiting;
      if (answer->has_query()) output.begin();
      if (answer->has_query()) answers[answer->id() - first_id].mutable_query()->MergeFrom(answer->query());
    }
    for (const auto& answer : answers) {
      if (auto status = each(answer); !status) return status;
    }
  }
  return {};
}

ExitCode run_query(const Session& session, const Options& options) {
  const auto filters = filters_of(options);
  if (!filters) return report(filters.error());
  const auto asked = read_values(options.values, options.type);
  if (!asked) return report(asked.error());
  for (const auto& refused : asked->refused) report(ExitCode::Partly, refused);
  if (!options.values.empty() && asked->values.empty())
    return asked->refused.empty() ? ExitCode::NotFound : ExitCode::BadInput;
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  Output output(session);
  base::Status status;
  if (options.values.empty()) {
    v1::Request request;
    *request.mutable_query() = *filters;
    status =
        connection->stream(std::move(request), [&](const v1::Answer& answer) { return output.add(answer.query()); });
  } else {
    status = ask_all(*connection, *filters, asked->values, output);
  }
  const base::Status written = output.finish();
  if (!status && (output.has_begun() || status.error().code != base::ErrorCode::NotFound)) {
    const ExitCode code = report(status.error());
    return code == ExitCode::NotFound ? ExitCode::Partly : code;
  }
  if (!written) return report(written.error());
  if (!asked->refused.empty()) return ExitCode::Partly;
  if (output.count() > 0) return ExitCode::Done;
  if (session.format_or(view::Format::Jsonl) == view::Format::Human)
    report(ExitCode::NotFound, "nothing is known of that");
  return ExitCode::NotFound;
}

}  // namespace

void declare_query(CLI::App& app, Session& session, Run& chosen) {
  auto* command = subcommand(app, "query", "What is known of a value, or what fits a type, origin, tag or time",
                             "  tidings query evil.example\n"
                             "  tidings query --type domain --origin taipei --since 7d\n"
                             "  tidings query --tag malware:raccoon --all -o csv > raccoon.csv\n"
                             "  cut -f1 seen.tsv | tidings query - -o jsonl\n");
  auto options = std::make_shared<Options>();
  command->add_option("VALUE", options->values, "Exact values, defanged or not; - reads them from standard input")
      ->type_name("");
  command->add_option("--type", options->type, "All of a type; with VALUE, how to read it")->type_name("TYPE");
  command->add_option("--origin", options->origin, "Said by this organisation: alias, name or id")->type_name("NAME");
  command->add_option("--tag", options->tag, "With this tag")->type_name("TAG");
  command->add_option("--ecosystem", options->ecosystem, "About this ecosystem")->type_name("NAME");
  command->add_option("--since", options->since, "Received since: 7d, 12h, or a time in UTC")->type_name("WHEN");
  command->add_option("--limit", options->limit, "At most so many (100)")->type_name("N");
  command->add_flag("--all", options->all, "All there are");
  offer_formats(*command, session, "human|json|jsonl|csv|tsv");
  offer_defang(*command, session);
  offer_raw_cells(*command, session);
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_query(session, *options); }; });
}

}  // namespace tidings::commands
