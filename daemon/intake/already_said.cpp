#include "daemon/intake/already_said.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "base/digest.hpp"
#include "core/bulletin/claim.hpp"
#include "core/bulletin/opaque_claims.hpp"
#include "core/bulletin/verify.hpp"
#include "core/observable/observable.hpp"
#include "daemon/intake/draft.hpp"

namespace tidings::intake {
std::string said_context(v1::Header header) {
  header.clear_version();
  header.clear_canonicalisation();
  header.clear_origin();
  header.clear_issued_at();
  header.clear_expires_at();
  header.clear_publication_id();
  header.clear_revision();
  header.clear_part();
  header.clear_parts();
  header.clear_claim_count();
  header.clear_claims_root();
  header.clear_based_on();  // where words came from is none of them
  return header.SerializeAsString();
}

std::string said_claim(v1::Claim claim) {
  claim.clear_valid_until();
  return claim.SerializeAsString();
}

base::Instant end_of(const v1::Claim& claim, base::Instant expires_at) {
  return claim.valid_until() == 0 ? expires_at : std::min(expires_at, base::Instant{claim.valid_until()});
}

namespace {

/// The bulletins that claims were found in; read once each, and kept only if they could say the same.
class Candidates {
 public:
  Candidates(store::Reading& reading, const v1::Header& context, v1::Tlp up_to, const OrgId& self, base::Instant now)
      : reading_(reading),
        self_(self),
        context_(said_context(context)),
        up_to_(up_to),
        expires_at_{context.expires_at()},
        now_(now) {}

  base::Result<bool> says(const store::Hit& hit, const v1::Claim& claim) {
    auto place = read_.find(hit.sequence);
    if (place == read_.end()) {
      auto candidate = read(hit.sequence);
      if (!candidate) return candidate.error();
      place = read_.emplace(hit.sequence, std::move(*candidate)).first;
    }
    auto& candidate = *place->second;
    if (candidate.bytes.empty()) return false;
    if (claim.type() != static_cast<std::uint32_t>(observable::Type::Opaque)) {
      return says_at(candidate, hit.claim, claim);
    }
    // The index knows one of those that differ in their content alone.
    if (auto opened = open_opaque(candidate); !opened) return opened.error();
    const auto [first, last] = candidate.opaque->equal_range(words_of(claim));
    for (auto at = first; at != last; ++at) {
      const auto says = says_at(candidate, at->second, claim);
      if (!says || *says) return says;
    }
    return false;
  }

 private:
  struct Candidate {
    std::string bytes;  ///< empty: says nothing of ours in this context
    std::vector<std::uint32_t> withdrawn;
    base::Instant expires_at;
    /// Numbers of opaque claims by their words, once it is asked for: an object may have thousands of versions.
    std::optional<std::multimap<base::Digest, std::uint32_t>> opaque;
  };
  using CandidateRef = std::unique_ptr<Candidate>;

  static base::Status open_opaque(Candidate& candidate) {
    if (candidate.opaque) return {};
    const auto envelope = bulletin::open(candidate.bytes);
    if (!envelope) return envelope.error();
    candidate.opaque.emplace();
    for (std::size_t place = 0; place < envelope->claims.size(); ++place) {
      v1::Claim said;
      if (!bulletin::read_claim_bytes(envelope->claims[place], said)) continue;
      if (said.type() != static_cast<std::uint32_t>(observable::Type::Opaque)) continue;
      candidate.opaque->emplace(words_of(said), bulletin::number_at(*envelope, place));
    }
    return {};
  }
  static base::Digest words_of(const v1::Claim& claim) { return base::sha256(said_claim(claim)); }
  base::Result<bool> says_at(const Candidate& candidate, std::uint32_t number, const v1::Claim& claim) const {
    if (std::ranges::binary_search(candidate.withdrawn, number)) return false;
    const auto said = bulletin::read_claim(candidate.bytes, number);
    if (!said) return said.error();
    const auto must_live_until = half_way(now_, end_of(claim, expires_at_));
    return end_of(*said, candidate.expires_at) >= must_live_until && said_claim(*said) == said_claim(claim);
  }

  base::Result<CandidateRef> read(store::Sequence sequence) {
    const auto standing = reading_.index.standing(std::span(&sequence, 1));
    if (!standing) return standing.error();
    const auto& found = standing->front();
    auto candidate = std::make_unique<Candidate>();
    if (!found || found->row.origin != self_ || found->withdrawn || found->superseded) return candidate;
    if (found->row.kind != v1::KIND_REPORT || found->row.expires_at <= now_) return candidate;
    if (found->row.tlp > up_to_) return candidate;
    auto bytes = reading_.ledger.bytes(sequence);
    if (!bytes) return bytes.error();
    const auto header = bulletin::peek_header(*bytes);
    if (!header) return header.error();
    if (said_context(header->message) != context_) return candidate;
    candidate->bytes = std::move(*bytes);
    candidate->withdrawn = found->withdrawn_claims;
    candidate->expires_at = found->row.expires_at;
    return candidate;
  }

  store::Reading& reading_;
  OrgId self_;
  std::string context_;
  v1::Tlp up_to_;
  base::Instant expires_at_, now_;
  std::map<store::Sequence, CandidateRef> read_;
};

base::Status find_said(store::Reading& reading, Candidates& candidates, std::span<const v1::Claim> claims,
                       std::vector<bool>& said) {
  std::vector<std::string> keys;
  keys.reserve(claims.size());
  for (const auto& claim : claims) {
    keys.push_back(observable::index_key(static_cast<observable::Type>(claim.type()), claim.value()));
  }
  const auto hits = reading.index.exact(keys);
  if (!hits) return hits.error();
  for (std::size_t i = 0; i < claims.size(); ++i) {
    bool is_said = false;
    for (const auto& hit : (*hits)[i]) {
      const auto says = candidates.says(hit, claims[i]);
      if (!says) return says.error();
      is_said = *says;
      if (is_said) break;
    }
    said.push_back(is_said);
  }
  return {};
}

}  // namespace

base::Result<std::vector<bool>> already_said(store::Reading& reading, const Draft& draft, std::size_t from,
                                             std::size_t count, const OrgId& self, base::Instant now) {
  std::vector<bool> said;
  base::Status found;
  for_each_section(draft, from, count, [&](const Section& section, std::size_t, std::span<const v1::Claim> claims) {
    if (!found) return;
    Candidates candidates(reading, section.context, draft.said_up_to, self, now);
    found = find_said(reading, candidates, claims, said);
  });
  if (!found) return found.error();
  return said;
}

}  // namespace tidings::intake
