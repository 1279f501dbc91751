#pragma once
/// One publication coming in from a client: begun, fed with claims, ended. Claims are held until the end, since every
/// part's header says how many parts there are; bounds are in service.hpp. A client that goes before the end leaves
/// nothing behind; one that goes after it has published.
/// Errors: to the reply.
/// Lives on: the network thread.
#include <set>

#include "daemon/api/audience.hpp"
#include "daemon/api/shares.hpp"
#include "daemon/intake/former_reach.hpp"
#include "daemon/intake/named_sources.hpp"

namespace tidings::api {

class Publishing : public std::enable_shared_from_this<Publishing> {
 public:
  Publishing(ServiceRef service, Caller caller, ReplyTo reply);
  ~Publishing();
  Publishing(const Publishing&) = delete;
  Publishing& operator=(const Publishing&) = delete;

  void begin(v1::PublishBegin request);
  void add(v1::PublishClaims claims);
  void end();

 private:
  void find_source(int number);
  void found_source(int number, const base::Result<std::vector<query::FoundBulletin>>& found);
  void amend();
  void found_amended(const base::Result<std::vector<query::FoundBulletin>>& found);
  void begin_section(const v1::PublishContext& request);
  void found_all();
  void find_named();
  void found_named(const base::Result<intake::Sources>& sources);
  base::Status judge();
  void read_former(std::size_t part);
  base::Status check_former(const identity::OrgId& ours);
  void publish();
  base::Status check_hold() const;
  void hold();
  void judged(const base::Result<intake::Published>& result);
  void published(const base::Result<intake::Published>& result);
  void tell(v1::PublishAnswer& answer, const intake::Published& published) const;
  void tell_progress(std::size_t stored);
  void fail(const base::Error& error, const std::vector<std::string>& nearest = {});

  ServiceRef service_;
  Caller caller_;
  ReplyTo reply_;
  v1::PublishBegin begin_;
  intake::Draft draft_;
  std::set<std::string> given_sources_;        ///< ids of what its publisher says that it is based on
  std::string left_out_;                       ///< which sources are not held, in words
  std::vector<bulletin::BulletinId> amended_;  ///< the bulletins of the revision that is amended by name
  intake::FormerReach former_;                 ///< of the revision that it replaces
  Shares shares_;                              ///< kept for the final answer
  bool needs_review_{false};
  v1::PublishAnswer rehearsal_;  // what a dry run tells of the claims, before the publisher gets them
  std::size_t held_{0}, bytes_{0}, told_{0};
  bool ready_{false};  ///< what it is based on and amends was found
  bool ended_{false};
  bool failed_{false};
};

}  // namespace tidings::api
