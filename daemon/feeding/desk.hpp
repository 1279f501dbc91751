#pragma once
/// What a run stands on, and how its worker asks for it. All calls wait. What is fetched lies in a folder that goes
/// with it: no other run's documents come between, and none stays. Errors: Cancelled once it was stopped, and what is
/// asked answers; Busy is tried again for a minute. Lives on: a worker.
#include "daemon/feeding/compare.hpp"
#include "daemon/feeding/errand.hpp"
#include "daemon/http/fetch/fetch.hpp"
#include "daemon/intake/publisher.hpp"
#include "tidings/v1/feed.pb.h"

namespace tidings::feeding {

class Desk {
 public:
  struct Parts {
    store::Store& store;
    intake::Publisher& publisher;
    base::Executor& home;
    const base::Clock& clock;
    identity::OrgId self;
    std::shared_ptr<const warning::WarningLists> warnings;
    fetch::Fetcher* fetcher{nullptr};  ///< of this run alone; none for a folder
    std::string folder;                ///< where documents are put: this run's alone; empty: nothing is fetched
    std::shared_ptr<Errand> errand;
  };
  explicit Desk(Parts parts) : parts_(std::move(parts)) {}
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  base::Instant now() const { return parts_.clock.now(); }
  base::Duration monotonic() const { return parts_.clock.monotonic(); }
  const identity::OrgId& self() const { return parts_.self; }
  const warning::WarningLists& warnings() const { return *parts_.warnings; }
  const std::string& folder() const { return parts_.folder; }

  base::Result<intake::Published> publish(const intake::Draft& draft);
  base::Result<intake::Published> renew(const bulletin::PublicationId& publication, base::Instant until);
  /// To its end, a step at a time.
  base::Status compare(const std::shared_ptr<Compare>& compare);
  base::Status keep(const std::string& feed, const v1::FeedState& state);
  /// One request; a 200's body is written to `file`.
  base::Result<fetch::Response> fetch(fetch::Request request, const std::string& file);

 private:
  Parts parts_;
};

/// The name under which a feed's state stands among the ledger's outlets: no webhook's name has a colon.
std::string outlet_of(const std::string& feed);

}  // namespace tidings::feeding
