#pragma once
/// What we hold of a feed, all our own live bulletins with its tag, compared with what it says now: which claims of it
/// are said, which are gone, and which publications are to be said again before half their life is over. One bulletin
/// is held at a time; the ledger and the index are asked, and nothing else is remembered.
/// Errors: Busy while the index is rebuilt, and what the store says.
/// Lives on: a reader thread, a step at a time.
#include <map>
#include <memory>
#include <set>

#include "daemon/feeding/by_hand.hpp"
#include "daemon/feeding/options.hpp"
#include "daemon/feeding/said.hpp"
#include "daemon/intake/taking_back.hpp"
#include "daemon/store/store.hpp"

namespace tidings::feeding {

/// How much of the feed is known to be there.
enum class Scope : std::uint8_t {
  Whole,  ///< what is not said is gone
  Since,  ///< what is not said is gone where something else is said of its subject; all else is unknown
};

struct Comparison {
  Scope scope{Scope::Whole};
  std::shared_ptr<Said> said;                      ///< none: only what is due is looked for
  std::set<bulletin::PublicationId> publications;  ///< that are there as wholes (MISP events)
  std::string tag;
  identity::OrgId self;
  base::Instant now;
  base::Duration lifetime{}, every{};
};

class Compare {
 public:
  explicit Compare(Comparison what);
  /// Looks at some bulletins; true if there are more.
  base::Result<bool> step(store::Reading& reading);

  const std::vector<intake::TakenBack>& gone() const { return gone_.bulletins; }
  std::size_t gone_claims() const { return gone_.claims; }
  /// What its author says that it is taken back; none of it is among what is gone.
  const std::vector<intake::TakenBack>& taken_back() const { return taken_back_.bulletins; }
  std::size_t taken_back_claims() const { return taken_back_.claims; }
  /// What the feed is not to say again.
  const ByHand& by_hand() const { return by_hand_; }
  std::size_t bulletins() const { return bulletins_; }
  bool has_due() const;  ///< something is to be said again
  std::vector<bulletin::PublicationId> to_renew() const;
  /// Of what is there as a whole: under a fresh header what was withdrawn of it would come back, so that it is read
  /// again.
  std::set<bulletin::PublicationId> to_read_again() const;

 private:
  struct Publication {
    bool due{false}, intact{true};
  };
  struct Looked {
    std::vector<std::uint32_t> gone, taken_back;
    std::vector<std::size_t> there;  ///< places in what is said
    bool intact{true};
  };
  base::Status look(store::Reading& reading, const store::Standing& standing);
  base::Status look_into(store::Reading& reading, const store::Standing& standing, Publication& publication, bool due);
  base::Result<Looked> look_at_claims(const store::Standing& standing, std::string_view bytes);
  bool is_due(base::Instant expires_at) const;
  bool lives_on(const v1::Claim& held, base::Instant expires_at, std::size_t place) const;
  struct Leaving {
    std::vector<intake::TakenBack> bulletins;
    std::size_t claims{0};
  };
  static void add(const store::Standing& standing, const v1::Audience& audience, std::vector<std::uint32_t> claims,
                  Leaving& leaving);

  Comparison what_;
  store::Sequence from_{UINT64_MAX};
  std::map<bulletin::PublicationId, Publication> publications_;
  Leaving gone_, taken_back_;
  ByHand by_hand_;
  std::size_t bulletins_{0};
};

}  // namespace tidings::feeding
