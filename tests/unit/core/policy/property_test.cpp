// Properties of the policy over random bulletins, terms and relations.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/core/policy/fixture.hpp"

namespace tidings::policy {
namespace {

using namespace test;

const std::vector<OrgId> everybody{us, partner, other, stranger};

rc::Gen<OrgId> any_org() { return rc::gen::elementOf(everybody); }
v1::Tlp any_tlp() { return static_cast<v1::Tlp>(*rc::gen::inRange<int>(v1::TLP_CLEAR, v1::TLP_RED + 1)); }
std::vector<OrgId> any_names() { return *rc::gen::container<std::vector<OrgId>>(any_org()); }

bulletin::Header any_header() {
  auto made = header(*any_org(), any_tlp());
  made.kind = *rc::gen::element(v1::KIND_REPORT, v1::KIND_SIGHTING, v1::KIND_DISPUTE, v1::KIND_WITHDRAWAL);
  for (const auto& name : any_names()) made.message.mutable_audience()->add_release_to(name.str());
  return made;
}
Terms any_terms() {
  Terms terms{any_tlp(), any_tlp(), *rc::gen::arbitrary<bool>(), true};
  if (*rc::gen::inRange(0, 8) == 0) terms.send.reset();
  return terms;
}

RC_GTEST_PROP(PolicyProperty, release_to_only_narrows, ()) {
  auto open = any_header();
  RC_PRE(open.message.audience().tlp() != v1::TLP_RED);  // RED is nobody's without names
  open.message.mutable_audience()->clear_release_to();
  auto named = open;
  for (const auto& name : any_names()) named.message.mutable_audience()->add_release_to(name.str());
  const Handing handing = giving(*any_org(), any_terms());
  if (may_hold(named, handing, {}, now).allowed()) RC_ASSERT(may_hold(open, handing, {}, now).allowed());
}

RC_GTEST_PROP(PolicyProperty, a_narrower_marking_never_reaches_one_that_a_wider_did_not, ()) {
  auto wide = any_header();
  RC_PRE(wide.message.audience().release_to_size() > 0);
  auto narrow = wide;
  narrow.message.mutable_audience()->set_tlp(any_tlp());
  RC_PRE(narrow.message.audience().tlp() >= wide.message.audience().tlp());
  const Terms in_community{any_tlp(), any_tlp(), true,
                           true};  // GREEN alone is bound to the community, AMBER to contracts
  const Handing handing = giving(*any_org(), in_community);
  if (may_hold(narrow, handing, {}, now).allowed()) RC_ASSERT(may_hold(wide, handing, {}, now).allowed());
}

RC_GTEST_PROP(PolicyProperty, what_refers_to_another_reaches_nobody_that_it_may_not, ()) {
  const auto target = any_header();
  auto about = any_header();
  const Handing handing = giving(*any_org(), open_terms());
  const Circumstances known{false, {audience_of(target)}, false};
  RC_PRE(may_hold(about, handing, known, now).rule == Rule::MayHold);
  // Whoever gets it either may get the target from the target's own origin, or is named by both sides' consent.
  Handing from_origin{Side::Giver, target.origin, handing.receiver, open_terms(), Standing::Active};
  const bool may_have_target = may_hold(target, from_origin, {}, now).allowed();
  RC_ASSERT(may_have_target || handing.receiver == about.origin);
}

RC_GTEST_PROP(PolicyProperty, a_withdrawal_reaches_no_further_than_its_target_except_to_those_who_got_it, ()) {
  const auto target = any_header();
  auto withdrawal = any_header();
  withdrawal.kind = v1::KIND_WITHDRAWAL;
  withdrawal.origin = target.origin;
  const bool got = *rc::gen::arbitrary<bool>();
  const Handing handing = giving(*any_org(), any_terms());
  const Circumstances known{got, {audience_of(target)}, false};
  const auto decision = may_hold(withdrawal, handing, known, now);
  RC_PRE(decision.allowed() && decision.rule != Rule::IsOrigin);
  Handing from_origin{Side::Giver, target.origin, handing.receiver, open_terms(), Standing::Active};
  RC_ASSERT(got || may_hold(target, from_origin, {}, now).allowed());
}

RC_GTEST_PROP(PolicyProperty, what_an_honest_giver_sends_is_never_a_leak_and_is_taken_under_open_terms, ()) {
  const auto sent = any_header();
  Circumstances known;
  known.got_target = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) known.targets.push_back(audience_of(any_header()));
  const OrgId giver = *any_org();
  const OrgId receiver = *any_org();
  RC_PRE(giver != receiver);
  const Handing out{Side::Giver, giver, receiver, any_terms(), Standing::Active};
  RC_PRE(may_hold(sent, out, known, now).allowed());
  const Handing in{Side::Receiver, giver, receiver, open_terms(), Standing::Active};
  const auto decision = may_hold(sent, in, known, now);
  RC_ASSERT(decision.allowed());
  RC_ASSERT(!decision.leak);
}

RC_GTEST_PROP(PolicyProperty, what_is_refused_by_the_signed_header_is_a_leak_whoever_sends_it, ()) {
  const auto sent = any_header();
  const OrgId giver = *any_org();
  const Handing in{Side::Receiver, giver, us, any_terms(), Standing::Active};
  RC_PRE(giver != us);
  const auto decision = may_hold(sent, in, {}, now);
  const Handing best{Side::Giver, giver, us, open_terms(), Standing::Active};
  if (!may_hold(sent, best, {}, now).allowed()) RC_ASSERT(!decision.allowed() && decision.leak);
}

}  // namespace
}  // namespace tidings::policy
