#pragma once
/// Some bulletins that were acknowledged and are not in the index yet, in sequence order, with what they say sorted for
/// look-ups. Immutable once made, so readers share it without a lock.
/// Lives on: any executor.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "daemon/store/index.hpp"
#include "daemon/store/records.hpp"

namespace tidings::store {

/// A bulletin without its bytes (the ledger has them), sequence set.
using PendingBulletin = std::shared_ptr<const NewBulletin>;

/// What it takes in memory, counted in postings of some 110 bytes each.
std::size_t weight_of(const NewBulletin& bulletin);

class PendingRun {
 public:
  /// `bulletins` rise in sequence.
  static std::shared_ptr<const PendingRun> make(std::vector<PendingBulletin> bulletins);
  /// Every sequence of `earlier` is below those of `later`.
  static std::shared_ptr<const PendingRun> merge(const PendingRun& earlier, const PendingRun& later);

  const std::vector<PendingBulletin>& bulletins() const { return bulletins_; }
  std::size_t weight() const { return weight_; }
  std::size_t posting_count() const { return postings_.size(); }

  const NewBulletin* find(Sequence sequence) const;
  /// Claims at `key` of bulletins above `above`, without the key.
  void exact(std::string_view key, Sequence above, std::vector<Hit>& into) const;
  /// The first `limit` claims in [from, to) that come after `after`, of bulletins above `above`.
  void range(std::string_view from, std::string_view to, std::size_t limit, const Hit* after, Sequence above,
             std::vector<Hit>& into) const;
  /// Claims in [from, to) of bulletins above `above`: how many, at most `most`; the newest `limit` at or behind `at`.
  std::size_t count(std::string_view from, std::string_view to, std::size_t most, Sequence above) const;
  void newest(std::string_view from, std::string_view to, const Listed& at, std::size_t limit, Sequence above,
              std::vector<Hit>& into) const;
  /// The newest `limit` bulletins at a list's key that are at or below `from` and above `above`.
  void listed(std::string_view key, Sequence from, Sequence above, std::size_t limit, std::vector<Listed>& into) const;
  /// The first `limit` keys in [from, to), each once.
  void keys(std::string_view from, std::string_view to, std::size_t limit, std::vector<std::string>& into) const;
  /// Calls `found(bulletin)` for each bulletin of a publication.
  template <class Found>
  void of_publication(const PublicationId& id, Found found) const;
  /// Calls `found(bulletin, target)` for each reference to a bulletin.
  template <class Found>
  void referring_to(const BulletinId& id, Found found) const;

 private:
  struct Item {
    std::uint64_t prefix;  ///< the key's first 8 bytes, big endian: most comparisons end there
    const Posting* posting;
    const NewBulletin* bulletin;
  };
  struct Part {
    PublicationId publication;
    const NewBulletin* bulletin;
  };
  struct Reference {
    BulletinId target;
    const NewBulletin* bulletin;
    const v1::Target* what;
  };
  static bool item_before(const Item& a, const Item& b);
  static std::uint64_t prefix_of(std::string_view key);
  std::vector<Item>::const_iterator first_from(std::string_view key) const;
  void collect(const NewBulletin& bulletin);
  void sort();

  std::vector<PendingBulletin> bulletins_;
  std::vector<Item> postings_;
  std::vector<Part> parts_;
  std::vector<Reference> references_;
  std::size_t weight_{0};
};

template <class Found>
void PendingRun::of_publication(const PublicationId& id, Found found) const {
  auto at = std::lower_bound(parts_.begin(), parts_.end(), id,
                             [](const Part& part, const PublicationId& wanted) { return part.publication < wanted; });
  for (; at != parts_.end() && at->publication == id; ++at) found(*at->bulletin);
}

template <class Found>
void PendingRun::referring_to(const BulletinId& id, Found found) const {
  auto at = std::lower_bound(references_.begin(), references_.end(), id,
                             [](const Reference& one, const BulletinId& wanted) { return one.target < wanted; });
  for (; at != references_.end() && at->target == id; ++at) found(*at->bulletin, *at->what);
}

}  // namespace tidings::store
