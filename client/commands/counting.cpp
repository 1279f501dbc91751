#include "client/commands/counting.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "client/terminal/progress.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/view/names.hpp"

namespace tidings::commands {
namespace {

constexpr std::array<std::string_view, 2> columns{"group", "indicators"};

base::Result<v1::CountBy> by_of(const std::string& text) {
  if (text.empty()) return v1::COUNT_BY_NOTHING;
  if (text == "type") return v1::COUNT_BY_TYPE;
  if (text == "origin") return v1::COUNT_BY_ORIGIN;
  if (text == "tag") return v1::COUNT_BY_TAG;
  if (text == "tlp") return v1::COUNT_BY_TLP;
  if (text == "ecosystem") return v1::COUNT_BY_ECOSYSTEM;
  return bad_option("--by", text, "type, origin, tag, tlp or ecosystem");
}

base::Result<v1::CountAnswer> ask(Connection& connection, const v1::CountRequest& count) {
  terminal::Progress progress("counting");
  v1::CountAnswer last;
  v1::Request request;
  *request.mutable_count() = count;
  const auto status = connection.stream(std::move(request), [&](const v1::Answer& answer) -> base::Status {
    last = answer.count();
    progress.show(last.indicators());
    return {};
  });
  if (!status) return status.error();
  return last;
}

std::string table(const v1::CountAnswer& counted) {
  std::size_t width = 0;
  for (const auto& group : counted.groups()) width = std::max(width, base::columns_of(text::for_people(group.name())));
  std::string out;
  const auto row = [&](std::string_view name, std::uint64_t indicators) {
    const auto shown = text::for_people(name);
    const auto blanks = width - std::min(width, base::columns_of(shown));
    out.append(shown).append(blanks + 2, ' ').append(text::with_commas(indicators)).append("\n");
  };
  for (const auto& group : counted.groups()) row(group.name(), group.indicators());
  if (counted.in_other_groups() > 0) row("(others)", counted.in_other_groups());
  return out + text::counted(counted.indicators(), "indicator") + "\n";
}

base::Status print_groups(const Session& session, view::Format format, const v1::CountAnswer& counted) {
  view::Records records(stdout, format, columns, session.guard());
  const auto add = [&](std::string_view name, std::uint64_t indicators) {
    view::json::object object;
    object["group"] = view::json_text(name);
    object["indicators"] = indicators;
    records.add({std::move(object), {std::string(name), std::to_string(indicators)}});
  };
  for (const auto& group : counted.groups()) add(group.name(), group.indicators());
  if (counted.in_other_groups() > 0) add("", counted.in_other_groups());
  return records.finish();
}

base::Status print_total(const Session& session, view::Format format, const v1::CountAnswer& counted) {
  constexpr std::array<std::string_view, 1> total{"indicators"};
  view::Records records(stdout, format, total, session.guard());
  view::json::object object;
  object["indicators"] = counted.indicators();
  records.add({std::move(object), {std::to_string(counted.indicators())}});
  return records.finish();
}

base::Status print_counted(const Session& session, bool grouped, const v1::CountAnswer& counted) {
  const auto format = session.format_or(view::Format::Jsonl);
  if (format == view::Format::Human) return view::write_out(stdout, table(counted));
  return grouped ? print_groups(session, format, counted) : print_total(session, format, counted);
}

}  // namespace

ExitCode run_count(const Session& session, const QueryOptions& options, const v1::QueryRequest& asked,
                   const std::vector<v1::Value>& values) {
  const auto by = by_of(options.by);
  if (!by) return report(by.error());
  if (values.size() > 1) return report(ExitCode::BadInput, "one value is counted at a time");
  v1::CountRequest request;
  if (!values.empty()) *request.mutable_value() = values.front();
  *request.mutable_filter() = asked.filter();
  request.set_reach(asked.reach());
  request.set_by(*by);
  request.set_unlogged(asked.unlogged());
  auto connection = session.connect();
  if (!connection) return report(connection.error());
  const auto counted = ask(*connection, request);
  if (!counted) return report(counted.error());
  bool warned = false;
  warn_of_rebuilding(counted->rebuilding(), warned);
  if (auto status = print_counted(session, *by != v1::COUNT_BY_NOTHING, *counted); !status)
    return report(status.error());
  return counted->indicators() > 0 ? ExitCode::Done : ExitCode::NotFound;
}

}  // namespace tidings::commands
