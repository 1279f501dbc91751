#pragma once
/// One entry of the ledger to one caller: whether he may see it, and what of it he is told. Inside of this folder.
/// Errors: what the store says; an entry that cannot be read is passed over, as if it were not there.
/// Lives on: a reader thread; for one step.
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>

#include "core/bulletin/opaque_claims.hpp"
#include "core/bulletin/verify.hpp"
#include "daemon/http/taxii/scan.hpp"

namespace tidings::taxii {

using bulletin::BulletinId;
using bulletin::PublicationId;

/// An entry that is taken apart as far as it is needed.
struct Opened {
  store::Entry entry;
  std::string bytes;
  store::Standing standing;
  bulletin::Header header;
  bulletin::Envelope envelope;  ///< views into bytes
  std::unique_ptr<Objects> objects;
  mutable std::optional<bulletin::OpaqueClaims> opaque;  ///< once it is asked for

  std::uint32_t number_at(std::size_t place) const { return bulletin::number_at(envelope, place); }
  /// The claims that a hit at this value stands for: of opaque ones all that are about it.
  std::vector<std::size_t> places_of(observable::Type type, std::string_view value, std::uint32_t number) const;
};
/// The ids of STIX objects in it of which every version was taken back by itself.
std::set<std::string> gone_from(const Opened& opened);

bool is_withdrawn(const store::Standing& standing, std::uint32_t number);
bool is_said(v1::Kind kind);  ///< what makes an indicator
/// The claim at `place`; nothing where it cannot be read or is not canonical.
std::optional<v1::Claim> claim_at(const Opened& opened, std::size_t place);
observable::Type type_of(const v1::Claim& claim);
std::string key_of(const v1::Claim& claim);

class Teller {
 public:
  Teller(query::Asking& asking, const ScanQuestion& question, SpokenOf& spoken)
      : asking_(asking), question_(question), spoken_(spoken) {}

  /// Null for what this caller does not see at all.
  base::Result<std::unique_ptr<Opened>> open(store::Entry entry, std::string bytes);
  base::Result<std::unique_ptr<Opened>> open_at(store::Sequence sequence);
  /// Whether it still speaks for itself.
  bool speaks(const Opened& opened) const;
  /// Looks up together what is said of the values of these claims: `count` of them from `place` on.
  base::Status prepare(const Opened& opened, std::size_t place, std::size_t count);
  /// The object of the claim at `place` in its bulletin, if it fits the question.
  base::Result<std::optional<Told>> tell(const Opened& opened, std::size_t place);
  /// Whether what is taken back was told to this caller in this collection before.
  base::Result<bool> was_told(const Opened& target);

  /// The bulletins that this one takes back, by withdrawal or as their next revision, and their slots in it.
  struct TakenBack {
    std::uint64_t first_slot{0};
    std::shared_ptr<const Opened> opened;
    std::vector<std::uint32_t> numbers;  ///< none: all
  };
  base::Result<std::vector<TakenBack>> taken_back(const Opened& opened);
  /// The object of the claim at `place` in a target of `by`, as taken back; nothing where its origin says it elsewhere,
  /// or still did when that came.
  base::Result<std::optional<Told>> tell_taken_back(const TakenBack& target, std::size_t place, const Opened& by);
  base::Result<const std::vector<store::Hit>*> hits_of(const std::string& key);

 private:
  /// What else the caller is told of the same object.
  struct Others {
    bool earlier{false}, later{false};  ///< versions
    bool repeated{false};               ///< the very same stood here before
    bool live{false};                   ///< any
    bool of_another{false};             ///< whose the id is: what is asked about is no version of the object
    std::uint64_t created{0};           ///< when the first version was issued; 0: this one is it
  };
  base::Result<Others> others_of(const Opened& opened, std::uint32_t number, const v1::Claim& claim);
  /// A claim of the same object.
  struct Version {
    std::uint32_t number{0};
    std::uint64_t at{0};
    std::size_t words{0};  ///< of what says no version of its own: a digest; the same again is no other version
  };
  base::Result<std::vector<Version>> read_versions(const Opened& opened, const v1::Claim& claim, const store::Hit& hit);
  base::Result<const Spoken*> spoken_of(const Opened& opened, const v1::Claim& claim,
                                        const std::vector<store::Hit>& hits);
  bool is_told(const Opened& other, const v1::Claim& said, bool is_posted) const;
  base::Result<bool> may_see(const Opened& opened);
  base::Result<std::string> about(const Opened& opened, const v1::Claim& claim);
  base::Result<std::shared_ptr<const Opened>> held(const BulletinId& id);
  base::Result<std::vector<TakenBack>> withdrawn_by(const Opened& opened);
  /// The bulletins of an origin's publication, and by revision where the last part of it or of a later one that this
  /// caller sees came first: before that, what the revision still says may not be here.
  struct Revisions {
    std::vector<store::BulletinRow> rows;
    std::map<std::uint32_t, store::Sequence> last_parts;
  };
  base::Result<const Revisions*> revisions_of(const store::BulletinRow& row);
  /// Where this caller learned that a claim speaks no more, `nowhere` if he did not.
  static constexpr store::Sequence nowhere{UINT64_MAX};
  static store::Sequence replaced_at(const Revisions& revisions, std::uint32_t revision);
  struct Withdrawal {
    store::Sequence at;
    std::vector<std::uint32_t> claims;  ///< sorted; none: all
  };
  base::Result<store::Sequence> withdrawn_at(const store::BulletinRow& row, std::uint32_t number);
  base::Result<store::Sequence> end_of(const store::Standing& standing, std::uint32_t number);
  /// A claim that speaks no more, from where to where it spoke.
  struct Ended {
    BulletinId id;
    Spoken::Place from;
    store::Sequence end;
  };
  base::Result<std::optional<Ended>> other_ended(const Opened& opened, const store::Hit& hit);
  struct Span {
    Spoken::Place from;
    store::Sequence end;
    std::uint64_t version{0};
  };
  static bool covers(const Span& span, store::Sequence at) { return span.from.first <= at && at < span.end; }
  base::Result<std::optional<Span>> span_of(const Ended& ended, const v1::Claim& claim);
  /// When the claim's object spoke, as far as it decides whether it ended at this place.
  base::Result<std::vector<Span>> spans_of(const Opened& opened, std::uint32_t number, const v1::Claim& claim,
                                           store::Sequence at);
  base::Result<std::vector<TakenBack>> replaced_by(const Opened& opened);
  base::Result<std::unique_ptr<Opened>> take_apart(store::Entry entry, std::string bytes);
  base::Result<std::optional<Told>> make(const Opened& opened, std::uint32_t number, const v1::Claim& claim,
                                         Telling telling, Objects::Beside beside);
  bool wants_id(const std::string& id) const;
  bool wants_version(std::uint64_t version, bool has_earlier, bool has_later) const;
  const std::optional<v1::Claim>& claim(const Opened& opened, std::size_t place);

  /// Claims that prepare() has read.
  struct Prepared {
    store::Sequence of;
    std::size_t first{0};
    std::vector<std::optional<v1::Claim>> claims;
  };

  query::Asking& asking_;
  const ScanQuestion& question_;
  std::map<BulletinId, std::shared_ptr<const Opened>> held_;  ///< bulletins that others refer to
  std::size_t held_bytes_{0};
  std::map<std::pair<PublicationId, identity::OrgId>, Revisions> revisions_;
  std::map<BulletinId, std::vector<Withdrawal>> withdrawals_;  ///< by what they withdraw
  Prepared prepared_;
  std::optional<v1::Claim> unprepared_;
  std::unordered_map<std::string, std::vector<store::Hit>> hits_;  ///< by index key, of this step
  SpokenOf& spoken_;
};

}  // namespace tidings::taxii
