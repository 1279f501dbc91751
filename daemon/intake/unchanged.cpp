#include "daemon/intake/unchanged.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "core/bulletin/verify.hpp"
#include "daemon/intake/already_said.hpp"
#include "daemon/intake/draft.hpp"

namespace tidings::intake {
namespace {

/// A context without claims is said, too: by itself.
constexpr std::string_view no_claim = "no claim";

}  // namespace

bool Unchanged::may_be(const NextRevision& next) const {
  std::size_t claims = 0;
  for (const auto& row : next.former) claims += row.claims;
  return next.former_is_whole && claims == draft_.claims.size();
}

base::Status Unchanged::read(store::LedgerReader& ledger, const BulletinId& former) {
  const auto bytes = ledger.bytes(former);
  if (!bytes) return bytes.error();
  if (!*bytes) return {};
  const auto read = bulletin::read_verified(**bytes);
  if (!read) return read.error();
  const auto context = base::sha256(said_context(read->header.message)).str();
  const auto mark = [&](std::string_view claim) {
    return *Mark::from_bytes(base::sha256(context + std::string(claim)).bytes().substr(0, Mark::size));
  };
  for (const auto& claim : read->claims) {
    former_.emplace_back(mark(said_claim(claim.message)), end_of(claim.message, read->header.expires_at));
  }
  if (read->claims.empty()) former_.emplace_back(mark(no_claim), read->header.expires_at);
  return {};
}

Unchanged::Said Unchanged::draft_said() const {
  Said said;
  said.reserve(draft_.claims.size());
  std::size_t first = 0;
  for (const auto& section : draft_.sections) {
    const auto context = base::sha256(said_context(section.context)).str();
    const auto add = [&](const std::string& claim, base::Instant end) {
      said.emplace_back(*Mark::from_bytes(base::sha256(context + claim).bytes().substr(0, Mark::size)), end);
    };
    const base::Instant expires{section.context.expires_at()};
    for (const auto& claim : std::span(draft_.claims).subspan(first, section.count)) {
      add(said_claim(claim), end_of(claim, expires));
    }
    if (section.count == 0) add(std::string(no_claim), expires);
    first += section.count;
  }
  return said;
}

bool Unchanged::is() const {
  auto now_said = draft_said();
  auto former = former_;
  std::ranges::sort(now_said);
  std::ranges::sort(former);
  return std::ranges::equal(now_said, former, [this](const auto& wanted, const auto& held) {
    return wanted.first == held.first && held.second >= half_way(now_, wanted.second);
  });
}

}  // namespace tidings::intake
