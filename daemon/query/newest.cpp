#include "daemon/query/newest.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/bulletin/verify.hpp"
#include "daemon/store/lists.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t most_together = 256;  // claims whose observables are probed at once
constexpr std::size_t least_together = 16;
constexpr std::size_t much_said = 256;   // statements: the view of such a value is worth remembering
constexpr std::size_t claims_a_row = 8;  // decoding so many claims costs as much as a row

class Newest {
 public:
  Newest(Asking& asking, Fitting& fitting, const std::optional<Page>& page, Sink& sink)
      : asking_(asking), fitting_(fitting), start_(page ? page->place : Place{}), sink_(sink) {}

  base::Result<Found> run();

 private:
  struct Candidate {
    store::Sequence place;
    std::uint32_t number{0};
    v1::Value value;
  };
  base::Status step(store::Leapfrog& walk);
  base::Status gather(const store::Listed& listed);
  base::Status gather_one(store::Sequence place, std::uint32_t number);
  base::Status gather_all(store::Sequence place);
  base::Status add(store::Sequence place, const v1::Header& header, std::uint32_t number, const v1::Claim& claim);
  base::Result<std::size_t> judge_gathered();
  base::Result<std::size_t> judge_together(std::span<const Candidate> some);
  base::Status judge(const Candidate& candidate, const std::string& key, const std::vector<store::Hit>& hits);
  bool is_met_elsewhere(const std::string& key, store::Sequence place, std::uint32_t number) const;
  bool may_go_on();
  bool is_wanted(store::Sequence place, std::uint32_t number) const {
    return place != start_.sequence || number >= start_.next_claim;
  }
  std::size_t together() const { return std::clamp(sink_.room(), least_together, most_together); }

  Asking& asking_;
  Fitting& fitting_;
  Place start_;
  Sink& sink_;
  /// Where values are met of which much is said: each of the thousands of bulletins that speak of one would else cost a
  /// view of them all.
  std::map<std::string, std::optional<std::pair<store::Sequence, std::uint32_t>>> met_;
  bool is_extended_{false};
  std::vector<Candidate> candidates_;
  Place gathered_to_, judged_to_;  ///< where to go on
  bool ended_{false};
};

base::Result<Found> Newest::run() {
  auto lists = fitting_.filter().lists(asking_.index());
  if (!lists) return lists.error();
  auto places = fitting_.filter().places(asking_.index());
  if (!places) return places.error();
  places->last = std::min(places->last, start_.sequence);
  store::Leapfrog walk(asking_.index(), *lists, *places);
  while (true) {
    while (!ended_ && candidates_.size() < together() && may_go_on()) {
      if (auto gathered = step(walk); !gathered) return gathered.error();
    }
    const auto judged = judge_gathered();
    if (!judged) return judged.error();
    if (*judged < candidates_.size()) return Found{Page{Order::Newest, judged_to_, {}}, false};
    if (ended_) return Found{};
    candidates_.clear();
    if (sink_.is_full() || !may_go_on()) return Found{Page{Order::Newest, gathered_to_, {}}, false};
  }
}

/// One view of a much-discussed value takes what a page may spend: passing over the bulletins that only repeat it may
/// take as much again.
bool Newest::may_go_on() {
  if (!asking_.spending().is_over()) return true;
  if (met_.empty() || std::exchange(is_extended_, true)) return false;
  asking_.spending() = {page_spending};
  return true;
}

bool Newest::is_met_elsewhere(const std::string& key, store::Sequence place, std::uint32_t number) const {
  const auto met = met_.find(key);
  return met != met_.end() && (!met->second || *met->second != std::pair(place, number));
}

/// How many were judged before the sink was full or the spending over: at least one run of them.
base::Result<std::size_t> Newest::judge_gathered() {
  std::size_t judged = 0;
  while (judged < candidates_.size() && !sink_.is_full() && (judged == 0 || may_go_on())) {
    const auto some = std::span(candidates_).subspan(judged, std::min(together(), candidates_.size() - judged));
    const auto count = judge_together(some);
    if (!count) return count;
    judged += *count;
  }
  return judged;
}

/// One more bulletin's claims.
base::Status Newest::step(store::Leapfrog& walk) {
  const auto step = walk.next(asking_.spending());
  if (!step) return step.error();
  ended_ = step->ended;
  if (ended_) return {};
  if (!step->found) {
    gathered_to_ = {step->at, step->at == start_.sequence ? start_.next_claim : 0};
    return {};
  }
  gathered_to_ = {{step->found->sequence.value - 1}, 0};
  return gather(*step->found);
}

base::Status Newest::gather(const store::Listed& listed) {
  const auto place = listed.sequence;
  if (auto learned = asking_.learn_standing({place}); !learned) return learned;
  const auto* standing = asking_.standing(place);
  if (standing == nullptr || standing->withdrawn || standing->superseded || standing->row.claims == 0) return {};
  if (standing->row.expires_at <= asking_.now() || !fitting_.filter().fits(standing->row)) return {};
  return listed.claim == store::whole_bulletin ? gather_all(place) : gather_one(place, listed.claim);
}

base::Status Newest::gather_one(store::Sequence place, std::uint32_t number) {
  const auto claim = asking_.claim(place, number);
  if (!claim && claim.error().code == base::ErrorCode::NotFound) return {};  // forgotten since the index knew it
  if (!claim) return claim.error();
  const auto header = asking_.header(place);
  if (!header) return header.error();
  const auto type = observable::type_from_number(claim->type());
  if (!type || !observable::is_canonical(*type, claim->value())) return {};
  return add(place, **header, number, *claim);
}

base::Status Newest::gather_all(store::Sequence place) {
  const auto bytes = asking_.bytes(place);
  if (!bytes && bytes.error().code == base::ErrorCode::NotFound) return {};  // forgotten since the index knew it
  if (!bytes) return bytes.error();
  const auto read = bulletin::read_verified(**bytes);
  if (!read) return read.error();
  asking_.spending().spend(read->claims.size() / claims_a_row);
  for (const auto& claim : read->claims) {
    if (!claim.indexable) continue;
    if (auto added = add(place, read->header.message, claim.number, claim.message); !added) return added;
  }
  return {};
}

base::Status Newest::add(store::Sequence place, const v1::Header& header, std::uint32_t number,
                         const v1::Claim& claim) {
  if (!is_wanted(place, number)) return {};
  const auto may = fitting_.may_fit(place, header, claim);
  if (!may) return may.error();
  if (!*may) return {};
  const bool is_known =
      !met_.empty() &&
      is_met_elsewhere(observable::index_key(static_cast<observable::Type>(claim.type()), claim.value()), place,
                       number);
  if (is_known) return {};
  auto& candidate = candidates_.emplace_back(Candidate{place, number, {}});
  candidate.value.set_type(claim.type());
  candidate.value.set_value(claim.value());
  return {};
}

/// Probes what else is said of these, and judges each until the sink is full; how many.
base::Result<std::size_t> Newest::judge_together(std::span<const Candidate> some) {
  std::vector<std::string> keys, own_keys;
  own_keys.reserve(some.size());
  for (const auto& one : some) {
    own_keys.push_back(observable::index_key(static_cast<observable::Type>(one.value.type()), one.value.value()));
  }
  for (std::size_t i = 0; i < some.size(); ++i) {
    if (!is_met_elsewhere(own_keys[i], some[i].place, some[i].number)) keys.push_back(own_keys[i]);
  }  // what a bulletin says again and again is looked up once
  std::ranges::sort(keys);
  const auto repeats = std::ranges::unique(keys);
  keys.erase(repeats.begin(), repeats.end());
  const auto hits = asking_.exact(keys);
  if (!hits) return hits.error();
  if (auto learned = learn_standing(asking_, *hits); !learned) return learned.error();
  for (std::size_t i = 0; i < some.size(); ++i) {
    if (sink_.is_full()) return i;
    judged_to_ = {some[i].place, some[i].number + 1};
    if (is_met_elsewhere(own_keys[i], some[i].place, some[i].number)) continue;
    const auto at_key = static_cast<std::size_t>(std::ranges::lower_bound(keys, own_keys[i]) - keys.begin());
    if (auto judged = judge(some[i], own_keys[i], (*hits)[at_key]); !judged) return judged.error();
  }
  return some.size();
}

/// An observable that several bulletins speak of is met at the newest of them that fits.
base::Status Newest::judge(const Candidate& candidate, const std::string& key, const std::vector<store::Hit>& hits) {
  const auto seen = see(asking_, candidate.value, hits);
  if (!seen) return seen.error();
  asking_.spending().spend(seen->places.size());
  const auto fit = fitting_.first_fit(*seen);
  if (!fit) return fit.error();
  std::optional<std::pair<store::Sequence, std::uint32_t>> met;
  if (*fit) met.emplace(seen->places[**fit], seen->view.statements[**fit].statement.claim);
  if (hits.size() >= much_said) met_.emplace(key, met);
  if (!met || *met != std::pair(candidate.place, candidate.number)) return {};
  return sink_.take(candidate.value, *seen, observable::Match::Exact);
}

}  // namespace

base::Result<Found> search_newest(Asking& asking, Fitting& fitting, const std::optional<Page>& page, Sink& sink) {
  return Newest(asking, fitting, page, sink).run();
}

}  // namespace tidings::query
