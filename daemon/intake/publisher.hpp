#pragma once
/// Says things in our own name: draws issued_at, signs, and goes through Intake::submit like everybody else.
/// issued_at = max(clock, last + 1): strictly rising, from the store. After a restore nothing is signed until a partner
/// has told our last value or the operator has overridden (`hold`).
/// Errors: Policy (RED without names, a name that is no partner's, wider than its target, publishing held), BadInput,
/// TooLarge, and what intake answers.
/// Lives on: the network thread; signing happens on the crypto pool.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/intake/intake.hpp"

namespace tidings::intake {

/// One publication to make: contexts and claims; bulletins are cut, numbered and dated here.
struct Draft {
  v1::Header context;              ///< all but origin, issued_at, part(s), claim_count, claims_root; publication_id and
                                   ///< revision only when amending
  std::vector<v1::Claim> claims;
  bool skip_already_said{false};   ///< `--list`: leave out what a live bulletin of ours says with the same context and audience
};
struct Published {
  bulletin::PublicationId publication;
  std::uint32_t revision{1};
  std::vector<BulletinId> bulletins;
  std::size_t claims{0};
  std::size_t already_said{0};
};

class Publisher {
 public:
  static std::unique_ptr<Publisher> make(Intake& intake, store::Store& store, partners::PartnerBook& book,
                                         const bulletin::Signer& signer, base::Executor& home, base::Executor& crypto,
                                         const base::Clock& clock);
  virtual ~Publisher() = default;
  using Done = std::function<void(base::Result<Published>)>;
  using Progress = std::function<void(std::size_t claims_stored)>;
  virtual void publish(Draft draft, Progress progress, Done done) = 0;
  /// A partner told the greatest issued_at it holds of us.
  virtual void heard_own_last(base::Instant last) = 0;
  virtual void hold(bool held) = 0;
  virtual bool held() const = 0;
};

}  // namespace tidings::intake
