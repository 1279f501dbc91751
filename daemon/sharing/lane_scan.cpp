#include "daemon/sharing/lane_scan.hpp"

#include <algorithm>

#include "core/bulletin/same_claims.hpp"
#include "core/bulletin/verify.hpp"
#include "daemon/sharing/release.hpp"
#include "daemon/sharing/renewed.hpp"

namespace tidings::sharing {
namespace {

// One step: a few milliseconds of a reader thread that queries need too.
constexpr std::size_t most_entries_a_step = 500;
// So that skipping what a partner has is not done one by one, however little it asks for.
constexpr std::size_t least_entries_a_step = 100;

base::Status find_start(store::LedgerReader& ledger, const LaneScan& scan, Scanned& out) {
  const auto id = ledger.id();
  if (!id) return id.error();
  const auto last = ledger.last();
  if (!last) return last.error();
  out.ledger = id->str();
  const bool ours = scan.ledger.empty() || scan.ledger == out.ledger;
  out.restarted = !ours || scan.after > *last;
  out.behind = out.restarted ? store::Sequence{} : scan.after;
  return {};
}

/// For each entry whether the partner has it: said so, or gave it to us.
base::Result<std::vector<bool>> had_by_partner(store::LedgerReader& ledger, const LaneScan& scan,
                                               const std::vector<store::Entry>& entries) {
  if (!scan.skip_delivered) return std::vector<bool>(entries.size(), false);
  std::vector<bulletin::BulletinId> ids;
  ids.reserve(entries.size());
  for (const auto& entry : entries) ids.push_back(entry.id);
  auto had = ledger.delivered(scan.partner, ids);
  if (!had) return had;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].giver == scan.partner) (*had)[i] = true;
  }
  return had;
}

/// What need not travel is taken out of it.
base::Status shorten(store::Reading& reading, const LaneScan& scan, const bulletin::Header& header,
                     Released& released) {
  if (!scan.same_claims || !scan.skip_delivered) return {};
  const auto former = former_of(reading, scan.partner, header, scan.now);
  if (!former) return former.error();
  if (!*former) return {};
  auto shortened = bulletin::without_claims(released.bytes, **former);
  if (!shortened) return {};  // then it goes whole
  released.bytes = std::move(*shortened);
  released.former = *former;
  return {};
}

/// Takes one entry into `out` if policy lets it go.
base::Status look_at(store::Reading& reading, const LaneScan& scan, const store::Entry& entry, Scanned& out) {
  auto& ledger = reading.ledger;
  auto bytes = ledger.bytes(entry.sequence);
  if (!bytes) {
    // Forgotten between the two reads: expired, and nobody's any more.
    return bytes.error().code == base::ErrorCode::NotFound ? base::Status{} : base::Status{bytes.error()};
  }
  const auto header = bulletin::peek_header(*bytes);
  if (!header) return {};  // intake stores nothing unreadable; should disk have bent it, it is not handed on
  const auto decision = may_release(ledger, *scan.book, scan.partner, *header, scan.now);
  if (!decision) return decision.error();
  if (!decision->allowed()) return {};
  out.released.push_back({entry.id, entry.origin, entry.expires_at, std::move(*bytes), {}});
  return shorten(reading, scan, *header, out.released.back());
}

}  // namespace

base::Result<Scanned> scan_lane(store::Reading& reading, const LaneScan& scan) {
  auto& ledger = reading.ledger;
  Scanned out;
  if (const auto started = find_start(ledger, scan, out); !started) return started.error();
  const std::size_t step = std::clamp(scan.limit, least_entries_a_step, most_entries_a_step);
  const auto entries = ledger.forward(scan.lane, out.behind, step);
  if (!entries) return entries.error();
  const auto had = had_by_partner(ledger, scan, *entries);
  if (!had) return had.error();
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    const auto& entry = (*entries)[i];
    if (out.released.size() >= scan.limit || (bytes > 0 && bytes + entry.size > scan.max_bytes)) return out;
    out.behind = entry.sequence;
    ++out.looked_at;
    if ((*had)[i] || entry.expires_at <= scan.now) continue;
    const std::size_t before = out.released.size();
    if (const auto looked = look_at(reading, scan, entry, out); !looked) return looked.error();
    if (out.released.size() > before) bytes += out.released.back().bytes.size();
  }
  out.at_end = entries->size() < step;
  return out;
}

}  // namespace tidings::sharing
