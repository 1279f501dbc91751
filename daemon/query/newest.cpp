#include "daemon/query/newest.hpp"

#include "core/bulletin/claim.hpp"
#include "daemon/query/judging.hpp"
#include "daemon/store/lists.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t claims_a_row = 8;  // decoding so many claims costs as much as a row

class Newest {
 public:
  Newest(Asking& asking, Fitting& fitting, const std::optional<Page>& page, Sink& sink)
      : asking_(asking),
        fitting_(fitting),
        start_(page ? page->place : Place{}),
        sink_(sink),
        judging_(asking, fitting, sink) {}

  base::Result<Found> run();

 private:
  base::Status step(store::Leapfrog& walk);
  base::Status gather(const store::Listed& listed);
  base::Status gather_all(store::Sequence place, const v1::Header& header, const bulletin::Envelope& envelope);
  base::Status add(store::Sequence place, const v1::Header& header, std::uint32_t number, const v1::Claim& claim);
  bool is_wanted(store::Sequence place, std::uint32_t number) const {
    return place != start_.sequence || number >= start_.next_claim;
  }

  Asking& asking_;
  Fitting& fitting_;
  Place start_;
  Sink& sink_;
  Judging judging_;
  std::vector<Candidate> candidates_;
  Place gathered_to_;  ///< where to go on
  v1::Claim claim_;    ///< each in turn, so that its memory is used again
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
    while (!ended_ && candidates_.size() < judging_.together() && judging_.may_go_on()) {
      if (auto gathered = step(walk); !gathered) return gathered.error();
    }
    const auto judged = judging_.judge(candidates_);
    if (!judged) return judged.error();
    if (*judged < candidates_.size()) {
      const auto& next = candidates_[*judged];
      return Found{Page{Order::Newest, {next.place, next.number}, {}, {}}, false};
    }
    if (ended_) return Found{};
    candidates_.clear();
    if (sink_.is_full() || !judging_.may_go_on()) return Found{Page{Order::Newest, gathered_to_, {}, {}}, false};
  }
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
  if (standing == nullptr || standing->row.claims == 0 || !fitting_.filter().fits(standing->row)) return {};
  const auto may_meet = fitting_.may_meet(*standing);
  if (!may_meet) return may_meet.error();
  if (!*may_meet) return {};
  const auto envelope = asking_.envelope(place);
  if (!envelope && envelope.error().code == base::ErrorCode::NotFound) return {};  // forgotten since the index knew it
  if (!envelope) return envelope.error();
  const auto header = asking_.header(place);
  if (!header) return header.error();
  if (listed.claim == store::whole_bulletin) return gather_all(place, **header, **envelope);
  const auto claim = asking_.claim(place, listed.claim);
  if (!claim && claim.error().code == base::ErrorCode::NotFound) return {};  // a pruned copy without it
  if (!claim) return claim.error();
  return add(place, **header, listed.claim, **claim);
}

base::Status Newest::gather_all(store::Sequence place, const v1::Header& header, const bulletin::Envelope& envelope) {
  asking_.spending().spend(envelope.claims.size() / claims_a_row);
  for (std::size_t i = 0; i < envelope.claims.size(); ++i) {
    const auto number = envelope.pruned ? envelope.numbers[i] : static_cast<std::uint32_t>(i);
    if (!is_wanted(place, number) || !fitting_.may_fit(place, header, envelope.claims[i])) continue;
    claim_.Clear();
    if (auto read = bulletin::read_claim_bytes(envelope.claims[i], claim_); !read) return read;
    if (auto added = add(place, header, number, claim_); !added) return added;
  }
  return {};
}

base::Status Newest::add(store::Sequence place, const v1::Header& header, std::uint32_t number,
                         const v1::Claim& claim) {
  if (!is_wanted(place, number)) return {};
  const auto type = observable::type_from_number(claim.type());
  if (!type) return {};
  const auto may = fitting_.may_fit(place, header, claim);
  if (!may) return may.error();
  if (!*may) return {};
  auto key = observable::index_key(*type, claim.value());
  if (judging_.is_met_elsewhere(key, place, number)) return {};
  candidates_.push_back({place, number, std::move(key), {*type, claim.value()}});
  return {};
}

}  // namespace

base::Result<Found> search_newest(Asking& asking, Fitting& fitting, const std::optional<Page>& page, Sink& sink) {
  return Newest(asking, fitting, page, sink).run();
}

}  // namespace tidings::query
