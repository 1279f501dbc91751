#include "core/sync/sending.hpp"

#include <algorithm>

#include "proto/wire_limits.hpp"

namespace tidings::sync {
namespace {

using base::ErrorCode;

constexpr std::array<Lane, bulletin::lane_count> all_lanes{Lane::Withdrawal, Lane::Urgent, Lane::Normal};

/// Answers of the ledger kept ahead of the window, so that an Ack finds the next offer ready.
constexpr std::size_t segments_ahead = 2;

}  // namespace

Sending::Sending(Channel& channel, const LinkOptions& options)
    : channel_(channel), options_(options), bodies_(channel, std::min(options.piece_bytes, proto::max_piece_bytes)) {
  options_.offer_entries = std::clamp<std::size_t>(options_.offer_entries, 1, proto::max_offer_entries);
  options_.max_in_flight = std::clamp<std::size_t>(options_.max_in_flight, 1, proto::max_in_flight);
}

void Sending::start(std::uint32_t window_bytes) {
  if (std::exchange(started_, true)) return;
  window_bytes_ = window_bytes;
  for (const Lane lane : all_lanes) ask(lane);
}

void Sending::on_append() {
  for (const Lane lane : all_lanes) {
    auto& state = lanes_[index(lane)];
    state.at_end = false;
    state.rang = state.asked;  // what is being read may have missed it: look again
    ask(lane);
  }
}

void Sending::ask(Lane lane) {
  auto& state = lanes_[index(lane)];
  if (!started_ || state.asked || state.at_end || state.pending.size() >= segments_ahead || channel_.is_over()) return;
  state.asked = true;
  channel_.wish(wish::FindCandidates{lane, options_.offer_entries, std::max<std::size_t>(window_bytes_ / 4, 1)});
}

void Sending::candidates(Lane lane, std::vector<Candidate> found, std::string token, bool at_end) {
  auto& state = lanes_[index(lane)];
  if (!std::exchange(state.asked, false)) return;
  state.at_end = at_end && !std::exchange(state.rang, false);
  Segment segment{{found.begin(), found.end()}, std::move(token)};
  if (!state.pending.empty() && (segment.candidates.empty() || state.pending.back().candidates.empty())) {
    // A cursor alone needs no offer of its own where it can stand behind, or be overtaken by, what is next to it.
    auto& last = state.pending.back();
    if (!segment.token.empty()) last.token = std::move(segment.token);
    if (last.candidates.empty()) last.candidates = std::move(segment.candidates);
  } else {
    state.pending.push_back(std::move(segment));
  }
  refill(lane);
}

/// New offers wait until a quarter of the window is free, so that they, and the commits of their tokens, stay few.
bool Sending::has_room(const LaneState& state) const {
  return state.unsettled == 0 || (state.unsettled <= options_.max_in_flight / 4 * 3 &&
                                  state.unsettled_bytes <= std::size_t{window_bytes_} / 4 * 3);
}

bool Sending::fits(const LaneState& state, const Candidate& candidate) const {
  if (state.unsettled == 0) return true;  // one of any size
  return state.unsettled < options_.max_in_flight && state.unsettled_bytes + candidate.size <= window_bytes_;
}

void Sending::take_entries(Lane lane, Segment& segment, v1::Offer& offer) {
  auto& state = lanes_[index(lane)];
  Offer kept{lane, {}, {}};
  while (!segment.candidates.empty() && kept.ids.size() < options_.offer_entries) {
    const Candidate candidate = segment.candidates.front();
    if (flight_.contains(candidate.id)) {  // on its way already: from the want-list, or twice in the ledger
      segment.candidates.pop_front();
      continue;
    }
    if (!fits(state, candidate)) break;
    segment.candidates.pop_front();
    flight_.emplace(candidate.id, InFlight{lane, candidate.size, Phase::Offered, true});
    ++state.unsettled;
    state.unsettled_bytes += candidate.size;
    auto& entry = *offer.add_entries();
    entry.set_bulletin_id(candidate.id.str());
    entry.set_size(candidate.size);
    kept.ids.push_back(candidate.id);
  }
  offered_ += kept.ids.size();
  kept.decided.resize(kept.ids.size());
  if (!kept.ids.empty()) offers_.emplace(next_offer_, std::move(kept));
}

/// One offer of the lane's first segment; false if there is nothing to say now.
bool Sending::offer_next(Lane lane) {
  auto& state = lanes_[index(lane)];
  if (state.pending.empty()) return false;
  auto& segment = state.pending.front();
  v1::Offer offer;
  if (segment.candidates.empty()) {
    if (!state.at_end && state.pending.size() == 1) return false;  // the next answer may carry this cursor
  } else {
    if (!has_room(state)) return false;
    take_entries(lane, segment, offer);
    if (offer.entries_size() == 0 && !segment.candidates.empty()) return false;
  }
  if (segment.candidates.empty()) {
    if (!segment.token.empty() && segment.token != state.last_token) {
      offer.set_token(segment.token);
      state.last_token = segment.token;
    }
    state.pending.pop_front();
  }
  if (offer.entries_size() == 0 && offer.token().empty()) return true;
  offer.set_number(next_offer_++);
  offer.set_lane(to_wire(lane));
  channel_.send(v1::FRAME_OFFER, offer);
  return true;
}

void Sending::refill(Lane lane) {
  if (channel_.is_over()) return;
  while (offer_next(lane)) {}
  ask(lane);
}

void Sending::body(const BulletinId& id, std::optional<std::string> bytes) {
  if (bodies_.take(id, std::move(bytes)) != BodyQueue::Answer::Gone) return;
  const auto at = flight_.find(id);
  if (at == flight_.end()) return;
  const Lane lane = at->second.lane;
  settle(at);
  refill(lane);
}

void Sending::write_piece(std::string& out) {
  const auto whole = bodies_.write_piece(out, delivered_bytes_);
  if (!whole) return;
  ++delivered_;
  channel_.wish(wish::NoteGiven{*whole});
  if (const auto at = flight_.find(*whole); at != flight_.end()) at->second.phase = Phase::Sent;
}

void Sending::settle(Flight::iterator at) {
  const InFlight& entry = at->second;
  if (entry.offered) {
    auto& state = lanes_[index(entry.lane)];
    --state.unsettled;
    state.unsettled_bytes -= entry.size;
  } else {
    --wanted_outside_;
  }
  flight_.erase(at);
}

/// Marks an entry as answered; false if there is none, or it was answered before.
bool Sending::decide(Offer& offer, std::uint32_t entry) {
  if (entry >= offer.decided.size() || offer.decided[entry]) return false;
  offer.decided[entry] = true;
  return true;
}

void Sending::on_want(const v1::Want& want) {
  want_ids(want);
  if (want.offer() == 0 || channel_.is_over()) return;
  const auto found = offers_.find(want.offer());
  if (found == offers_.end()) return channel_.fail(ErrorCode::Protocol, "a Want for an offer that is not open");
  Offer& offer = found->second;
  const Lane lane = offer.lane;
  std::vector<BulletinId> known;
  if (!answer_offer(offer, want, known)) {
    return channel_.fail(ErrorCode::Protocol, "a Want that answers no entry of its offer, or one twice");
  }
  if (!want.more()) {
    for (std::uint32_t entry = 0; entry < offer.ids.size(); ++entry) {
      if (decide(offer, entry)) known.push_back(offer.ids[entry]);
    }
    for (const auto& id : known) settle(flight_.find(id));
    offers_.erase(found);
  } else {
    for (const auto& id : known) settle(flight_.find(id));
  }
  note_known(std::move(known));
  refill(lane);
}

bool Sending::answer_offer(Offer& offer, const v1::Want& want, std::vector<BulletinId>& known) {
  for (const std::uint32_t entry : want.entries()) {
    if (!decide(offer, entry)) return false;
    auto& in_flight = flight_.at(offer.ids[entry]);
    in_flight.phase = Phase::Wanted;
    bodies_.want(offer.ids[entry], offer.lane, in_flight.size);
  }
  for (const auto& settled : want.settled()) {
    const bool is_answer = settled.outcome() >= v1::OUTCOME_KNOWN && settled.outcome() <= v1::OUTCOME_LATER;
    if (!is_answer || !decide(offer, settled.entry())) return false;
    const BulletinId& id = offer.ids[settled.entry()];
    if (settled.outcome() == v1::OUTCOME_KNOWN) {
      known.push_back(id);
    } else {
      channel_.wish(wish::NoteRefused{id, static_cast<Outcome>(settled.outcome()), stated_reason(settled.reason())});
      settle(flight_.find(id));
    }
  }
  return true;
}

void Sending::want_ids(const v1::Want& want) {
  for (const auto& bytes : want.ids()) {
    const auto id = BulletinId::from_bytes(bytes);
    if (!id) return channel_.fail(ErrorCode::Protocol, "a Want for an id that is not 32 bytes");
    if (flight_.contains(*id)) continue;  // offered meanwhile: the answer to that offer decides
    if (wanted_outside_ >= proto::max_in_flight) {
      return channel_.fail(ErrorCode::Quota, "more is wanted again at once than may be");
    }
    ++wanted_outside_;
    flight_.emplace(*id, InFlight{Lane::Normal, 0, Phase::Wanted, false});
    bodies_.want(*id, Lane::Normal, 0);
  }
}

void Sending::note_known(std::vector<BulletinId> ids) {
  acked_ += ids.size();
  if (!ids.empty()) channel_.wish(wish::NoteDelivered{std::move(ids)});
}

void Sending::on_ack(const v1::Ack& ack) {
  std::vector<BulletinId> held;
  std::array<bool, bulletin::lane_count> freed{};
  for (const auto& entry : ack.entries()) {
    const auto id = BulletinId::from_bytes(entry.bulletin_id());
    const auto at = id ? flight_.find(*id) : flight_.end();
    const bool is_answer = entry.outcome() >= v1::OUTCOME_STORED && entry.outcome() <= v1::OUTCOME_LATER;
    if (at == flight_.end() || at->second.phase != Phase::Sent || !is_answer) {
      return channel_.fail(ErrorCode::Protocol, "an Ack for what was not delivered");
    }
    const auto outcome = static_cast<Outcome>(entry.outcome());
    if (outcome == Outcome::Stored || outcome == Outcome::Known) {
      held.push_back(*id);
    } else {
      channel_.wish(wish::NoteRefused{*id, outcome, stated_reason(entry.reason())});
    }
    freed[index(at->second.lane)] = true;
    settle(at);
  }
  note_known(std::move(held));
  for (const Lane lane : all_lanes) {
    if (freed[index(lane)]) refill(lane);
  }
}

void Sending::count(Link::Counts& counts) const {
  counts.offered = offered_;
  counts.delivered = delivered_;
  counts.delivered_bytes = delivered_bytes_;
  counts.acked = acked_;
  counts.unsettled = flight_.size();
  counts.caught_up =
      started_ && flight_.empty() && std::all_of(lanes_.begin(), lanes_.end(), [](const LaneState& state) {
        return state.at_end && !state.asked && state.pending.empty();
      });
}

}  // namespace tidings::sync
