#include "formats/list/reading.hpp"

#include <set>
#include <utility>

#include "base/bytes.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"

namespace tidings::list {
namespace {

using Outcome = Line::Outcome;

constexpr std::size_t shown_bytes = 200;

/// The narrowest that is stated, and the bulletins that rows name; of these as many as one can be based on, and one.
base::Result<v1::Header> find_context(draft::Source& source, const RowOptions& options, draft::Sink& sink) {
  draft::Stated narrowest;
  std::set<std::string> bulletins;
  bool stays = false;
  const auto read = each_row(source, options, [&](const Row& row) -> base::Status {
    const auto stated = row.marking();
    if (!stated) return stated.error();
    narrowest.narrow(*stated);
    if (row.stays() && !std::exchange(stays, true)) {
      sink.note({draft::Fate::Local, "line " + std::to_string(row.number), std::string(base::cut(row.raw, shown_bytes)),
                 std::string(why_it_stays)});
    }
    if (row.cells == nullptr) return {};
    for (const auto hex : row.cells->bulletins) {
      if (bulletins.size() <= bulletin::max_based_on) bulletins.insert(*base::from_hex(hex));
    }
    return {};
  });
  if (!read) return read.error();
  v1::Header header;
  header.set_kind(v1::KIND_REPORT);
  draft::take_stated(*header.mutable_audience(), narrowest);
  if (stays) header.mutable_audience()->set_local(true);
  header.mutable_based_on()->Assign(bulletins.begin(), bulletins.end());
  return header;
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
  auto header = find_context(source, options, sink);
  if (!header) return header.error();
  if (auto again = source.rewind(); !again) return again;
  const auto context = sink.context(std::move(*header));
  return each_row(source, options, [&](const Row& row) { return tell(row, options.last_seen, context, sink); });
}

}  // namespace tidings::list
