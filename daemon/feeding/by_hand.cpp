#include "daemon/feeding/by_hand.hpp"

#include <algorithm>
#include <set>

#include "core/bulletin/verify.hpp"
#include "daemon/feeding/said.hpp"
#include "formats/stix/versions.hpp"

namespace tidings::feeding {
namespace {

/// An object goes with its values, and comes back in a version without them.
bool is_of_values(const v1::Claim& claim) {
  return stix::carries_object(claim) && !stix::read_object(claim.opaque().content()).claimed.empty();
}

}  // namespace

struct ByHand::Withdrawn {
  bool all{false};
  std::set<std::uint32_t> claims;
};

base::Result<ByHand::Withdrawn> ByHand::withdrawn_of(store::Reading& reading, const store::BulletinRow& row,
                                                     const std::string& tag) {
  Withdrawn withdrawn;
  const auto referring = reading.index.referring_to(row.id, store::max_hits_a_key);
  if (!referring) return referring.error();
  const auto standing = reading.index.standing(*referring);
  if (!standing) return standing.error();
  for (const auto& one : *standing) {
    if (!one || one->row.kind != v1::KIND_WITHDRAWAL || one->row.origin != row.origin) continue;
    if (feeds_.contains(one->row.sequence.value)) continue;
    const auto bytes = reading.ledger.bytes(one->row.sequence);
    if (!bytes) return bytes.error();
    const auto header = bulletin::peek_header(*bytes);
    if (!header) return header.error();
    if (std::ranges::find(header->message.tags(), tag) != header->message.tags().end()) {
      feeds_.insert(one->row.sequence.value);
      continue;
    }
    for (const auto& target : header->message.targets()) {
      if (target.bulletin_id() != row.id.bytes()) continue;
      withdrawn.all = withdrawn.all || target.claims().empty();
      withdrawn.claims.insert(target.claims().begin(), target.claims().end());
    }
  }
  return withdrawn;
}

base::Status ByHand::add(store::Reading& reading, const store::Standing& standing, const std::string& tag) {
  if (!standing.withdrawn && standing.withdrawn_claims.empty()) return {};
  const auto withdrawn = withdrawn_of(reading, standing.row, tag);
  if (!withdrawn) return withdrawn.error();
  if (!withdrawn->all && withdrawn->claims.empty()) return {};
  const auto bytes = reading.ledger.bytes(standing.row.sequence);
  if (!bytes) return bytes.error();
  const auto read = bulletin::read_verified(*bytes);
  if (!read) return read.error();
  for (const auto& claim : read->claims) {
    const bool is_meant = withdrawn->all || withdrawn->claims.contains(claim.number);
    if (is_meant && !is_of_values(claim.message)) values_.insert(digest_of_value(claim.message));
  }
  return {};
}

bool ByHand::has(const v1::Claim& claim) const {
  if (values_.empty()) return false;
  if (!stix::carries_object(claim)) return values_.contains(digest_of_value(claim));
  const auto read = stix::read_object(claim.opaque().content());
  if (read.revoked) return false;  // what it takes back is heard
  if (read.claimed.empty()) return values_.contains(digest_of_value(claim));
  return std::ranges::any_of(read.claimed, [this](const auto& claimed) {
    v1::Claim value;
    value.set_type(claimed.first.first);
    value.set_value(claimed.first.second);
    return values_.contains(digest_of_value(value));
  });
}

}  // namespace tidings::feeding
