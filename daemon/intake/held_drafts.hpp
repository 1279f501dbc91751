#pragma once
/// Publications that wait before they are signed: for a time in which they can be dropped, for a second person's
/// release, or for both. They are durable; what is due while the daemon is down is released when it is back. At the
/// release they are judged again as if they came now: policy, names, what they refer to, what is already said;
/// issued_at is drawn then. What amends a publication
/// that was amended or withdrawn from since is refused: it would bring back what went. A release happens once: the
/// draft goes in the transaction that stores its last bulletin, and what a crash left half-way is published again as
/// the next revision. Two persons: who holds a publication that needs review cannot release it; that is refused,
/// audited and counted. A release that fails keeps the draft with the reason: what another try may change is tried
/// again each half minute. Errors: NotFound, BadInput (more than one id begins so), Policy, Busy, Quota (as many or as
/// much as may is held), TooLarge, and what the publisher and the store say. Lives on: the network thread.
#include <map>
#include <memory>

#include "daemon/intake/publisher.hpp"

namespace tidings::intake {

struct HeldOptions {
  std::size_t most{100};                            ///< a day's work of some analysts
  std::size_t most_bytes{64u << 20};                ///< of all drafts together
  base::Duration keep{std::chrono::hours(7 * 24)};  ///< after its time: then it is dropped unreleased
  /// What is as wide or wider needs a second person, also where it was held before that was so; nothing: no review.
  std::optional<v1::Tlp> review_above;
};
/// One draft: some 250,000 claims. It is one row, which a commit of others waits for.
inline constexpr std::size_t max_held_bytes = 16u << 20;

class HeldDrafts : public std::enable_shared_from_this<HeldDrafts> {
 public:
  struct Parts {
    store::Store& store;
    Publisher& publisher;
    base::Executor& home;
    base::Executor& crypto;
    const base::Clock& clock;
    telemetry::Log& log;
    telemetry::Counters& counters;
  };
  /// Why and for how long one is held.
  struct Terms {
    std::uint32_t by{0};       ///< uid of who publishes
    base::Instant release_at;  ///< 0: not by itself
    bool needs_review{false};
    base::Duration lifetime{0};  ///< of what is published, from its release; 0: the context says until when
  };
  struct Released {
    store::HeldRecord record;
    std::optional<Published> published;  ///< nothing: approved, and goes when its time is up
  };
  template <class T>
  using Done = std::function<void(base::Result<T>)>;

  static base::Result<std::shared_ptr<HeldDrafts>> load(const Parts& parts, const HeldOptions& options);

  void set_options(const HeldOptions& options);
  void hold(Draft draft, const Terms& terms, Done<store::HeldRecord> done);
  /// The oldest first.
  std::vector<store::HeldRecord> all() const;
  /// By its id in hex, or the first digits of it.
  base::Result<store::HeldRecord> find(std::string_view digits) const;
  /// What it would publish now.
  void read(const store::HeldId& id, Done<Draft> done);
  /// Accepted::Everything publishes what warning lists have, and is audited. It is refused (Policy) where this release
  /// only approves: it is for the one that publishes.
  void release(const store::HeldId& id, std::uint32_t by, Accepted accepted, Done<Released> done);
  void drop(const store::HeldId& id, std::uint32_t by, std::function<void(base::Status)> done);
  /// Each second: releases what is due, drops what nobody released in time.
  void look(bool clock_is_trusted);

 private:
  void review_again();
  struct Held {
    store::HeldRecord record;
    std::optional<v1::Tlp> shared_tlp;  ///< the widest of what leaves this node
    bool busy{false};                   ///< being released or dropped
    base::Instant try_again_at;         ///< after a failed release; the end of time: not by itself
  };
  HeldDrafts(const Parts& parts, const HeldOptions& options) : parts_(parts), options_(options) {}

  base::Status check_room(std::size_t bytes) const;
  void judge(std::shared_ptr<Draft> draft, std::string kept, store::HeldRecord record, Done<store::HeldRecord> done);
  void keep(const Draft& draft, std::string kept, store::HeldRecord record, Done<store::HeldRecord> done);
  base::Status check_reviewer(const store::HeldRecord& record, std::uint32_t by);
  void approve(Held& held, Done<Released> done);
  void publish(Held& held, const std::string& who, Accepted accepted, Done<Released> done);
  void publish_draft(const store::HeldId& id, Draft draft, store::AuditRecord record, Done<Released> done);
  void published(const store::HeldId& id, const Published& what, const Done<Released>& done);
  void failed(const store::HeldId& id, const base::Error& error, const Done<Released>& done);
  void end(const store::HeldId& id, const std::string& who, std::string_view what,
           std::function<void(base::Status)> done);
  void expire(Held& held);
  void forget(const store::HeldId& id);
  store::AuditRecord audit(const std::string& who, std::string_view what, const store::HeldRecord& record) const;
  Held* held(const store::HeldId& id);

  Parts parts_;
  HeldOptions options_;
  std::map<store::HeldId, Held> all_;
  std::size_t coming_{0}, coming_bytes_{0};  // being judged or stored
};

}  // namespace tidings::intake
