#include "daemon/intake/already_said.hpp"

#include <algorithm>
#include <map>

#include "core/bulletin/verify.hpp"
#include "core/observable/observable.hpp"
#include "daemon/intake/wording.hpp"

namespace tidings::intake {
namespace {

base::Instant end_of(const v1::Claim& claim, base::Instant expires_at) {
  return claim.valid_until() == 0 ? expires_at : std::min(expires_at, base::Instant{claim.valid_until()});
}

/// The bulletins that claims were found in; read once each, and kept only if they could say the same.
class Candidates {
 public:
  Candidates(store::Reading& reading, const Draft& draft, const OrgId& self, base::Instant now)
      : reading_(reading), self_(self), context_(wording_of(draft.context)), expires_at_{draft.context.expires_at()}, now_(now) {}

  base::Result<bool> says(const store::Hit& hit, const v1::Claim& claim) {
    auto place = read_.find(hit.sequence);
    if (place == read_.end()) {
      auto candidate = read(hit.sequence);
      if (!candidate) return candidate.error();
      place = read_.emplace(hit.sequence, std::move(*candidate)).first;
    }
    const auto& [bytes, withdrawn, expires_at] = place->second;
    if (bytes.empty() || std::ranges::binary_search(withdrawn, hit.claim)) return false;
    const auto said = bulletin::read_claim(bytes, hit.claim);
    if (!said) return said.error();
    const auto must_live_until = now_ + (end_of(claim, expires_at_) - now_) / 2;
    return end_of(*said, expires_at) >= must_live_until && wording_of(*said) == wording_of(claim);
  }

 private:
  struct Candidate {
    std::string bytes;  ///< empty: says nothing of ours in this context
    std::vector<std::uint32_t> withdrawn;
    base::Instant expires_at;
  };

  base::Result<Candidate> read(store::Sequence sequence) {
    const auto standing = reading_.index.standing(std::span(&sequence, 1));
    if (!standing) return standing.error();
    const auto& found = standing->front();
    if (!found || found->row.origin != self_ || found->withdrawn || found->superseded) return Candidate{};
    if (found->row.kind != v1::KIND_REPORT || found->row.expires_at <= now_) return Candidate{};
    auto bytes = reading_.ledger.bytes(sequence);
    if (!bytes) return bytes.error();
    const auto header = bulletin::peek_header(*bytes);
    if (!header) return header.error();
    if (wording_of(header->message) != context_) return Candidate{};
    return Candidate{std::move(*bytes), found->withdrawn_claims, found->row.expires_at};
  }

  store::Reading& reading_;
  OrgId self_;
  std::string context_;
  base::Instant expires_at_, now_;
  std::map<store::Sequence, Candidate> read_;
};

}  // namespace

base::Result<std::vector<bool>> already_said(store::Reading& reading, const Draft& draft, std::size_t from,
                                             std::size_t count, const OrgId& self, base::Instant now) {
  const auto size = std::min(count, draft.claims.size() - from);
  std::vector<std::string> keys;
  keys.reserve(size);
  for (std::size_t i = from; i < from + size; ++i) {
    const auto& claim = draft.claims[i];
    keys.push_back(observable::index_key(static_cast<observable::Type>(claim.type()), claim.value()));
  }
  const auto hits = reading.index.exact(keys);
  if (!hits) return hits.error();
  Candidates candidates(reading, draft, self, now);
  std::vector<bool> said(size, false);
  for (std::size_t i = 0; i < size; ++i) {
    const auto& claim = draft.claims[from + i];
    for (const auto& hit : (*hits)[i]) {
      const auto says = candidates.says(hit, claim);
      if (!says) return says.error();
      if (*says) said[i] = true;
      if (*says) break;
    }
  }
  return said;
}

}  // namespace tidings::intake
