#pragma once
/// The path of a submission: asked of the ledger (a reader thread), judged at the gate (home), checked (the crypto
/// pool), committed (the store's writer), answered (home). All state is home's; the others are handed what they need.
/// Lives on: the network thread, but for check(), which is static.
#include <array>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "daemon/intake/gate.hpp"
#include "daemon/intake/refusals.hpp"

namespace tidings::intake {

class Door : public std::enable_shared_from_this<Door> {
 public:
  Door(store::Store& store, partners::PartnerBook& book, base::Executor& home, base::Executor& crypto,
       const base::Clock& clock, telemetry::Log& log, telemetry::Counters& counters, const IntakeOptions& options);

  void submit(Submission submission, Intake::Done done);
  std::vector<RefusalCount> refusals() const { return refusals_.counts(); }
  void close() { closed_ = true; }

 private:
  using Identity = std::shared_ptr<const identity::Identity>;
  struct Passed {  ///< the gate; waits for a check
    Submitted submitted;
    Identity origin;
  };
  struct Checked {
    Submitted submitted;
    base::Result<store::NewBulletin> described;
  };
  struct Waiter {  ///< for the end of another copy of the same id
    Submission submission;
    Intake::Done done;
  };

  base::Result<bulletin::Header> admit(const Submission& submission) const;
  void enter(Submitted submitted);
  void ask_ledger();
  void heard_ledger(std::vector<Submitted> asked);
  void ask_for_targets(Submitted submitted);
  void judge(Submitted submitted);
  void hand_out_checks();
  std::optional<Passed> next_to_check();
  static Checked check(Passed passed, base::Instant received_at);
  void checked(Checked result);
  void commit(Submitted submitted, store::NewBulletin bulletin);
  void committed(Submitted submitted, std::size_t size, std::size_t claims, std::size_t not_indexed,
                 const base::Result<store::Committed>& result);
  void refuse(Submitted submitted, base::Error error);
  void finish(Submitted submitted, Answer answer);

  store::Store& store_;
  base::Executor& home_;
  base::Executor& crypto_;
  const base::Clock& clock_;
  telemetry::Counters& counters_;
  IntakeOptions options_;
  Gate gate_;
  Refusals refusals_;
  bool closed_{false};

  std::unordered_map<BulletinId, std::vector<Waiter>, base::IdHash> under_way_;
  std::size_t waiting_bytes_{0};  // of bodies under way, waiters' included
  std::vector<Submitted> to_ask_;
  bool asking_{false};
  std::array<std::deque<Passed>, bulletin::lane_count> to_check_;
  std::size_t turns_{0};
  std::size_t checking_{0};
  std::size_t committing_{0};
  std::size_t committing_bytes_{0};
};

}  // namespace tidings::intake
