#include "daemon/intake/gate.hpp"

#include "core/policy/may_hold.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

constexpr std::uint64_t targets_a_check = 16;  // headers read in the time of one signature check

policy::Handing handing_of(const partners::Book& book, const OrgId& giver) {
  policy::Handing handing{policy::Side::Receiver, giver, book.self, {}, policy::Standing::Removed};
  if (const auto* partner = book.find(giver)) {
    handing.terms = partner->record.terms;
    handing.standing = partner->record.standing;
  }
  return handing;
}

bool is_active_partner(const partners::Book& book, const OrgId& origin) {
  const auto* partner = book.find(origin);
  return partner != nullptr && partner->record.standing == policy::Standing::Active;
}

/// Whom we know by hand and do not count as a partner now: trust has ended, and no relay begins it anew.
bool is_cut_off(const partners::Book& book, const OrgId& origin) {
  const auto known = book.identities.find(origin);
  return origin != book.self && known != book.identities.end() && known->second.introduced_by.is_zero() &&
         !is_active_partner(book, origin);
}

}  // namespace

base::Result<std::shared_ptr<const identity::Identity>> Gate::judge(const Submitted& submitted) {
  const auto book = book_.current();
  if (auto passed = check_dates(submitted.header); !passed) return passed.error();
  if (auto passed = check_policy(*book, submitted); !passed) return passed.error();
  if (auto passed = check_rate(submitted, Spend::Yes); !passed) return passed.error();
  const auto origin = book->identities.find(submitted.header.origin);
  if (origin == book->identities.end()) {
    return base::fail(ErrorCode::UnknownKey, "we do not know its origin " + submitted.header.origin.brief());
  }
  return origin->second.identity;
}

base::Status Gate::check_dates(const bulletin::Header& header) const {
  const auto now = clock_.now();
  if (header.expires_at <= now) {
    return base::fail(ErrorCode::Expired, "it expired at " + base::to_text(header.expires_at));
  }
  if (header.issued_at > now + options_.clock_skew) {
    return base::fail(ErrorCode::FarFuture,
                      "it is dated " + base::to_text(header.issued_at) + ", further ahead than clocks may differ");
  }
  return {};
}

base::Status Gate::check_policy(const partners::Book& book, const Submitted& submitted) const {
  const auto& giver = submitted.submission.giver;
  const auto& header = submitted.header;
  if (giver.is_zero()) {
    if (header.origin == book.self) return {};
    return base::fail(ErrorCode::Policy, "only our own bulletins come from ourselves");
  }
  policy::Circumstances circumstances;
  circumstances.targets = submitted.found.targets;
  circumstances.got_target = !circumstances.targets.empty();
  circumstances.origin_introduced = header.origin != book.self && !is_active_partner(book, header.origin);
  circumstances.origin_cut_off = is_cut_off(book, header.origin);
  const auto decision = policy::may_hold(header, handing_of(book, giver), circumstances, clock_.now());
  if (decision.allowed()) return {};
  return base::fail(decision.leak ? ErrorCode::Leak : ErrorCode::Policy, decision.why);
}

base::Status Gate::may_read_targets(const Submitted& submitted) {
  if (auto passed = check_dates(submitted.header); !passed) return passed;
  return check_rate(submitted, Spend::No);
}

base::Status Gate::check_rate(const Submitted& submitted, Spend spend) {
  const auto& submission = submitted.submission;
  if (submission.giver.is_zero()) return {};
  const auto now = clock_.monotonic();
  const Rates fresh{{options_.partner_checks_per_s, now}, {options_.partner_bytes_per_s, now}};
  auto& rates = rates_.try_emplace(submission.giver, fresh).first->second;
  const auto checks = 1 + static_cast<std::uint64_t>(submitted.header.message.targets_size()) / targets_a_check;
  if (!rates.checks.has(checks, now)) {
    return base::fail(ErrorCode::Quota, "more than " + std::to_string(options_.partner_checks_per_s) +
                                            " bulletins a second from one partner");
  }
  if (!rates.bytes.has(submission.bytes.size(), now)) {
    return base::fail(ErrorCode::Quota,
                      "more than " + std::to_string(options_.partner_bytes_per_s) + " bytes a second from one partner");
  }
  if (spend == Spend::No) return {};
  rates.checks.take(checks);
  rates.bytes.take(submission.bytes.size());
  return {};
}

}  // namespace tidings::intake
