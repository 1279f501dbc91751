#include "tests/simulation/world/node.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::world {
namespace {

using base::ErrorCode;
using sharing::Turn;
using sharing::Wanting;
using sync::Outcome;

constexpr base::Instant now{std::uint64_t{1'700'000'000} * 1'000'000};

/// Reads back what came over a wire.
Said read(std::string bytes) {
  v1::Bulletin bulletin;
  Said said;
  bulletin.ParseFromString(bytes);
  said.header.message.ParseFromString(bulletin.header());
  const auto& message = said.header.message;
  said.header.id = *BulletinId::from_bytes(base::sha256(bulletin.header()).bytes());
  said.header.origin = OrgId::from_bytes(message.origin()).value_or(OrgId{});
  said.header.kind = message.kind();
  said.header.expires_at = {message.expires_at()};
  said.header.lane = bulletin::lane_of(message);
  said.bytes = std::move(bytes);
  return said;
}

}  // namespace

void Node::publish(Said said) { append(std::move(said), id_); }

void Node::append(Said said, const OrgId& giver) {
  const BulletinId id = said.header.id;
  if (!held_.emplace(id, std::move(said)).second) return;
  ledger_.push_back(id);
  if (giver != id_) partners_[giver].delivered.insert(id);
  for (auto& [organisation, partner] : partners_) {
    if (partner.link) partner.link->on_append();
  }
}

policy::Decision Node::judge(const Said& said, policy::Side side, const OrgId& other, const Partner& partner) const {
  policy::Circumstances circumstances;
  for (const auto& target : said.header.message.targets()) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    const auto held = id ? held_.find(*id) : held_.end();
    if (held == held_.end()) continue;
    circumstances.targets.push_back(policy::audience_of(held->second.header));
    circumstances.got_target |= side == policy::Side::Receiver || partner.delivered.contains(*id);
  }
  const bool giving = side == policy::Side::Giver;
  const policy::Handing handing{side, giving ? id_ : other, giving ? other : id_, partner.terms, partner.standing};
  return policy::may_hold(said.header, handing, circumstances, now);
}

void Node::connect(const OrgId& organisation, Duration at) {
  auto& partner = partners_[organisation];
  closed_.erase(organisation);
  sync::Greeting greeting;
  greeting.organisation = id_;
  greeting.software = "simulated";
  greeting.cursors.assign(partner.tokens.begin(), partner.tokens.end());
  partner.link = std::make_unique<sync::Link>(options_, std::move(greeting), at);
}

void Node::disconnect(const OrgId& organisation) {
  auto& partner = partners_[organisation];
  partner.link.reset();
  for (const auto& id : std::exchange(partner.waited_for, {})) wanting_.forsake(id, &partner);
  for (const auto& id : std::exchange(partner.wanted, {})) wanting_.ended(id, &partner, Turn::Yours, clock_);
  wanting_.leave(&partner);
}

std::optional<ErrorCode> Node::closed(const OrgId& partner) const {
  const auto found = closed_.find(partner);
  return found == closed_.end() ? std::nullopt : std::optional(found->second);
}

void Node::retry() {
  for (auto& [organisation, partner] : partners_) {
    if (!partner.link || partner.want_list.empty()) continue;
    std::vector<BulletinId> due;
    for (const auto& id : partner.want_list) {
      if (held_.contains(id) || wanting_.claim(id, &partner, clock_) != Wanting::Claim::Yours) continue;
      partner.wanted.insert(id);
      due.push_back(id);
    }
    partner.link->want_again(due);
  }
}

void Node::hurry() {
  for (auto& [organisation, partner] : partners_) {
    for (const auto& id : std::set(partner.waited_for)) wanting_.hurry(id, clock_);
  }
}

void Node::serve() {
  for (bool again = true; again;) {
    again = false;
    for (auto& [organisation, partner] : partners_) again |= serve(organisation, partner);
  }
}

bool Node::serve(const OrgId& organisation, Partner& partner) {
  if (!partner.link) return false;
  auto wishes = partner.link->take_wishes();
  for (auto& wish : wishes) answer(organisation, partner, wish);
  return !wishes.empty();
}

void Node::answer(const OrgId& organisation, Partner& partner, sync::Wish& wish) {
  namespace w = sync::wish;
  if (auto* hear = std::get_if<w::Hear>(&wish)) {
    partner.position = {};
    for (const auto& [lane, token] : hear->greeted.cursors)
      partner.position[static_cast<std::size_t>(lane)] = std::stoul(token);
    partner.link->ready();
  } else if (auto* find_wish = std::get_if<w::FindCandidates>(&wish)) {
    find(partner, organisation, *find_wish);
  } else if (auto* fetch = std::get_if<w::FetchBody>(&wish)) {
    if (withholding) return;
    const auto held = held_.find(fetch->id);
    const bool may = held != held_.end() && judge(held->second, policy::Side::Giver, organisation, partner).allowed();
    partner.link->body(fetch->id, may ? std::optional(held->second.bytes) : std::nullopt);
  } else if (auto* offer = std::get_if<w::JudgeOffer>(&wish)) {
    judge_offer(partner, *offer);
  } else if (auto* came = std::get_if<w::NoteCame>(&wish)) {
    wanting_.came(came->id, &partner, came->bytes);
  } else if (auto* submit_wish = std::get_if<w::Submit>(&wish)) {
    submit(partner, organisation, std::move(*submit_wish));
  } else if (auto* keep = std::get_if<w::KeepToken>(&wish)) {
    if (!keep->token.empty()) partner.tokens[keep->lane] = keep->token;
    for (const auto& later : keep->later) partner.want_list.insert(later.id);
  } else if (auto* settled = std::get_if<w::SettleWanted>(&wish)) {
    if (settled->outcome != Outcome::Later) partner.want_list.erase(settled->id);
    ended(partner, settled->id);
  } else if (auto* delivered = std::get_if<w::NoteDelivered>(&wish)) {
    partner.delivered.insert(delivered->ids.begin(), delivered->ids.end());
  } else if (auto* close = std::get_if<w::Close>(&wish)) {
    closed_.emplace(organisation, close->code);
  }
}

void Node::find(Partner& partner, const OrgId& organisation, const sync::wish::FindCandidates& wish) {
  auto& at = partner.position[static_cast<std::size_t>(wish.lane)];
  std::vector<sync::Candidate> found;
  std::size_t bytes = 0;
  for (; at < ledger_.size() && found.size() < wish.limit && bytes < wish.max_bytes; ++at) {
    const Said& said = held_.at(ledger_[at]);
    if (said.header.lane != wish.lane || partner.delivered.contains(said.header.id)) continue;
    if (!judge(said, policy::Side::Giver, organisation, partner).allowed()) continue;
    found.push_back({said.header.id, static_cast<std::uint32_t>(said.bytes.size())});
    bytes += said.bytes.size();
  }
  tally_.offered_entries += found.size();
  partner.link->candidates(wish.lane, std::move(found), std::to_string(at), at == ledger_.size());
}

void Node::judge_offer(Partner& partner, const sync::wish::JudgeOffer& wish) {
  std::vector<sync::Judgement> judgements;
  for (std::uint32_t entry = 0; entry < wish.entries.size(); ++entry) {
    const BulletinId& id = wish.entries[entry].id;
    if (held_.contains(id)) {
      partner.delivered.insert(id);  // it has what it offers
      judgements.push_back({entry, false, Outcome::Known, {}});
    } else if (wanting_.claim(id, &partner, clock_) != Wanting::Claim::Anothers) {
      partner.wanted.insert(id);
      judgements.push_back({entry, true, {}, {}});
    } else {
      wait_for_turn(partner, wish.offer, entry, id);
    }
  }
  if (!judgements.empty()) partner.link->judged(wish.offer, judgements);
}

void Node::submit(Partner& partner, const OrgId& organisation, sync::wish::Submit wish) {
  const BulletinId id = wish.id;
  if (refusing_for_now) {
    partner.link->submitted(id, Outcome::Later, ErrorCode::Disk);
    return ended(partner, id);
  }
  tally_.in_vain += held_.contains(id) ? 1 : 0;
  Said said = read(std::move(wish.bytes));
  const auto decision = judge(said, policy::Side::Receiver, organisation, partner);
  if (decision.allowed()) {
    ++tally_.stored;
    append(std::move(said), organisation);
    partner.link->submitted(id, Outcome::Stored, {});
  } else {
    ++tally_.refused;
    tally_.leaks += decision.leak ? 1 : 0;
    partner.link->submitted(id, Outcome::Refused, ErrorCode::Policy);
  }
  ended(partner, id);
}

void Node::wait_for_turn(Partner& partner, std::uint64_t offer, std::uint32_t entry, const BulletinId& id) {
  partner.waited_for.insert(id);
  wanting_.wait(id, &partner, [&partner, offer, entry, id](Turn turn) {
    partner.waited_for.erase(id);
    if (turn == Turn::Yours) {
      partner.wanted.insert(id);
    } else {
      partner.delivered.insert(id);  // it has what it offers
    }
    partner.link->judged(offer, {{entry, turn == Turn::Yours, Outcome::Known, {}}});
  });
}

void Node::ended(Partner& partner, const BulletinId& id) {
  if (partner.wanted.erase(id) == 0) return;
  wanting_.ended(id, &partner, held_.contains(id) ? Turn::Had : Turn::Yours, clock_);
}

}  // namespace tidings::world
