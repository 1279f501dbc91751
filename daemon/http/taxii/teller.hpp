#pragma once
/// One entry of the ledger to one caller: whether he may see it, and what of it he is told. Inside of this folder.
/// Errors: what the store says; an entry that cannot be read is passed over, as if it were not there.
/// Lives on: a reader thread; for one step.
#include <map>
#include <memory>

#include "core/bulletin/verify.hpp"
#include "daemon/http/taxii/scan.hpp"

namespace tidings::taxii {

/// An entry that is taken apart as far as it is needed.
struct Opened {
  store::Entry entry;
  std::string bytes;
  store::Standing standing;
  bulletin::Header header;
  bulletin::Envelope envelope;  ///< views into bytes
  std::unique_ptr<Objects> objects;

  std::uint32_t number_at(std::size_t place) const {
    return envelope.pruned ? envelope.numbers[place] : static_cast<std::uint32_t>(place);
  }
};

class Teller {
 public:
  Teller(query::Asking& asking, const ScanQuestion& question) : asking_(asking), question_(question) {}

  /// Null for what this caller does not see at all.
  base::Result<std::unique_ptr<Opened>> open(store::Entry entry, std::string bytes);
  /// Whether it still speaks for itself.
  bool speaks(const Opened& opened) const;
  /// The object of the claim at `place` in its bulletin, if it fits the question but for versions.
  base::Result<std::optional<Object>> tell_claim(const Opened& opened, std::size_t place, Telling telling,
                                                 std::uint64_t modified = 0);
  base::Result<std::optional<Object>> tell_bulletin(const Opened& opened, Telling telling, std::uint64_t modified = 0);
  /// The bulletins that this one takes back, by withdrawal or as their next revision, as they stand in it.
  struct TakenBack {
    std::uint64_t first_slot{0};
    std::shared_ptr<const Opened> opened;
    std::vector<std::uint32_t> numbers;  ///< none: all
  };
  base::Result<std::vector<TakenBack>> taken_back(const Opened& opened);
  /// Whether what is taken back was told to this caller in this collection before.
  base::Result<bool> was_told(const Opened& target);
  /// Every claim that is the object of this id, as sequence and number.
  base::Result<std::vector<std::pair<store::Sequence, std::uint32_t>>> places_of_object(const std::string& id);
  base::Result<std::unique_ptr<Opened>> open_at(store::Sequence sequence);

 private:
  base::Result<bool> may_see(const Opened& opened);
  /// What else the caller is told of an object that was posted.
  struct Others {
    bool earlier{false}, later{false};  ///< versions
    bool repeated{false};               ///< the very same stood here before
  };
  base::Result<Others> others_of(const Opened& opened, std::uint32_t number, const v1::Claim& claim, std::uint64_t version);
  base::Result<std::optional<Referred>> referred_of(const Opened& opened, const v1::Claim& claim);
  base::Result<Referred> members_of(const Opened& opened);
  base::Result<std::shared_ptr<const Opened>> held(const BulletinId& id);
  base::Result<std::vector<TakenBack>> withdrawn_by(const Opened& opened);
  base::Result<std::vector<TakenBack>> replaced_by(const Opened& opened);
  base::Result<std::unique_ptr<Opened>> opened(store::Entry entry, std::string bytes);
  bool fits_object(const Object& object) const;

  query::Asking& asking_;
  const ScanQuestion& question_;
  std::map<BulletinId, std::shared_ptr<const Opened>> held_;  ///< bulletins that others refer to; few at a time
  std::size_t held_bytes_{0};
};

}  // namespace tidings::taxii
