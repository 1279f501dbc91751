#include "core/policy/may_hold.hpp"

#include <algorithm>

#include "core/policy/marking.hpp"

namespace tidings::policy {
namespace {

/// One question to the policy, with what every rule asks for worked out once.
struct Question {
  const bulletin::Header& header;
  const Handing& handing;
  const Circumstances& circumstances;
  v1::Tlp tlp;
  bool received;  ///< we are the receiver
  bool owed;      ///< a withdrawal for one who got its target

  const v1::Audience& audience() const { return header.message.audience(); }
};

Decision refuse(Rule rule, std::string why, bool leak = false) { return {rule, std::move(why), leak}; }

bool names(const v1::Audience& audience, const OrgId& who) {
  return std::any_of(audience.release_to().begin(), audience.release_to().end(),
                     [&](const std::string& name) { return name == who.bytes(); });
}

/// What the signed header itself forbids: the same for every node, whatever its terms. Reaching us against it is a
/// leak.
std::optional<Decision> forbidden_by_header(const Question& ask) {
  const std::string marking(marking_name(ask.tlp));
  if (ask.audience().release_to_size() > 0 && !names(ask.audience(), ask.handing.receiver)) {
    return refuse(Rule::NotNamed, "it is released to named organisations only, and the receiver is not one of them",
                  ask.received);
  }
  if (ask.tlp == v1::TLP_RED && ask.audience().release_to_size() == 0) {
    return refuse(Rule::RedWithoutNames, "RED goes to named organisations only, and it names none", ask.received);
  }
  if (ask.tlp >= v1::TLP_AMBER && ask.handing.giver != ask.header.origin) {
    return refuse(
        Rule::OnlyFromOrigin,
        marking + " goes from its origin to direct partners only; " + ask.handing.giver.brief() + " is not its origin",
        ask.received);
  }
  return std::nullopt;
}

std::optional<Decision> refused_by_standing(const Question& ask) {
  if (ask.handing.standing == Standing::Removed) {
    return refuse(Rule::Removed, "the other side is no longer a partner");
  }
  if (ask.owed) return std::nullopt;
  if (ask.handing.standing == Standing::Suspended) return refuse(Rule::Suspended, "the partner is suspended");
  const auto& limit = ask.received ? ask.handing.terms.accept : ask.handing.terms.send;
  if (limit) return std::nullopt;
  return refuse(Rule::NoTerms,
                ask.received ? "our terms take nothing from this partner" : "our terms send nothing to this partner");
}

bool names_anothers(const Question& ask) {
  if (ask.header.kind != v1::KIND_WITHDRAWAL) return false;
  const auto& targets = ask.circumstances.targets;
  return std::any_of(targets.begin(), targets.end(),
                     [&](const auto& target) { return target.origin != ask.header.origin; });
}

/// What our terms and our knowledge of the targets forbid. An owed withdrawal is not asked this.
std::optional<Decision> refused_by_terms(const Question& ask) {
  const Terms& terms = ask.handing.terms;
  if (!ask.received && ask.tlp == v1::TLP_GREEN && !terms.community) {
    return refuse(Rule::NotCommunity, "GREEN stays in the community, and our terms do not count this partner in");
  }
  const auto& limit = ask.received ? terms.accept : terms.send;
  if (limit && ask.tlp > effective(*limit)) {
    return refuse(Rule::BeyondTerms, std::string(marking_name(ask.tlp)) + " is beyond our terms, which " +
                                         (ask.received ? "accept" : "send") + " up to " +
                                         std::string(marking_name(effective(*limit))));
  }
  if (ask.received && ask.circumstances.origin_cut_off) {
    return refuse(Rule::OriginCutOff,
                  "its origin was our partner and is suspended or removed, and not heard by way of others");
  }
  if (ask.received && ask.circumstances.origin_introduced && !terms.hear_introduced) {
    return refuse(Rule::IntroducedNotHeard, "our terms do not hear origins that this partner introduces");
  }
  for (const auto& target : ask.circumstances.targets) {
    if (reaches_no_further(ask.audience(), ask.header.origin, target)) continue;
    // Not the relay's fault: it may not hold the target and could not know.
    return refuse(Rule::WiderThanTarget, "its audience is wider than that of what it refers to",
                  ask.received && ask.handing.giver == ask.header.origin);
  }
  return std::nullopt;
}

}  // namespace

Decision may_hold(const bulletin::Header& header, const Handing& handing, const Circumstances& circumstances,
                  base::Instant now) {
  const bool received = handing.we_are == Side::Receiver;
  const Question ask{header,        handing,
                     circumstances, effective(header.message.audience().tlp()),
                     received,      header.kind == v1::KIND_WITHDRAWAL && circumstances.got_target};
  if (now >= header.expires_at) return refuse(Rule::Expired, "it expired at " + base::to_text(header.expires_at));
  if (ask.audience().local()) return refuse(Rule::Local, "it is marked to stay on its origin's node", received);
  if (handing.receiver == header.origin) return {Rule::IsOrigin, "its own origin may always hold it", false};
  auto forbidden = forbidden_by_header(ask);
  if (auto no = refused_by_standing(ask)) {
    no->leak = forbidden && forbidden->leak;  // a leak is one, whatever else we hold against its giver
    return *std::move(no);
  }
  if (forbidden) return *std::move(forbidden);
  if (names_anothers(ask)) return refuse(Rule::NotItsOwn, "only the origin of a bulletin withdraws it");
  if (ask.owed) return {Rule::OwedWithdrawal, "what it withdraws was given to this receiver", false};
  if (auto no = refused_by_terms(ask)) return *std::move(no);
  return {Rule::MayHold, "the receiver may hold it", false};
}

std::string_view name(Rule rule) {
  switch (rule) {
    case Rule::MayHold: return "may_hold";
    case Rule::IsOrigin: return "is_origin";
    case Rule::OwedWithdrawal: return "owed_withdrawal";
    case Rule::Expired: return "expired";
    case Rule::Local: return "local";
    case Rule::NoTerms: return "no_terms";
    case Rule::Suspended: return "suspended";
    case Rule::NotNamed: return "not_named";
    case Rule::RedWithoutNames: return "red_without_names";
    case Rule::OnlyFromOrigin: return "only_from_origin";
    case Rule::NotCommunity: return "not_community";
    case Rule::BeyondTerms: return "beyond_terms";
    case Rule::IntroducedNotHeard: return "introduced_not_heard";
    case Rule::WiderThanTarget: return "wider_than_target";
    case Rule::Removed: return "removed";
    case Rule::NotItsOwn: return "not_its_own";
    case Rule::OriginCutOff: return "origin_cut_off";
  }
  return "may_hold";
}

std::string_view marking_name(v1::Tlp tlp) {
  if (tlp == v1::TLP_CLEAR) return "CLEAR";
  if (tlp == v1::TLP_GREEN) return "GREEN";
  if (tlp == v1::TLP_AMBER) return "AMBER";
  if (tlp == v1::TLP_AMBER_STRICT) return "AMBER+STRICT";
  return "RED";
}

}  // namespace tidings::policy
