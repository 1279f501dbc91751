#pragma once
/// What a store keeps, as values. Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/identity/org_id.hpp"
#include "core/indicator/sources.hpp"
#include "core/policy/terms.hpp"

namespace tidings::store {

using base::Instant;
using bulletin::BulletinId;
using bulletin::Lane;
using bulletin::PublicationId;
using identity::OrgId;

/// A place in a ledger, from 1; 0 is before the first. Gaps are allowed, going back is not.
struct Sequence {
  std::uint64_t value{0};
  friend auto operator<=>(const Sequence&, const Sequence&) = default;
};

/// Changes when a store is replaced or restored, so that cursors of the former do not fit.
using LedgerId = base::Id<struct LedgerIdTag, 16>;

/// A bulletin in the ledger, without its bytes.
struct Entry {
  Sequence sequence;
  BulletinId id;
  OrgId origin;
  OrgId giver;  ///< zero: said here
  Lane lane{Lane::Normal};
  v1::Kind kind{v1::KIND_UNSPECIFIED};
  Instant issued_at, expires_at, received_at;
  std::uint32_t size{0};  ///< of the bulletin in bytes
  /// The first instant of its own and how many it has, set by the ledger (daemon/store/dates.hpp).
  Instant added_at;
  std::uint64_t slots{0};
};

/// What the merged view needs of one claim at an observable's key, narrow enough to stand in the index.
/// Bits, from the lowest: verdict 3, role 6, confidence 7 (0-100, 127 = not stated), own window 1, own text or tags 1.
/// All are effective values (the claim's, else its bulletin's).
struct ClaimFacts {
  std::uint32_t bits{0};
  static ClaimFacts of(v1::Verdict verdict, v1::Role role, std::optional<std::uint32_t> confidence, bool own_window,
                       bool own_detail);
  v1::Verdict verdict() const;
  v1::Role role() const;
  std::optional<std::uint32_t> confidence() const;
  bool own_window() const;  ///< valid_from or valid_until differ from the bulletin's: read the claim
  bool own_detail() const;
};

/// One claim in the index, found by the observable's index_key (core/observable); or one bulletin in a list.
struct Posting {
  std::string key;
  std::uint32_t claim{0};  ///< number in its bulletin; whole_bulletin where a list holds more than one claim
  ClaimFacts facts;
};

/// What the index keeps of a bulletin, besides its postings.
struct BulletinRow {
  Sequence sequence;
  BulletinId id;
  OrgId origin;
  OrgId giver;
  v1::Kind kind{v1::KIND_UNSPECIFIED};
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  bool local{false};
  Instant issued_at, expires_at, received_at;
  PublicationId publication;
  std::uint32_t revision{1};
  std::uint32_t part{1};
  std::uint32_t parts{1};
  std::uint32_t claims{0};
  std::uint32_t not_indexed{0};
  std::vector<indicator::SourceMark> sources;  ///< where its claims came from, for counting circular reports once
};

/// A bulletin to append, with all that the index will want of it, so that nothing is decoded twice.
struct NewBulletin {
  Entry entry;                      ///< all but sequence
  std::string bytes;                ///< verbatim
  BulletinRow row;                  ///< all but sequence
  std::vector<Posting> postings;    ///< of claims and of lists (daemon/store/lists.hpp), sorted by key
  std::vector<v1::Target> targets;  ///< of a withdrawal, sighting or dispute
};

/// Everything that can change in a ledger, applied whole or not at all.
struct Wanted {
  OrgId partner;
  BulletinId id;
  std::string reason;  ///< an error code's name
  Instant retry_at;
  std::uint32_t tries{0};
};
struct ReceivedToken {
  OrgId partner;
  Lane lane{Lane::Normal};
  std::string token;  ///< opaque: the partner's
};
struct Delivered {
  OrgId partner;
  BulletinId id;
};
/// The partner book: one row a partner; its terms are ours alone.
struct PartnerRecord {
  OrgId organisation;
  std::string alias;    ///< unique, for people
  std::string contact;  ///< a v1::Signed Contact, verbatim; empty if none
  policy::Terms terms;
  policy::Standing standing{policy::Standing::Active};
  Instant added_at;
};
/// An origin that we know: a partner, ourselves, or one introduced by a partner.
struct IdentityRecord {
  OrgId organisation;
  std::string signed_bytes;  ///< a v1::Signed Identity, verbatim
  std::uint64_t serial{0};
  OrgId introduced_by;  ///< zero: known by hand
};
/// How far an outlet that reads the ledger by itself (a webhook) has been served. Its cursors are its own.
struct OutletRecord {
  std::string name;
  std::string cursor;   ///< taken up to here
  std::string planned;  ///< what is on its way ends here; empty: nothing is
};
struct AuditRecord {
  Instant at;
  std::string who;   ///< "uid 1000 (analyst)", "partner tw-cert"
  std::string what;  ///< a stable word: "override_marking"
  std::string detail;
};

/// Who may ask over HTTPS, and how far. `proof` is never the secret: of a token its SHA-256, of a password its scrypt
/// with the salt, of a certificate the pin of its key.
enum class Means : std::uint8_t { Token = 1, Password = 2, Certificate = 3 };
enum class AccessRole : std::uint8_t { Reader = 1, Publisher = 2, Operator = 3, Admin = 4 };
struct AccessRecord {
  std::string name;  ///< unique, for people
  Means means{Means::Token};
  AccessRole role{AccessRole::Reader};
  v1::Tlp max_tlp{v1::TLP_CLEAR};
  OrgId organisation;  ///< the partner it is for, whose terms then hold; zero: nobody's
  std::string proof;
  Instant added_at;
  Instant expires_at;  ///< 0: never
  std::string added_by;
};

/// A publication that is held before it is signed. What it says stands in `draft`; the rest is told in lists.
using HeldId = base::Id<struct HeldIdTag, 8>;
struct HeldRecord {
  HeldId id;
  std::uint32_t held_by{0};  ///< uid
  Instant held_at;
  Instant release_at;  ///< 0: not by itself
  Instant ends_at;     ///< dropped unless it was released by then
  bool needs_review{false};
  std::optional<std::uint32_t> approved_by;  ///< uid
  v1::Kind kind{v1::KIND_REPORT};
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  std::uint64_t claims{0};
  std::uint64_t size{0};  ///< of the draft in bytes
  std::string title;
  std::string trouble;  ///< why the last release failed
  bool local{false};    ///< all of it stays on this node; known from the draft, no column
};
struct NewHeld {
  HeldRecord record;
  std::string draft;  ///< verbatim
};

struct Batch {
  std::vector<NewBulletin> bulletins;
  std::vector<ReceivedToken> tokens;
  std::vector<Wanted> wanted;
  std::vector<Delivered> no_longer_wanted;
  std::vector<Delivered> given;  ///< sent whole; whether it is held there is not known yet
  std::vector<Delivered> delivered;
  std::vector<PartnerRecord> partners;     ///< upserted by organisation
  std::vector<IdentityRecord> identities;  ///< upserted; a lower serial is ignored
  std::vector<AuditRecord> audit;
  std::vector<NewHeld> held;
  std::vector<HeldRecord> held_changes;   ///< of those that are there; others are ignored
  std::vector<HeldId> held_ends;          ///< released or dropped
  std::vector<OutletRecord> outlets;      ///< upserted by name
  std::vector<std::string> outlets_gone;  ///< by name
  std::vector<AccessRecord> access;       ///< upserted by name
  std::vector<std::string> access_gone;   ///< by name
  std::vector<OrgId> reset_tokens;        ///< forget the tokens of this partner: start from zero
};

enum class Appended : std::uint8_t { Stored, Known };
struct Committed {
  std::vector<Appended> bulletins;  ///< one for each of the batch's
  std::vector<Sequence> sequences;  ///< of each (the existing one where Known)
  Sequence last;                    ///< of the ledger after this batch
};

}  // namespace tidings::store
