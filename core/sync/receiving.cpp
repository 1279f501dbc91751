#include "core/sync/receiving.hpp"

#include <algorithm>
#include <iterator>

#include "proto/wire_limits.hpp"

namespace tidings::sync {
namespace {

using base::ErrorCode;

/// Deliveries that nobody wanted before the link is ended: more than a race can make (there is none), less than a
/// flood.
constexpr std::uint64_t max_unwanted = 16;
/// Ids of the want-list under way at once; the rest stays due.
constexpr std::size_t max_again = proto::max_offer_entries;
/// Postponed ids of offers without a cursor that are held back before they are handed on alone.
constexpr std::size_t max_later = proto::max_offer_entries;

}  // namespace

bool Receiving::check(const v1::Offer& offer) {
  const auto lane = lane_from_wire(offer.lane());
  const char* fault = nullptr;
  if (offer.number() != last_offer_ + 1) {
    fault = "an Offer out of order";
  } else if (!lane) {
    fault = "an Offer in a lane that does not exist";
  } else if (offer.entries_size() > static_cast<int>(proto::max_offer_entries)) {
    fault = "an Offer of too many entries";
  } else if (offer.token().size() > proto::max_token_bytes) {
    fault = "an Offer with too long a token";
  } else if (lanes_[index(*lane)].unsettled + static_cast<std::size_t>(offer.entries_size()) > proto::max_in_flight) {
    fault = "more entries are offered than may be in flight";
  }
  if (fault != nullptr) channel_.fail(ErrorCode::Protocol, fault);
  return fault == nullptr;
}

bool Receiving::add_entry(const v1::OfferEntry& entry, Lane lane, std::uint64_t number,
                          std::vector<Candidate>& candidates) {
  auto& state = lanes_[index(lane)];
  const auto id = BulletinId::from_bytes(entry.bulletin_id());
  const char* fault = nullptr;
  if (!id) {
    fault = "an id is offered that is not 32 bytes";
  } else if (entry.size() == 0 || entry.size() > bulletin::max_bulletin_bytes) {
    fault = "a bulletin is offered of a size that none has";
  } else if (state.unsettled > 0 && state.unsettled_bytes + entry.size() > options_.window_bytes) {
    fault = "more bytes are offered than the window allows";
  } else if (const auto at = entries_.find(*id); at == entries_.end()) {
    entries_.emplace(*id, Expected{lane, number, entry.size(), Phase::Undecided, false});
  } else if (at->second.offer != 0 || at->second.phase != Phase::Wanted) {
    fault = "an id is offered twice";
  } else {  // our want-list's request and this offer crossed: the offer's answer decides
    enter(at->second, Phase::Undecided);
    at->second.lane = lane;
    at->second.offer = number;
    at->second.size = entry.size();
  }
  if (fault != nullptr) {
    channel_.fail(ErrorCode::Protocol, fault);
    return false;
  }
  ++state.unsettled;
  state.unsettled_bytes += entry.size();
  candidates.push_back({*id, entry.size()});
  return true;
}

void Receiving::on_offer(const v1::Offer& offer) {
  if (!check(offer)) return;
  last_offer_ = offer.number();
  const Lane lane = *lane_from_wire(offer.lane());
  if (offer.entries_size() == 0) return move_cursor(lane, offer.token());
  std::vector<Candidate> candidates;
  candidates.reserve(static_cast<std::size_t>(offer.entries_size()));
  for (const auto& entry : offer.entries()) {
    if (!add_entry(entry, lane, offer.number(), candidates)) return;
  }
  Offer kept{{}, std::vector<bool>(candidates.size()), offer.token(), candidates.size(), candidates.size(), {}};
  std::transform(candidates.begin(), candidates.end(), std::back_inserter(kept.ids),
                 [](const auto& entry) { return entry.id; });
  lanes_[index(lane)].offers.emplace(offer.number(), std::move(kept));
  channel_.wish(wish::JudgeOffer{offer.number(), lane, std::move(candidates)});
}

/// A cursor over what we may not hold. It stands behind the last open offer, so however many come, one is kept.
void Receiving::move_cursor(Lane lane, const std::string& token) {
  auto& state = lanes_[index(lane)];
  if (token.empty()) return;
  if (state.offers.empty()) {
    channel_.wish(wish::KeepToken{lane, token, std::exchange(state.later, {})});
  } else {
    state.offers.rbegin()->second.token = token;
  }
}

void Receiving::enter(Expected& entry, Phase phase) {
  const auto is_awaited = [](Phase p) { return p == Phase::Wanted || p == Phase::Arriving; };
  if (is_awaited(entry.phase)) --awaited_;
  if (is_awaited(phase)) ++awaited_;
  entry.phase = phase;
}

void Receiving::answer(Offer& offer, const Judgement& judgement, v1::Want& want) {
  if (judgement.entry >= offer.decided.size() || offer.decided[judgement.entry]) return;
  offer.decided[judgement.entry] = true;
  --offer.undecided;
  const auto at = entries_.find(offer.ids[judgement.entry]);
  if (judgement.want) {
    want.add_entries(judgement.entry);
    return enter(at->second, Phase::Wanted);
  }
  const bool known = judgement.outcome == Outcome::Known || judgement.outcome == Outcome::Stored;
  // Without `more`, what a Want does not mention is known: the common answer costs nothing.
  auto& settled = *want.add_settled();
  settled.set_entry(judgement.entry);
  settled.set_outcome(known ? v1::OUTCOME_KNOWN : static_cast<v1::Outcome>(judgement.outcome));
  if (!known) settled.set_reason(std::string(base::name(judgement.reason)));
  if (known) ++known_;
  settle(at, known ? Outcome::Known : judgement.outcome, judgement.reason);
}

void Receiving::judged(std::uint64_t number, const std::vector<Judgement>& judgements) {
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
    const auto found = lanes_[lane].offers.find(number);
    if (found == lanes_[lane].offers.end()) continue;
    Offer& offer = found->second;
    if (offer.undecided == 0) return;
    v1::Want want;
    want.set_offer(number);
    for (const auto& judgement : judgements) answer(offer, judgement, want);
    std::sort(want.mutable_entries()->begin(), want.mutable_entries()->end());
    want.set_more(offer.undecided > 0);
    if (!want.more()) {
      auto& settled = *want.mutable_settled();
      settled.erase(std::remove_if(settled.begin(), settled.end(),
                                   [](const auto& entry) { return entry.outcome() == v1::OUTCOME_KNOWN; }),
                    settled.end());
    }
    if (!want.more() || want.entries_size() > 0 || want.settled_size() > 0) channel_.send(v1::FRAME_WANT, want);
    return advance(static_cast<Lane>(lane));
  }
}

void Receiving::want_again(const std::vector<BulletinId>& ids) {
  flush_acks();  // an id just refused for now is free over there only after its Ack
  v1::Want want;
  for (const auto& id : ids) {
    const auto at = entries_.find(id);
    if (at != entries_.end()) {  // on its way already
      again_ += at->second.again ? 0 : 1;
      at->second.again = true;
      continue;
    }
    if (again_ >= max_again) break;
    ++again_;
    const auto added = entries_.emplace(id, Expected{Lane::Normal, 0, 0, Phase::Submitted, true}).first;
    enter(added->second, Phase::Wanted);
    want.add_ids(id.str());
  }
  if (want.ids_size() > 0) channel_.send(v1::FRAME_WANT, want);
}

bool Receiving::on_deliver(const v1::Deliver& deliver) {
  const auto lane = lane_from_wire(deliver.lane());
  if (!lane) {
    channel_.fail(ErrorCode::Protocol, "a Deliver in a lane that does not exist");
    return false;
  }
  if (deliver.gone()) return gone(deliver);
  if (!deliver.bulletin_id().empty() && !begin(deliver, *lane)) return false;
  auto& assembly = lanes_[index(*lane)].assembly;
  const bool wanted = assembly.is_wanted();
  const BulletinId id = assembly.id();
  auto whole = assembly.add(deliver.piece());
  if (!whole) {
    fail(whole.error());
    return false;
  }
  if (wanted) channel_.wish(wish::NoteCame{id, deliver.piece().size()});
  if (*whole) finish(**std::move(whole), *lane);
  return wanted;
}

bool Receiving::begin(const v1::Deliver& deliver, Lane lane) {
  const auto id = BulletinId::from_bytes(deliver.bulletin_id());
  if (!id) {
    channel_.fail(ErrorCode::Protocol, "a Deliver of an id that is not 32 bytes");
    return false;
  }
  const auto at = entries_.find(*id);
  const bool wanted = at != entries_.end() && at->second.phase == Phase::Wanted;
  if (wanted && at->second.offer != 0 && (at->second.size != deliver.size() || at->second.lane != lane)) {
    channel_.fail(ErrorCode::Protocol, "a bulletin is delivered of another size, or in another lane, than was offered");
    return false;
  }
  if (!wanted && !count_unwanted()) return false;
  const auto begun = lanes_[index(lane)].assembly.begin(*id, deliver.size(), !wanted);
  if (!begun) {
    fail(begun.error());
    return false;
  }
  if (wanted) enter(at->second, Phase::Arriving);
  return true;
}

bool Receiving::count_unwanted() {
  if (++unwanted_ <= max_unwanted) return true;
  channel_.fail(ErrorCode::Unwanted, "too much is delivered that was not wanted");
  return false;
}

bool Receiving::gone(const v1::Deliver& deliver) {
  const auto id = BulletinId::from_bytes(deliver.bulletin_id());
  const auto at = id ? entries_.find(*id) : entries_.end();
  if (at == entries_.end() || at->second.phase != Phase::Wanted) {
    count_unwanted();
    return false;
  }
  const Lane lane = at->second.lane;
  // Nothing will be submitted, so this alone says that it may be wanted from another partner now.
  if (!at->second.again) channel_.wish(wish::SettleWanted{*id, Outcome::Unwanted, ErrorCode::NotFound});
  settle(at, Outcome::Unwanted, ErrorCode::NotFound);
  advance(lane);
  return true;
}

void Receiving::finish(Assembled whole, Lane lane) {
  if (whole.discarded) return acknowledge(whole.id, Outcome::Unwanted, ErrorCode::Unwanted);
  if (!is_bulletin(whole.bytes, whole.id)) {
    return channel_.fail(ErrorCode::BadProof, "a bulletin is delivered under an id that its header does not have");
  }
  enter(entries_.find(whole.id)->second, Phase::Submitted);
  channel_.wish(wish::Submit{whole.id, lane, std::move(whole.bytes)});
}

void Receiving::acknowledge(const BulletinId& id, Outcome outcome, ErrorCode reason) {
  auto& ack = acks_.emplace_back();
  ack.set_bulletin_id(id.str());
  ack.set_outcome(static_cast<v1::Outcome>(outcome));
  if (outcome != Outcome::Stored && outcome != Outcome::Known) ack.set_reason(std::string(base::name(reason)));
}

void Receiving::submitted(const BulletinId& id, Outcome outcome, ErrorCode reason) {
  const auto at = entries_.find(id);
  if (at == entries_.end() || at->second.phase != Phase::Submitted) return;
  if (outcome == Outcome::Stored) ++received_;
  if (outcome == Outcome::Known) ++known_;
  acknowledge(id, outcome, reason);
  const Lane lane = at->second.lane;
  settle(at, outcome, reason);
  advance(lane);
}

void Receiving::settle(Entries::iterator at, Outcome outcome, ErrorCode reason) {
  const BulletinId id = at->first;
  Expected& entry = at->second;
  enter(entry, Phase::Submitted);
  if (entry.offer != 0) {
    auto& state = lanes_[index(entry.lane)];
    auto& offer = state.offers.at(entry.offer);
    --offer.unsettled;
    --state.unsettled;
    state.unsettled_bytes -= entry.size;
    if (outcome == Outcome::Later && !entry.again) offer.later.push_back({id, reason});
  }
  if (entry.again) {
    --again_;
    channel_.wish(wish::SettleWanted{id, outcome, reason});
  }
  entries_.erase(at);
}

/// Keeps the token of the last offer before which, and with which, everything is settled.
void Receiving::advance(Lane lane) {
  auto& state = lanes_[index(lane)];
  std::string token;
  while (!state.offers.empty() && state.offers.begin()->second.unsettled == 0) {
    auto& offer = state.offers.begin()->second;
    std::move(offer.later.begin(), offer.later.end(), std::back_inserter(state.later));
    if (!offer.token.empty()) token = std::move(offer.token);
    state.offers.erase(state.offers.begin());
  }
  if (token.empty() && state.later.size() < max_later) return;
  channel_.wish(wish::KeepToken{lane, std::move(token), std::exchange(state.later, {})});
}

void Receiving::flush_acks() {
  for (std::size_t done = 0; done < acks_.size();) {
    v1::Ack ack;
    for (; done < acks_.size() && ack.entries_size() < static_cast<int>(proto::max_offer_entries); ++done) {
      *ack.add_entries() = std::move(acks_[done]);
    }
    channel_.send(v1::FRAME_ACK, ack);
  }
  acks_.clear();
}

void Receiving::count(Link::Counts& counts) const {
  counts.received = received_;
  counts.unwanted = unwanted_;
  counts.known = known_;
  counts.receiving = entries_.size();
}

}  // namespace tidings::sync
