#pragma once
/// Says things in our own name: draws issued_at, signs, and goes through Intake::submit like everybody else.
/// issued_at = max(clock, last + 1): strictly rising, from the store. After a restore nothing is signed until a partner
/// has told a last value that is not below our store's, or the operator has overridden (`hold`). A value told that lies
/// more than 5 s ahead of our clock is not believed and releases nothing: it would date us beyond what others accept.
/// Nothing is signed by a clock that has just leapt ahead, nor a day or more ahead of it, nor when our key is not
/// delegated: a date that was drawn does not come back, so whatever follows would be refused everywhere until then. A
/// revision lives at least as long as what it replaces, or that would be back once the revision has gone. Whom its
/// audiences do not reach, but the former's did, is told by a bulletin without claims that it was replaced. A draft is
/// checked whole before any of it is signed. If storing fails half-way, what was stored stays stored, and the error
/// says which parts those are. A report about values that warning lists have is refused unless its publisher insists.
/// Errors: Policy (what warning lists have, RED without names, a name that is no partner's, wider than its target,
/// another's publication, one that is withdrawn as a whole or was changed since the draft was held, publishing held),
/// NotDelegated, BadInput, TooLarge, NotFound (what it amends or refers to),
/// Busy (too many publications under way, or this one is being amended, or it would be dated ahead), and what intake
/// answers. Lives on: the network thread; signing happens on the crypto pool.
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "daemon/intake/intake.hpp"
#include "daemon/intake/warned.hpp"
#include "daemon/warnings/warning_book.hpp"

namespace tidings::intake {

inline constexpr std::size_t max_publications_under_way = 64;

/// The next `count` claims of a draft under a context of their own: its audience, kind, targets and expiry may differ
/// from the other sections'; its publication and revision are the draft's.
struct Section {
  v1::Header context;
  std::size_t count{0};
};
/// The publication that a held draft amends, as it was when the draft was held.
struct MadeFrom {
  std::uint32_t revision{0};   ///< 0: it was not here
  std::uint64_t withdrawn{0};  ///< claims of that revision, and bulletins that were withdrawn whole
  bool begun{false};           ///< some of the next revision may be the draft's own: its release was cut short
};
/// One publication to make: contexts and claims; bulletins are cut, numbered (among those of one audience, so that no
/// partner hears of others) and dated here.
struct Draft {
  v1::Header context;  ///< all but origin, issued_at, part(s), claim_count, claims_root; publication_id only where one
                       ///< is chosen (is_new) or amended: then this becomes its next revision
  std::vector<v1::Claim> claims;
  std::vector<Section> sections;    ///< empty: all claims stand under `context`; else that only names the publication
  bool skip_already_said{false};    ///< `--list`: leave out what a live bulletin of ours says with the same context and
                                    ///< audience, if it lives for at least half the new lifetime yet. Of a revision
                                    ///< nothing is left out, unless what it replaces says all of it and no more
  v1::Tlp said_up_to{v1::TLP_RED};  ///< what is said above this is not looked at: whoever asks may not see it
  Accepted accepted{Accepted::Nothing};   ///< which warnings do not keep it from being published
  std::vector<store::AuditRecord> audit;  ///< what to note beside it, stored first
  bool dry_run{false};                    ///< judge it, sign nothing
  std::string feed_tag;  ///< of the feed that says it: nothing else may stand in its contexts that begins so
  bool is_new{false};    ///< publication_id was chosen for it: it need not be there yet. If it is there and
                         ///< says the same, nothing is published
  std::optional<store::HeldId> held;    ///< what is no longer held once all of it is stored
  std::optional<MadeFrom> made_from;    ///< it is refused if that has changed since
  std::optional<store::NewHeld> begun;  ///< the held draft, marked as begun: stored before the first bulletin
};
/// What older versions of STIX objects claim, and the newest does not (daemon/intake/older_versions.hpp); and of events
/// (daemon/intake/newer_event.hpp).
struct Older {
  bool event{false};        ///< the draft is an older version of a MISP event than stands here: none of it is published
  std::size_t left_out{0};  ///< claims of the draft
  std::size_t withdrawn{0};   ///< claims that stood here; of a dry run, those that would be
  std::set<std::string> ids;  ///< of the objects that these claims were made of
};
/// Values that were withdrawn and are published again (daemon/intake/said_again.hpp), but for a feed's.
struct SaidAgain {
  std::size_t values{0};
  std::string first;
};
struct Published {
  bulletin::PublicationId publication;
  std::uint32_t revision{1};
  std::vector<BulletinId> bulletins;
  std::size_t claims{0};
  std::size_t already_said{0};
  Warned warned;                   ///< what warning lists have, of a dry run: all else is refused for it
  base::Instant expiry_raised_to;  ///< zero unless it was to expire before what it replaces
  MadeFrom former;                 ///< what it replaces, of a dry run
  Older older;
  SaidAgain said_again;
};
/// In sentences, each if there is anything to tell.
std::vector<std::string> notes_of(const Published& published);

class Publisher {
 public:
  static std::unique_ptr<Publisher> make(Intake& intake, store::Store& store, partners::PartnerBook& book,
                                         const warnings::WarningBook& warnings, const bulletin::Signer& signer,
                                         base::Executor& home, base::Executor& crypto, const base::Clock& clock);
  virtual ~Publisher() = default;
  using Done = std::function<void(base::Result<Published>)>;
  using Progress = std::function<void(std::size_t claims_stored)>;
  virtual void publish(Draft draft, Progress progress, Done done) = 0;
  /// Says a publication of ours again as it stands, until then: the same claims under fresh headers, as its next
  /// revision (daemon/intake/renewal.hpp).
  virtual void renew(const bulletin::PublicationId& publication, base::Instant until, Done done) = 0;
  /// A partner told the greatest issued_at it holds of us.
  enum class Heard : std::uint8_t { Believed, TooFarAhead };
  virtual Heard heard_own_last(base::Instant last) = 0;
  /// Asked before anything is signed: for how long nothing is to be dated by our clock, since it leapt ahead.
  virtual void ask_clock(std::function<base::Duration()> unsettled_for) = 0;
  /// Why all that is signed now would be refused everywhere: what we published last is dated too far ahead of our
  /// clock. Empty: it would not.
  virtual std::string dated_ahead() const = 0;
  virtual void hold(bool held) = 0;
  virtual bool held() const = 0;
};

}  // namespace tidings::intake
