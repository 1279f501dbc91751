#pragma once
/// The one door in: link, client, feed and USB stick all end here. Order of checks: size, known id, expiry, policy,
/// rate, signature, tree, that it is whole. What passes is stored, and only then answered. A pruned copy is refused for
/// good and its id is not remembered: the whole is wanted from whoever offers it. Of two copies that are under way at
/// once one is checked; the other ends as known, or is checked if the first failed. More urgent lanes are checked
/// first. Bodies are moved, never copied, and decoded once. Errors (in the answer): every code of a refusal, with a
/// sentence; each refusal is counted by its code and giver, and logged once an hour for each. Bounds: IntakeOptions;
/// beyond them a bulletin is refused for now (Busy). Lives on: submit() on the network thread, answers come there;
/// signatures are checked on the crypto pool.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/async/executor.hpp"
#include "base/clock.hpp"
#include "core/bulletin/build.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/store/store.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/metrics.hpp"

namespace tidings::intake {

using bulletin::BulletinId;
using identity::OrgId;

/// How a submission ended: the five answers of a link, as intake sees them.
enum class Ending : std::uint8_t {
  Stored,
  Known,
  RefusedForGood,
  RefusedForNow,  ///< future date, quota, unknown key, disk: worth another try
};
struct Answer {
  Ending ending{Ending::Stored};
  base::Error error;         ///< where refused
  store::Sequence sequence;  ///< where stored or known
};

struct Submission {
  BulletinId id;      ///< what the giver said it is; a body of another id is refused
  std::string bytes;  ///< a v1::Bulletin
  OrgId giver;        ///< who hands it to us; zero: ourselves
  std::optional<store::HeldId>
      ends{};  ///< of ours: what is no longer held once this is stored, in the same transaction
};

struct IntakeOptions {
  base::Duration clock_skew{std::chrono::minutes(10)};  ///< how far issued_at may lie ahead
  std::uint64_t partner_checks_per_s{20'000};           ///< signature checks a partner, refilled each second
  std::uint64_t partner_bytes_per_s{64u << 20};
  /// Bodies held at once, of all givers: 32 partners with full windows of 4 MiB. Beyond it: Busy.
  std::size_t waiting_bytes{128u << 20};
  /// Checks handed to the crypto pool at once: enough to keep its threads busy, few enough that an urgent one waits for
  /// a handful only.
  std::size_t checks_at_once{8};
  /// Commits under way at once; half of what the store queues, so that others find room.
  std::size_t commits_at_once{500};
  std::size_t commit_bytes_at_once{32u << 20};
};

/// How often bulletins of a giver were refused with a code since the start.
struct RefusalCount {
  OrgId giver;
  base::ErrorCode code{base::ErrorCode::Internal};
  std::uint64_t count{0};
};

class Intake {
 public:
  static std::unique_ptr<Intake> make(store::Store& store, partners::PartnerBook& book, base::Executor& home,
                                      base::Executor& crypto, const base::Clock& clock, telemetry::Log& log,
                                      telemetry::Counters& counters, const IntakeOptions& options);
  virtual ~Intake() = default;
  using Done = std::function<void(Answer)>;
  virtual void submit(Submission submission, Done done) = 0;
  virtual std::vector<RefusalCount> refusals() const = 0;
};

}  // namespace tidings::intake
