#include "daemon/query/listing.hpp"

#include <algorithm>

#include "core/bulletin/verify.hpp"
#include "core/observable/observable.hpp"
#include "daemon/query/filter.hpp"
#include "daemon/query/page.hpp"
#include "daemon/query/told.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t hits_at_once = 512;
constexpr std::size_t claims_at_once = 256;
constexpr std::size_t claims_asked = 16;  // of one key, which type it is
constexpr std::size_t looked_at_most =
    20'000;  // claims and what is said of them, for one page: some ten milliseconds of a reader

/// A page being filled.
class Page {
 public:
  Page(Asking& asking, const v1::QueryRequest& request, Filter filter)
      : asking_(asking), request_(request), filter_(std::move(filter)) {
    const auto wanted = request.limit() == 0 ? default_page : request.limit();
    room_ = std::min(wanted, max_page);
  }
  base::Result<v1::QueryAnswer> fill();

 private:
  struct Claim {
    store::Sequence place;
    std::uint32_t number{0};
    v1::Value value;
  };
  base::Status one_value();
  base::Status by_key();
  base::Status by_bulletin();
  base::Status list_bulletin(store::Sequence place, std::uint32_t first_claim);
  base::Status list_claims(std::span<const Claim> claims);
  base::Status list_keys(const std::vector<std::string>& keys);
  base::Result<std::optional<v1::Value>> value_of(std::span<const store::Hit> hits);
  base::Status add(const v1::Value& value, const Seen& seen);
  bool is_full() const {
    return answer_.indicators_size() >= static_cast<int>(room_) || bytes_ >= max_told_bytes || looked_ >= looked_at_most;
  }

  Asking& asking_;
  const v1::QueryRequest& request_;
  Filter filter_;
  std::uint32_t room_{0};
  v1::QueryAnswer answer_;
  std::size_t bytes_{0}, looked_{0};
};

base::Result<v1::QueryAnswer> Page::fill() {
  if (auto told = asking_.tell_reach(answer_); !told) return told.error();
  const bool by_type = request_.type() != 0 && filter_.is_empty();
  const auto filled = request_.has_value() ? one_value() : by_type ? by_key() : by_bulletin();
  if (!filled) return filled.error();
  return std::move(answer_);
}

base::Status Page::add(const v1::Value& value, const Seen& seen) {
  auto indicator = tell(asking_, value, seen);
  if (!indicator) return indicator.error();
  bytes_ += indicator->ByteSizeLong();
  *answer_.add_indicators() = std::move(*indicator);
  return {};
}

base::Status Page::one_value() {
  const auto& value = request_.value();
  const auto type = observable::type_from_number(value.type()).value_or(observable::Type::None);
  const std::vector<std::string> keys{observable::index_key(type, value.value())};
  const auto hits = asking_.index().exact(keys);
  if (!hits) return hits.error();
  if (auto learned = learn_standing(asking_, *hits); !learned) return learned;
  const auto seen = see(asking_, value, hits->front());
  if (!seen) return seen.error();
  const auto fit = filter_.first_fit(asking_, *seen);
  if (!fit) return fit.error();
  return *fit ? add(value, *seen) : base::Status{};
}

/// Types share a range of keys (a domain and its wildcard do), so a claim that may be live tells which it is.
base::Result<std::optional<v1::Value>> Page::value_of(std::span<const store::Hit> hits) {
  std::size_t asked = 0;
  for (auto hit = hits.rbegin(); hit != hits.rend() && asked < claims_asked; ++hit) {
    const auto* standing = asking_.standing(hit->sequence);
    if (standing == nullptr || standing->withdrawn || standing->superseded) continue;
    if (standing->row.expires_at <= asking_.now()) continue;
    ++asked;
    const auto claim = asking_.claim(hit->sequence, hit->claim);
    if (!claim && claim.error().code == base::ErrorCode::NotFound) continue;  // forgotten since the index knew it
    if (!claim) return claim.error();
    if (claim->type() != request_.type()) continue;
    v1::Value value;
    value.set_type(claim->type());
    value.set_value(claim->value());
    return std::optional(std::move(value));
  }
  return std::optional<v1::Value>{};
}

base::Status Page::by_key() {
  const auto type = observable::type_from_number(request_.type());
  if (!type) return base::fail(base::ErrorCode::BadInput, "no such type of observable");
  // Domain wildcards are filed under domains; any key tells under which number a type is.
  const auto filed = base::read_be(observable::index_key(*type, {}), 0, 2);
  std::string from, to;
  base::append_be16(from, static_cast<std::uint16_t>(filed));
  base::append_be16(to, static_cast<std::uint16_t>(filed + 1));
  auto last = read_key(request_.page());
  if (!last) return last.error();
  while (!is_full()) {
    std::optional<store::Hit> after;
    if (!last->empty()) after = store::Hit{*last, {INT64_MAX}, UINT32_MAX, {}};
    const auto hits = asking_.index().range(from, to, hits_at_once, after);
    if (!hits) return hits.error();
    std::vector<std::string> keys;
    for (const auto& hit : *hits) {
      if (keys.empty() || keys.back() != hit.key) keys.push_back(hit.key);
    }
    if (keys.empty()) {
      answer_.clear_next_page();
      return {};
    }
    if (keys.size() > room_) keys.resize(room_);
    if (auto listed = list_keys(keys); !listed) return listed;
    *last = answer_.next_page().substr(1);
  }
  return {};
}

/// Adds what fits of these and notes the last key looked at.
base::Status Page::list_keys(const std::vector<std::string>& keys) {
  const auto hits = asking_.index().exact(keys);
  if (!hits) return hits.error();
  if (auto learned = learn_standing(asking_, *hits); !learned) return learned;
  for (std::size_t i = 0; i < keys.size() && !is_full(); ++i) {
    ++looked_;
    answer_.set_next_page(write_page(keys[i]));
    const auto value = value_of((*hits)[i]);
    if (!value) return value.error();
    if (!*value) continue;
    const auto seen = see(asking_, **value, (*hits)[i]);
    if (!seen) return seen.error();
    looked_ += seen->places.size();
    if (!seen->view.is_live()) continue;
    if (auto added = add(**value, *seen); !added) return added;
  }
  return {};
}

base::Status Page::by_bulletin() {
  const auto start = read_place(request_.page());
  if (!start) return start.error();
  auto filter = filter_.for_index();
  std::uint32_t first_claim = start->next_claim;
  filter.before = start->sequence.value == UINT64_MAX ? start->sequence : store::Sequence{start->sequence.value + 1};
  while (!is_full()) {
    const auto places = asking_.index().bulletins(filter, hits_at_once);
    if (!places) return places.error();
    if (places->empty()) {
      answer_.clear_next_page();
      return {};
    }
    if (auto learned = asking_.learn_standing(*places); !learned) return learned;
    for (const auto place : *places) {
      const bool is_resumed = place == start->sequence;
      if (is_full()) return {};
      ++looked_;
      answer_.set_next_page(write_page(Place{place, is_resumed ? first_claim : 0}));
      if (auto listed = list_bulletin(place, is_resumed ? first_claim : 0); !listed) return listed;
    }
    filter.before = places->back();
  }
  return {};
}

base::Status Page::list_bulletin(store::Sequence place, std::uint32_t first_claim) {
  const auto* standing = asking_.standing(place);
  if (standing == nullptr || standing->withdrawn || standing->superseded || standing->row.claims == 0) return {};
  if (standing->row.expires_at <= asking_.now()) return {};
  const auto bytes = asking_.bytes(place);
  if (!bytes && bytes.error().code == base::ErrorCode::NotFound) return {};  // forgotten since the index knew it
  if (!bytes) return bytes.error();
  const auto read = bulletin::read_verified(**bytes);
  if (!read) return read.error();
  std::vector<Claim> claims;
  for (const auto& claim : read->claims) {
    if (claim.number < first_claim || !claim.indexable) continue;
    if (request_.type() != 0 && claim.message.type() != request_.type()) continue;
    claims.push_back({place, claim.number, {}});
    claims.back().value.set_type(claim.message.type());
    claims.back().value.set_value(claim.message.value());
  }
  for (std::size_t i = 0; i < claims.size() && !is_full(); i += claims_at_once) {
    const auto run = std::span(claims).subspan(i, std::min(claims_at_once, claims.size() - i));
    if (auto listed = list_claims(run); !listed) return listed;
  }
  return {};
}

base::Status Page::list_claims(std::span<const Claim> claims) {
  std::vector<std::string> keys, own_keys;
  for (const auto& claim : claims) {
    own_keys.push_back(observable::index_key(static_cast<observable::Type>(claim.value.type()), claim.value.value()));
  }
  keys = own_keys;  // what a bulletin says again and again is looked up once
  std::ranges::sort(keys);
  const auto repeats = std::ranges::unique(keys);
  keys.erase(repeats.begin(), repeats.end());
  const auto hits = asking_.index().exact(keys);
  if (!hits) return hits.error();
  if (auto learned = learn_standing(asking_, *hits); !learned) return learned;
  for (std::size_t i = 0; i < claims.size() && !is_full(); ++i) {
    ++looked_;
    answer_.set_next_page(write_page(Place{claims[i].place, claims[i].number + 1}));
    const auto at_key = std::ranges::lower_bound(keys, own_keys[i]) - keys.begin();
    const auto seen = see(asking_, claims[i].value, (*hits)[static_cast<std::size_t>(at_key)]);
    if (!seen) return seen.error();
    looked_ += seen->places.size();
    const auto fit = filter_.first_fit(asking_, *seen);
    if (!fit) return fit.error();
    // An observable that several bulletins speak of is told at the newest of them.
    if (!*fit || seen->places[**fit] != claims[i].place) continue;
    if (seen->view.statements[**fit].statement.claim != claims[i].number) continue;
    if (auto added = add(claims[i].value, *seen); !added) return added;
  }
  return {};
}

}  // namespace

base::Result<v1::QueryAnswer> list(Asking& asking, const v1::QueryRequest& request) {
  auto filter = Filter::of(request, asking.book());
  if (!filter) return filter.error();
  return Page(asking, request, std::move(*filter)).fill();
}

}  // namespace tidings::query
