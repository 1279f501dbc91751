#include "daemon/query/show.hpp"

#include "daemon/query/find.hpp"
#include "daemon/query/told.hpp"

namespace tidings::query {
namespace {

void tell_origin(const partners::Book& book, const store::BulletinRow& row, v1::ShowAnswer& shown) {
  shown.set_origin_name(book.name_of(row.origin));
  if (!row.giver.is_zero()) shown.set_received_from(book.name_of(row.giver));
  const auto known = book.identities.find(row.origin);
  if (known == book.identities.end()) return;
  shown.set_identity(known->second.identity->signed_bytes);
  if (!known->second.introduced_by.is_zero()) shown.set_introduced_by(book.name_of(known->second.introduced_by));
}

/// Newest first.
constexpr std::size_t most_replies = 100;

/// What still speaks of those that the asker may see.
bool is_told(const store::Standing* reply, const store::BulletinRow& shown, base::Instant now) {
  if (reply == nullptr || reply->withdrawn || reply->superseded) return false;
  if (reply->row.kind == v1::KIND_WITHDRAWAL) return reply->row.origin == shown.origin;
  return reply->row.expires_at > now;
}

base::Status tell_reply(Asking& asking, store::Sequence place, const store::BulletinRow& shown, v1::ShowAnswer& into) {
  const auto* standing = asking.standing(place);
  if (!is_told(standing, shown, asking.now())) return {};
  const auto header = asking.header(place);
  if (!header && header.error().code == base::ErrorCode::NotFound) return {};  // forgotten since the index knew it
  if (!header) return header.error();
  auto& reply = *into.add_replies();
  reply.set_kind(standing->row.kind);
  reply.set_bulletin_id(standing->row.id.str());
  reply.set_origin_name(asking.book().name_of(standing->row.origin));
  reply.set_issued_at(standing->row.issued_at.us);
  reply.set_text(shown_words(**header));
  for (const auto& target : (*header)->targets()) {
    if (target.bulletin_id() == shown.id.str()) reply.mutable_claims()->MergeFrom(target.claims());
  }
  return {};
}

base::Status tell_replies(Asking& asking, const store::BulletinRow& shown, v1::ShowAnswer& into) {
  auto places = asking.index().referring_to(shown.id, most_replies + 1);
  if (!places) return places.error();
  into.set_more_replies(places->size() > most_replies);
  if (places->size() > most_replies) places->pop_back();
  if (auto learned = asking.learn_standing(*places); !learned) return learned;
  for (const auto place : *places) {
    if (auto told = tell_reply(asking, place, shown, into); !told) return told;
  }
  return {};
}

base::Result<v1::ShowAnswer> show_one(Asking& asking, store::Sequence place) {
  auto bytes = asking.ledger().bytes(place);
  if (!bytes) return bytes.error();
  const auto& standing = *asking.standing(place);
  const auto& row = standing.row;
  v1::ShowAnswer shown;
  shown.set_bulletin(std::move(*bytes));
  tell_origin(asking.book(), row, shown);
  shown.set_received_at(row.received_at.us);
  if (asking.sees_everything()) shown.set_sequence(place.value);
  if (auto told = asking.tell_reach(shown); !told) return told.error();
  shown.set_withdrawn(standing.withdrawn);
  shown.mutable_withdrawn_claims()->Add(standing.withdrawn_claims.begin(), standing.withdrawn_claims.end());
  shown.set_superseded(standing.superseded);
  shown.set_expired(row.expires_at <= asking.now());
  shown.set_not_indexed(row.not_indexed);
  for (const auto& [organisation, partner] : asking.book().partners) {
    const auto delivered = asking.ledger().delivered(organisation, std::span(&row.id, 1));
    if (!delivered) return delivered.error();
    if (delivered->front() && organisation != row.giver) shown.add_delivered_to(partner.record.alias);
  }
  if (auto told = tell_replies(asking, row, shown); !told) return told.error();
  return shown;
}

}  // namespace

base::Result<std::vector<v1::ShowAnswer>> show(Asking& asking, const v1::ShowRequest& request) {
  const auto found = find_bulletins(asking, request.id());
  if (!found) return found.error();
  std::vector<v1::ShowAnswer> shown;
  std::size_t bytes = 0;
  for (const auto place : *found) {
    auto one = show_one(asking, place);
    if (!one && one.error().code == base::ErrorCode::NotFound) continue;  // forgotten since the index knew it
    if (!one) return one.error();
    bytes += one->bulletin().size();
    if (bytes > max_shown_bytes) {
      return base::fail(base::ErrorCode::TooLarge, "the publication's " + std::to_string(found->size()) +
                                                       " bulletins are more than 64 MiB; ask for them one by one");
    }
    shown.push_back(std::move(*one));
  }
  if (shown.empty())
    return base::fail(base::ErrorCode::NotFound, "there is no bulletin or publication " + request.id());
  return shown;
}

}  // namespace tidings::query
