#pragma once
/// The one policy function. Pure; run before sending and on receipt, and printed by `explain`.
/// Rules, first match decides (TLP 2.0, FIRST, August 2022). A marking that is missing or unknown is read as RED.
///   expired · local · receiver is the origin (always may) · standing of the other party, no terms · release-to does
///   not name the receiver · RED without names · beyond the origin's own hand: AMBER, AMBER+STRICT, RED from anybody
///   but the origin · a withdrawal of another's bulletin · GREEN to one outside our community (judged by the giver) ·
///   beyond our terms (send or accept) · the origin is a suspended or a former partner (on receipt) · introduced
///   origins not heard · wider than what it refers to · may hold.
/// A sighting, dispute or withdrawal never reaches further than what it refers to: the caller gives the audiences of
/// those targets that this node holds. A withdrawal is owed to everyone who got its target: `got_target` lets it pass
/// narrowed terms, community, introduction, the targets' audience and a standing short of Removed; what the signed
/// header itself says (names, RED, the origin's own hand) it does not pass.
/// Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/policy/terms.hpp"

namespace tidings::policy {

using identity::OrgId;

/// Why. Names are stable: `explain`, counters and refusals carry them.
enum class Rule : std::uint8_t {
  MayHold,
  IsOrigin,
  OwedWithdrawal,
  Expired,
  Local,
  NoTerms,
  Suspended,
  NotNamed,
  RedWithoutNames,
  OnlyFromOrigin,
  NotCommunity,
  BeyondTerms,
  IntroducedNotHeard,
  WiderThanTarget,
  Removed,       ///< the other party is no longer a partner
  NotItsOwn,     ///< a withdrawal of what another origin said
  OriginCutOff,  ///< relayed, and its origin is a suspended partner or a former one
};
std::string_view name(Rule rule);

/// Who hands it to whom, seen from this node. `terms` are ours for the other party.
enum class Side : std::uint8_t { Giver, Receiver };
struct Handing {
  Side we_are{Side::Giver};
  OrgId giver, receiver;
  Terms terms;
  Standing standing{Standing::Active};
};

struct TargetAudience {
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  std::vector<OrgId> release_to;
  bool local{false};
  OrgId origin;
};

struct Circumstances {
  bool got_target{false};  ///< the receiver was given (or, on receipt, we hold) what this withdrawal withdraws
  std::vector<TargetAudience> targets;  ///< audiences of those targets that we hold
  bool origin_introduced{false};        ///< on receipt: we know the origin only through a partner
  bool origin_cut_off{false};           ///< on receipt: the origin was our partner and is suspended or removed
};

struct Decision {
  Rule rule{Rule::MayHold};
  std::string why;   ///< a sentence for people: "AMBER goes from its origin to direct partners only; this came from …"
  bool leak{false};  ///< on receipt: it should not have been sent to us
  bool allowed() const { return rule == Rule::MayHold || rule == Rule::IsOrigin || rule == Rule::OwedWithdrawal; }
};

Decision may_hold(const bulletin::Header& header, const Handing& handing, const Circumstances& circumstances,
                  base::Instant now);

/// What `header`, as the target of another bulletin, allows that one.
TargetAudience audience_of(const bulletin::Header& header);

/// Whether what has audience `a` may be said of what has audience `b`: a reaches nobody that b does not.
bool reaches_no_further(const v1::Audience& a, const OrgId& a_origin, const TargetAudience& b);
/// Where it does reach further: how, as a clause for people.
std::string_view why_wider(const v1::Audience& a, const TargetAudience& b);

}  // namespace tidings::policy
