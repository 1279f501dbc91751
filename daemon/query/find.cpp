#include "daemon/query/find.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "base/bytes.hpp"
#include "base/letters.hpp"
#include "base/uuid.hpp"
#include "core/bulletin/verify.hpp"
#include "core/bulletin/words.hpp"
#include "core/observable/hash.hpp"

namespace tidings::query {
namespace {

using base::ErrorCode;
using bulletin::BulletinId;
using bulletin::PublicationId;

constexpr std::size_t told_apart = 8;  // ids that begin alike: more are not looked at

/// The lowest or highest id that begins with these hex digits.
template <class Id>
Id bound(std::string_view digits, char fill) {
  std::string hex(digits);
  hex.resize(Id::size * 2, fill);
  return *Id::from_text(hex);
}

base::Status add_bulletins(Asking& asking, std::string_view digits, std::vector<store::Sequence>& found) {
  if (digits.size() > BulletinId::size * 2) return {};
  const auto entries =
      asking.ledger().between(bound<BulletinId>(digits, '0'), bound<BulletinId>(digits, 'f'), told_apart);
  if (!entries) return entries.error();
  for (const auto& entry : *entries) found.push_back(entry.sequence);
  return {};
}

base::Status add_publications(Asking& asking, std::string_view digits, std::vector<store::Sequence>& found) {
  if (digits.size() > PublicationId::size * 2) return {};
  const auto ids =
      asking.index().publications(bound<PublicationId>(digits, '0'), bound<PublicationId>(digits, 'f'), told_apart);
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    const auto parts = asking.index().of_publication(id);
    if (!parts) return parts.error();
    found.insert(found.end(), parts->begin(), parts->end());
  }
  return {};
}

base::Error nothing_named(std::string_view id) {
  return base::fail(ErrorCode::NotFound, "there is no bulletin or publication " + std::string(id));
}

/// One bulletin, or bulletins of one publication that was asked for.
base::Status check_unique(Asking& asking, std::string_view digits, const std::vector<store::Sequence>& found) {
  std::set<std::string> meant;
  for (const auto place : found) {
    const auto& row = asking.standing(place)->row;
    const auto publication = row.publication.text();
    meant.insert(publication.starts_with(digits) ? publication : row.id.text());
  }
  if (meant.size() == 1) return {};
  std::string text = "more than one id begins with " + std::string(digits) + ":";
  for (const auto& id : meant) text += " " + id;
  return base::fail(ErrorCode::BadInput, text);
}

}  // namespace

base::Status check_whole(Asking& asking) {
  const auto reach = asking.index().reach();
  if (!reach) return reach.error();
  if (reach->is_whole()) return {};
  const auto percent = reach->to.value * 100 / reach->needed.value;
  return base::fail(ErrorCode::Busy, "the index is being rebuilt (" + std::to_string(percent) +
                                         " % is read): wait until it is whole, so that nothing is missed");
}

namespace {

using bulletin::object_tag;

/// The objects of which a value is among `numbers`: they would say it again. Their other values stand by themselves.
void add_objects(const std::vector<bulletin::ReadClaim>& claims, std::vector<std::uint32_t>& numbers) {
  std::set<std::string_view> ids;
  for (const auto& claim : claims) {
    if (!std::ranges::binary_search(numbers, claim.number)) continue;
    for (const auto& tag : claim.message.tags()) {
      if (tag.starts_with(object_tag)) ids.insert(std::string_view(tag).substr(object_tag.size()));
    }
  }
  constexpr auto opaque = static_cast<std::uint32_t>(observable::Type::Opaque);
  for (const auto& claim : claims) {
    if (claim.message.type() == opaque && ids.contains(claim.message.value())) numbers.push_back(claim.number);
  }
  std::ranges::sort(numbers);
}

}  // namespace

/// From the bulletin itself: what it says again of a value has no posting of its own.
base::Result<std::vector<std::uint32_t>> claims_about(const std::string& bytes, const std::vector<v1::Value>& values) {
  const auto read = bulletin::read_verified(bytes);
  if (!read) return read.error();
  using Key = std::pair<std::uint32_t, std::string_view>;
  const auto digest_of = [](std::uint32_t type, std::string_view value) {
    const auto digest =
        observable::digest_in(observable::type_from_number(type).value_or(observable::Type::None), value);
    return Key(static_cast<std::uint32_t>(digest.type), digest.value);
  };
  std::set<Key> wanted, beside;
  for (const auto& value : values) {
    wanted.emplace(value.type(), value.value());
    beside.insert(digest_of(value.type(), value.value()));  // it was said with the name
  }
  std::vector<std::uint32_t> numbers;
  for (const auto& claim : read->claims) {
    const Key said(claim.message.type(), claim.message.value());
    // A name beside a digest says the same of the file.
    if (wanted.contains(said) || beside.contains(said) || wanted.contains(digest_of(said.first, said.second)))
      numbers.push_back(claim.number);
  }
  add_objects(read->claims, numbers);
  return numbers;
}

namespace {

using IsMeant = std::function<bool(const store::BulletinRow&)>;

base::Result<std::vector<store::Sequence>> find_meant(Asking& asking, std::string_view id, const IsMeant& is_meant) {
  const auto uuid = base::uuid_from_text(id);  // as MISP shows an event's
  const auto digits = uuid ? base::to_hex(uuid->str()) : base::lowered(id);
  const bool is_hex = std::ranges::all_of(digits, [](unsigned char c) { return std::isxdigit(c) != 0; });
  if (!is_hex || digits.size() < min_id_digits || digits.size() > BulletinId::size * 2) {
    return base::fail(ErrorCode::BadInput, "an id is 8 to 64 hex digits, or an event's UUID");
  }
  std::vector<store::Sequence> found;
  if (auto added = add_bulletins(asking, digits, found); !added) return added.error();
  if (auto added = add_publications(asking, digits, found); !added) return added.error();
  if (auto learned = asking.learn_standing(found); !learned) return learned.error();
  std::erase_if(found, [&](store::Sequence place) {
    const auto* standing = asking.standing(place);
    return standing == nullptr || !is_meant(standing->row);
  });
  std::ranges::sort(found);
  const auto repeats = std::ranges::unique(found);
  found.erase(repeats.begin(), repeats.end());
  if (found.empty()) return nothing_named(id);
  if (auto unique = check_unique(asking, digits, found); !unique) return unique.error();
  return found;
}

}  // namespace

base::Result<std::vector<store::Sequence>> find_bulletins(Asking& asking, std::string_view id) {
  return find_meant(asking, id, [](const store::BulletinRow&) { return true; });
}

base::Result<std::vector<FoundBulletin>> find_whole(Asking& asking, std::string_view id,
                                                    const std::vector<v1::Value>& values, v1::Tlp of_others) {
  if (auto whole = check_whole(asking); !whole) return whole.error();
  const auto& self = asking.book().self;
  const auto places =
      find_meant(asking, id, [&](const store::BulletinRow& row) { return row.origin == self || row.tlp <= of_others; });
  if (!places) return places.error();
  std::vector<FoundBulletin> found;
  for (const auto place : *places) {
    const auto bytes = asking.bytes(place);
    if (!bytes && bytes.error().code == ErrorCode::NotFound) continue;  // forgotten since the index knew it
    if (!bytes) return bytes.error();
    const auto header = asking.header(place);
    if (!header) return header.error();
    FoundBulletin one{*asking.standing(place), (*header)->audience(), {}};
    if (!values.empty()) {
      auto claims = claims_about(**bytes, values);
      if (!claims) return claims.error();
      one.claims = std::move(*claims);
    }
    found.push_back(std::move(one));
  }
  if (found.empty()) return nothing_named(id);
  return found;
}

std::vector<FoundBulletin> ours_where_any(std::vector<FoundBulletin> found, const identity::OrgId& self) {
  const auto is_ours = [&](const FoundBulletin& one) { return one.standing.row.origin == self; };
  if (std::ranges::any_of(found, is_ours)) std::erase_if(found, std::not_fn(is_ours));
  return found;
}

}  // namespace tidings::query
