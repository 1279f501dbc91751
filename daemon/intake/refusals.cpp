#include "daemon/intake/refusals.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;
using telemetry::Counter;
using telemetry::CounterByReason;
using telemetry::Event;

Event event_of(ErrorCode code) {
  if (code == ErrorCode::Leak) return Event::LeakReported;
  if (code == ErrorCode::Quota) return Event::QuotaMet;
  return is_for_now(code) ? Event::BulletinPostponed : Event::BulletinRefused;
}

}  // namespace

bool is_for_now(ErrorCode code) {
  switch (code) {
    case ErrorCode::UnknownKey:
    case ErrorCode::FarFuture:
    case ErrorCode::Quota:
    case ErrorCode::Busy:
    case ErrorCode::Disk:
    case ErrorCode::Internal:
    case ErrorCode::Timeout:
    case ErrorCode::Unreachable:
    case ErrorCode::Cancelled: return true;
    case ErrorCode::BadInput:
    case ErrorCode::TooLarge:
    case ErrorCode::Truncated:
    case ErrorCode::BadSignature:
    case ErrorCode::BadProof:
    case ErrorCode::NotDelegated:
    case ErrorCode::NotFound:
    case ErrorCode::Exists:
    case ErrorCode::Expired:
    case ErrorCode::Policy:
    case ErrorCode::Leak:
    case ErrorCode::Unwanted:
    case ErrorCode::Forbidden:
    case ErrorCode::Protocol:
    case ErrorCode::Unsupported: return false;
  }
  return false;
}

Answer Refusals::refuse(const Submission& submission, base::Error error) {
  const bool for_now = is_for_now(error.code);
  counters_.add(for_now ? CounterByReason::BulletinsPostponed : CounterByReason::BulletinsRefused, error.code);
  if (error.code == ErrorCode::Leak) counters_.add(Counter::LeaksReported);
  ++counts_[{submission.giver, error.code}];
  write(submission, error);
  return {for_now ? Ending::RefusedForNow : Ending::RefusedForGood, std::move(error), {}};
}

void Refusals::write(const Submission& submission, const base::Error& error) {
  const std::string code(base::name(error.code));
  const auto unsaid = once_.due(submission.giver.text() + code);
  if (!unsaid) return;
  const std::string giver = submission.giver.is_zero() ? "ourselves" : book_.current()->name_of(submission.giver);
  log_.write(
      event_of(error.code),
      {{"from", giver}, {"bulletin", submission.id.text()}, {"code", code}, {"why", error.what}, {"unsaid", *unsaid}});
}

std::vector<RefusalCount> Refusals::counts() const {
  std::vector<RefusalCount> counts;
  counts.reserve(counts_.size());
  for (const auto& [key, count] : counts_) counts.push_back({key.first, key.second, count});
  return counts;
}

}  // namespace tidings::intake
