#include "formats/list/reading.hpp"

#include <utility>

#include "base/utf8.hpp"

namespace tidings::list {
namespace {

using Outcome = Line::Outcome;

constexpr std::size_t shown_bytes = 200;

/// The narrowest that is stated. What came from other bulletins is under their audiences, which no table tells in full:
/// it stays here.
base::Result<v1::Audience> find_audience(draft::Source& source, const RowOptions& options, draft::Sink& sink) {
  draft::Stated narrowest;
  bool stays = false;
  bool is_told_again = false;
  const auto read = each_row(source, options, [&](const Row& row) -> base::Status {
    const auto stated = row.marking();
    if (!stated) return stated.error();
    narrowest.narrow(*stated);
    if (row.stays() && !std::exchange(stays, true)) {
      sink.note({draft::Fate::Local, "line " + std::to_string(row.number), std::string(base::cut(row.raw, shown_bytes)),
                 std::string(why_it_stays)});
    }
    if (is_told_again || row.cells == nullptr || row.cells->bulletins.empty()) return {};
    is_told_again = true;
    sink.note({draft::Fate::Local, "line " + std::to_string(row.number), std::string(row.cells->bulletins.front()),
               "it names a bulletin that it came from"});
    return {};
  });
  if (!read) return read.error();
  v1::Audience audience;
  draft::take_stated(audience, narrowest);
  if (is_told_again || stays) audience.set_local(true);
  return audience;
}

base::Status tell(const Row& row, LastSeen last_seen, std::uint32_t context, draft::Sink& sink) {
  const auto refuse = [&](const std::string& reason) {
    sink.note({draft::Fate::Refused, "line " + std::to_string(row.number), std::string(base::cut(row.raw, shown_bytes)),
               reason});
  };
  if (row.line.outcome == Outcome::Reject) refuse(row.line.reason);
  if (row.line.outcome == Outcome::LeftOut) {
    sink.note({draft::Fate::LeftOut, "line " + std::to_string(row.number), std::string(base::cut(row.raw, shown_bytes)),
               row.line.reason});
  }
  if (row.line.outcome != Outcome::Value) return {};
  auto claim = row.claim(last_seen);
  if (claim) return sink.claim(context, std::move(*claim));
  refuse(claim.error().what);
  return {};
}

}  // namespace

base::Status read(draft::Source& source, const RowOptions& options, draft::Sink& sink) {
  const auto audience = find_audience(source, options, sink);
  if (!audience) return audience.error();
  if (auto again = source.rewind(); !again) return again;
  v1::Header header;
  header.set_kind(v1::KIND_REPORT);
  *header.mutable_audience() = *audience;
  const auto context = sink.context(std::move(header));
  return each_row(source, options, [&](const Row& row) { return tell(row, options.last_seen, context, sink); });
}

}  // namespace tidings::list
