#include "daemon/feeding/compare.hpp"

#include <algorithm>

#include "core/bulletin/verify.hpp"
#include "daemon/feeding/words.hpp"
#include "daemon/store/lists.hpp"

namespace tidings::feeding {
namespace {

constexpr std::size_t bulletins_a_step = 16;  ///< some MB: others wait for a reader meanwhile

}  // namespace

Compare::Compare(Comparison what) : what_(std::move(what)) {}

base::Result<bool> Compare::step(store::Reading& reading) {
  const auto reach = reading.index.reach();
  if (!reach) return reach.error();
  if (!reach->is_whole()) return base::fail(base::ErrorCode::Busy, "the index is being rebuilt");
  const auto listed = reading.index.listed(store::tag_list(what_.tag), from_, bulletins_a_step);
  if (!listed) return listed.error();
  if (listed->empty()) return false;
  std::vector<store::Sequence> places;
  for (const auto& one : *listed) {
    if (places.empty() || places.back() != one.sequence) places.push_back(one.sequence);
  }
  const auto standing = reading.index.standing(places);
  if (!standing) return standing.error();
  for (const auto& one : *standing) {
    if (!one || one->row.origin != what_.self) continue;
    if (one->row.kind == v1::KIND_WITHDRAWAL || one->row.expires_at <= what_.now) continue;
    if (auto added = by_hand_.add(reading, *one, what_.tag); !added) return added.error();
    if (one->withdrawn || one->superseded) continue;
    if (const auto looked = look(reading, *one); !looked) return looked.error();
  }
  from_ = {places.back().value - 1};
  return from_.value > 0 && listed->size() == bulletins_a_step;
}

/// Some time before half a life is over, so that a run that reads all falls into it.
bool Compare::is_due(base::Instant expires_at) const {
  return expires_at < what_.now + what_.lifetime / 2 + std::min(what_.lifetime / 8 + what_.every, what_.lifetime / 4);
}

bool Compare::lives_on(const v1::Claim& held, base::Instant expires_at, std::size_t place) const {
  const auto own = what_.said->ends_at(place);
  if (own == 0 && held.valid_until() == 0) return true;
  const auto end = held.valid_until() == 0 ? expires_at : std::min(expires_at, base::Instant{held.valid_until()});
  const auto wanted = own == 0 ? what_.now + what_.lifetime : base::Instant{own};
  return wanted <= what_.now || end >= what_.now + (wanted - what_.now) / 2;
}

base::Result<Compare::Looked> Compare::look_at_claims(const store::Standing& standing, std::string_view bytes) {
  const auto read = bulletin::read_verified(bytes);
  if (!read) return read.error();
  const auto context = digest_of(read->header.message);
  Looked looked;
  for (const auto& claim : read->claims) {
    if (std::ranges::binary_search(standing.withdrawn_claims, claim.number)) {
      looked.intact = false;
      continue;
    }
    const auto place = what_.said->find(digest_of(context, claim.message));
    if (place) {
      const bool lives = lives_on(claim.message, standing.row.expires_at, *place);
      if (lives) looked.there.push_back(*place);
      looked.intact = looked.intact && lives;
      continue;
    }
    looked.intact = false;
    if (what_.said->is_taken_back(claim.message)) {
      looked.taken_back.push_back(claim.number);
    } else if (what_.scope == Scope::Whole || what_.said->has_subject(subject_of(claim.message))) {
      looked.gone.push_back(claim.number);
    }
  }
  return looked;
}

base::Status Compare::look(store::Reading& reading, const store::Standing& standing) {
  ++bulletins_;
  auto& publication = publications_[standing.row.publication];
  const bool due = is_due(standing.row.expires_at);
  publication.due = publication.due || due;
  if (what_.publications.contains(standing.row.publication)) {
    publication.intact = publication.intact && standing.withdrawn_claims.empty();
    return {};
  }
  return what_.said ? look_into(reading, standing, publication, due) : base::Status();
}

base::Status Compare::look_into(store::Reading& reading, const store::Standing& standing, Publication& publication,
                                bool due) {
  const auto bytes = reading.ledger.bytes(standing.row.sequence);
  if (!bytes) return bytes.error();
  auto looked = look_at_claims(standing, *bytes);
  if (!looked) return looked.error();
  publication.intact = publication.intact && looked->intact;
  if (!due || looked->intact) {
    for (const auto place : looked->there) what_.said->hold(place);
  }
  if (looked->gone.empty() && looked->taken_back.empty()) return {};
  const auto header = bulletin::peek_header(*bytes);
  if (!header) return header.error();
  add(standing, header->message.audience(), std::move(looked->gone), gone_);
  add(standing, header->message.audience(), std::move(looked->taken_back), taken_back_);
  return {};
}

void Compare::add(const store::Standing& standing, const v1::Audience& audience, std::vector<std::uint32_t> claims,
                  Leaving& leaving) {
  if (claims.empty()) return;
  leaving.claims += claims.size();
  if (claims.size() + standing.withdrawn_claims.size() == standing.row.claims) claims.clear();
  leaving.bulletins.push_back({standing.row.id, audience, standing.row.expires_at, std::move(claims)});
}

bool Compare::has_due() const {
  return std::ranges::any_of(publications_, [](const auto& one) { return one.second.due; });
}

std::vector<bulletin::PublicationId> Compare::to_renew() const {
  std::vector<bulletin::PublicationId> all;
  for (const auto& [id, publication] : publications_) {
    if (publication.due && publication.intact) all.push_back(id);
  }
  return all;
}

std::set<bulletin::PublicationId> Compare::to_read_again() const {
  std::set<bulletin::PublicationId> all;
  for (const auto& [id, publication] : publications_) {
    if (publication.due && !publication.intact && what_.publications.contains(id)) all.insert(id);
  }
  return all;
}

}  // namespace tidings::feeding
