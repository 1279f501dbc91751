#include "daemon/intake/door.hpp"

#include <algorithm>
#include <utility>

#include "core/bulletin/verify.hpp"
#include "daemon/store/describe.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;
using telemetry::Counter;

constexpr std::size_t asked_at_once = 256;    // ids in one reading task: a few milliseconds at most
constexpr std::size_t lowest_lane_every = 8;  // so that a flood of urgent bulletins starves nobody

/// verify() cannot tell a delegation that does not fit from one that a newer identity would bring.
base::Error explain_failure(base::Error error, std::string_view bytes, const identity::Identity& origin) {
  if (error.code != ErrorCode::NotDelegated) return error;
  const auto envelope = bulletin::open(bytes);
  const auto delegation = envelope ? identity::DelegationId::from_bytes(envelope->delegation_id) : std::nullopt;
  if (delegation && origin.find(*delegation) == nullptr) error.code = ErrorCode::UnknownKey;
  return error;
}

}  // namespace

Door::Door(store::Store& store, partners::PartnerBook& book, base::Executor& home, base::Executor& crypto,
           const base::Clock& clock, telemetry::Log& log, telemetry::Counters& counters, const IntakeOptions& options)
    : store_(store),
      home_(home),
      crypto_(crypto),
      clock_(clock),
      counters_(counters),
      options_(options),
      gate_(book, clock, options),
      refusals_(book, clock, log, counters) {}

void Door::submit(Submission submission, Intake::Done done) {
  auto header = admit(submission);
  if (!header) {
    home_.post(
        [self = shared_from_this(), done = std::move(done), answer = refusals_.refuse(submission, header.error())] {
          if (!self->closed_) done(answer);
        });
    return;
  }
  waiting_bytes_ += submission.bytes.size();
  const auto [place, is_first] = under_way_.try_emplace(header->id);
  if (!is_first) {
    place->second.push_back({std::move(submission), std::move(done)});
    return;
  }
  Submitted submitted{std::move(submission), std::move(*header), std::move(done), {}};
  if (submitted.submission.giver.is_zero()) {
    // Signed here a moment ago: the ledger cannot know it, and the publisher has judged what it refers to.
    judge(std::move(submitted));
    hand_out_checks();
  } else {
    enter(std::move(submitted));
  }
}

/// What can be told from the bytes alone.
base::Result<bulletin::Header> Door::admit(const Submission& submission) const {
  const auto size = submission.bytes.size();
  if (size > bulletin::max_bulletin_bytes) {
    return base::fail(ErrorCode::TooLarge, "a bulletin of " + std::to_string(size) + " bytes; at most 1 MiB is taken");
  }
  if (waiting_bytes_ + size > options_.waiting_bytes) {
    return base::fail(ErrorCode::Busy, "as many bulletins wait to be checked as may");
  }
  auto header = bulletin::peek_header(submission.bytes);
  if (header && header->id != submission.id) {
    return base::fail(ErrorCode::BadProof, "the header's hash is not the id it came under");
  }
  return header;
}

void Door::enter(Submitted submitted) {
  to_ask_.push_back(std::move(submitted));
  ask_ledger();
}

/// One reading task at a time; what comes meanwhile is asked together in the next.
void Door::ask_ledger() {
  if (asking_ || to_ask_.empty()) return;
  asking_ = true;
  auto asked = std::make_shared<std::vector<Submitted>>();
  const auto count = std::min(asked_at_once, to_ask_.size());
  const auto end = to_ask_.begin() + static_cast<std::ptrdiff_t>(count);
  asked->assign(std::make_move_iterator(to_ask_.begin()), std::make_move_iterator(end));
  to_ask_.erase(to_ask_.begin(), end);
  store_.read([self = shared_from_this(), asked](store::Reading& reading) {
    look_up(reading.ledger, *asked);
    self->home_.post([self, asked] { self->heard_ledger(std::move(*asked)); });
  });
}

void Door::heard_ledger(std::vector<Submitted> asked) {
  if (closed_) return;
  asking_ = false;
  ask_ledger();
  for (auto& submitted : asked) {
    if (submitted.found.failed) {
      auto error = *submitted.found.failed;
      refuse(std::move(submitted), std::move(error));
    } else if (submitted.found.known) {
      counters_.add(Counter::BulletinsKnown);
      const Answer known{Ending::Known, {}, *submitted.found.known};
      finish(std::move(submitted), known);
    } else if (has_targets(submitted) && !submitted.found.targets_read) {
      ask_for_targets(std::move(submitted));
    } else {
      judge(std::move(submitted));
    }
  }
  hand_out_checks();
}

/// Reading what it refers to costs the store something: only for whom the rate has room.
void Door::ask_for_targets(Submitted submitted) {
  if (auto allowed = gate_.may_read_targets(submitted); !allowed)
    refuse(std::move(submitted), allowed.error());
  else
    enter(std::move(submitted));
}

void Door::judge(Submitted submitted) {
  auto origin = gate_.judge(submitted);
  if (!origin) {
    refuse(std::move(submitted), origin.error());
    return;
  }
  const auto lane = static_cast<std::size_t>(submitted.header.lane);
  to_check_[lane].push_back({std::move(submitted), std::move(*origin)});
}

std::optional<Door::Passed> Door::next_to_check() {
  const auto take = [](std::deque<Passed>& lane) {
    std::optional<Passed> passed(std::move(lane.front()));
    lane.pop_front();
    return passed;
  };
  if (++turns_ % lowest_lane_every == 0) {
    for (auto lane = to_check_.rbegin(); lane != to_check_.rend(); ++lane) {
      if (!lane->empty()) return take(*lane);
    }
  }
  for (auto& lane : to_check_) {
    if (!lane.empty()) return take(lane);
  }
  return std::nullopt;
}

void Door::hand_out_checks() {
  while (checking_ < options_.checks_at_once && checking_ + committing_ < options_.commits_at_once &&
         committing_bytes_ < options_.commit_bytes_at_once) {
    auto passed = next_to_check();
    if (!passed) return;
    ++checking_;
    counters_.add(Counter::SignaturesChecked);
    crypto_.post([self = shared_from_this(), next = std::move(*passed), now = clock_.now()]() mutable {
      auto result = check(std::move(next), now);
      self->home_.post([self, result = std::move(result)]() mutable { self->checked(std::move(result)); });
    });
  }
}

Door::Checked Door::check(Passed passed, base::Instant received_at) {
  auto& submission = passed.submitted.submission;
  const auto verified = bulletin::verify(submission.bytes, *passed.origin);
  if (!verified) {
    auto error = explain_failure(verified.error(), submission.bytes, *passed.origin);
    return {std::move(passed.submitted), std::move(error)};
  }
  // Stored under its id, it would keep the whole from ever being wanted: whoever relays it would have erased claims.
  if (verified->pruned) {
    return {std::move(passed.submitted),
            base::fail(ErrorCode::Unsupported, "some of its claims were withheld; only whole bulletins are taken")};
  }
  auto described = store::describe(*verified, std::move(submission.bytes), submission.giver, received_at);
  return {std::move(passed.submitted), std::move(described)};
}

void Door::checked(Checked result) {
  if (closed_) return;
  --checking_;
  if (result.described)
    commit(std::move(result.submitted), std::move(*result.described));
  else
    refuse(std::move(result.submitted), result.described.error());
  hand_out_checks();
}

void Door::commit(Submitted submitted, store::NewBulletin bulletin) {
  const std::size_t size = bulletin.bytes.size(), claims = bulletin.row.claims;
  const std::size_t not_indexed = bulletin.row.not_indexed;
  ++committing_;
  committing_bytes_ += size;
  store::Batch batch;
  batch.bulletins.push_back(std::move(bulletin));
  if (submitted.submission.ends) batch.held_ends.push_back(*submitted.submission.ends);
  auto held = std::make_shared<Submitted>(std::move(submitted));
  store_.commit(std::move(batch), home_,
                [self = shared_from_this(), held, size, claims, not_indexed](base::Result<store::Committed> result) {
                  self->committed(std::move(*held), size, claims, not_indexed, result);
                });
}

void Door::committed(Submitted submitted, std::size_t size, std::size_t claims, std::size_t not_indexed,
                     const base::Result<store::Committed>& result) {
  if (closed_) return;
  --committing_;
  committing_bytes_ -= size;
  waiting_bytes_ -= size;  // the body went to the store, so finish() no longer sees its size
  if (!result) {
    refuse(std::move(submitted), result.error());
  } else if (result->bulletins.front() == store::Appended::Known) {
    counters_.add(Counter::BulletinsKnown);
    finish(std::move(submitted), {Ending::Known, {}, result->sequences.front()});
  } else {
    counters_.add(Counter::BulletinsStored);
    counters_.add(Counter::ClaimsStored, claims);
    counters_.add(Counter::ClaimsNotIndexed, not_indexed);
    finish(std::move(submitted), {Ending::Stored, {}, result->sequences.front()});
  }
  hand_out_checks();
}

void Door::refuse(Submitted submitted, base::Error error) {
  auto answer = refusals_.refuse(submitted.submission, std::move(error));
  finish(std::move(submitted), std::move(answer));
}

void Door::finish(Submitted submitted, Answer answer) {
  waiting_bytes_ -= submitted.submission.bytes.size();
  auto waiters = std::move(under_way_.extract(submitted.header.id).mapped());
  submitted.done(answer);
  const bool is_held = answer.ending == Ending::Stored || answer.ending == Ending::Known;
  for (auto& waiter : waiters) {
    waiting_bytes_ -= waiter.submission.bytes.size();
    if (is_held) {
      counters_.add(Counter::BulletinsKnown);
      waiter.done({Ending::Known, {}, answer.sequence});
    } else {
      submit(std::move(waiter.submission), std::move(waiter.done));
    }
  }
}

}  // namespace tidings::intake
