#include "daemon/query/holdings.hpp"

#include <algorithm>

#include "core/bulletin/verify.hpp"
#include "core/policy/may_hold.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::query {
namespace {

using base::ErrorCode;

struct Targets {
  std::vector<bulletin::BulletinId> ids;
  std::vector<policy::TargetAudience> audiences;
};

base::Result<Targets> read_targets(store::LedgerReader& ledger, const v1::Header& header) {
  Targets targets;
  for (const auto& target : header.targets()) {
    const auto id = bulletin::BulletinId::from_bytes(target.bulletin_id());
    if (!id) continue;
    targets.ids.push_back(*id);
    const auto held = store::header_of(ledger, *id);
    if (!held) return held.error();
    if (*held) targets.audiences.push_back(policy::audience_of(**held));
  }
  return targets;
}

base::Result<v1::Holding> holding_of(Asking& asking, const bulletin::Header& header, const store::BulletinRow& row,
                                     const Targets& targets, const partners::Partner& partner) {
  const auto& receiver = partner.record.organisation;
  const auto delivered = asking.ledger().delivered(receiver, std::span(&header.id, 1));
  if (!delivered) return delivered.error();
  const auto got = asking.ledger().got(receiver, targets.ids);
  if (!got) return got.error();
  const policy::Handing handing{policy::Side::Giver, asking.book().self, receiver, partner.record.terms,
                                partner.record.standing};
  policy::Circumstances circumstances;
  circumstances.targets = targets.audiences;
  circumstances.got_target = std::ranges::find(*got, true) != got->end();
  const auto decision = policy::may_hold(header, handing, circumstances, asking.now());
  v1::Holding holding;
  holding.set_bulletin_id(header.id.str());
  holding.set_partner(partner.record.alias);
  holding.set_may_hold(decision.allowed());
  holding.set_rule(std::string(policy::name(decision.rule)));
  holding.set_why(row.giver == receiver ? "we have it from there" : decision.why);
  holding.set_delivered(delivered->front());
  return holding;
}

base::Status add_bulletin(Asking& asking, store::Sequence place, const partners::Partner* only,
                          v1::ExplainAnswer& answer) {
  const auto bytes = asking.bytes(place);
  if (!bytes && bytes.error().code == base::ErrorCode::NotFound) return {};  // forgotten since the index knew it
  if (!bytes) return bytes.error();
  const auto header = bulletin::peek_header(**bytes);
  if (!header) return header.error();
  const auto targets = read_targets(asking.ledger(), header->message);
  if (!targets) return targets.error();
  for (const auto& [organisation, partner] : asking.book().partners) {
    if (only != nullptr && organisation != only->record.organisation) continue;
    auto holding = holding_of(asking, *header, asking.standing(place)->row, *targets, partner);
    if (!holding) return holding.error();
    *answer.add_holdings() = std::move(*holding);
  }
  return {};
}

}  // namespace

base::Status add_holdings(Asking& asking, std::span<const store::Sequence> places, std::string_view partner,
                          v1::ExplainAnswer& answer) {
  const partners::Partner* only = nullptr;
  if (!partner.empty()) {
    only = asking.book().find_alias(partner);
    if (only == nullptr) return base::fail(ErrorCode::NotFound, "there is no partner " + std::string(partner));
  }
  if (places.size() * (only ? 1 : asking.book().partners.size()) > max_holdings) {
    return base::fail(ErrorCode::TooLarge, "too many bulletins and partners for one answer; name one of either");
  }
  for (const auto place : places) {
    if (auto added = add_bulletin(asking, place, only, answer); !added) return added;
  }
  return {};
}

}  // namespace tidings::query
