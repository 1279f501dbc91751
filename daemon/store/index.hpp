#pragma once
/// The index: finds claims by value and bulletins by what is said of them. Derived from the ledger, droppable.
/// Promises: a commit moves the index's own cursor in the transaction of its rows; rows may be written again (after a
/// crash) without harm; reads see whole commits.
/// Errors: Disk, Internal, Unsupported.
/// Lives on: IndexWriter on the one indexer thread; each IndexReader on one thread at a time.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "daemon/store/records.hpp"

namespace tidings::store {

struct Hit {
  std::string key;  ///< filled by range(); empty from exact()
  Sequence sequence;
  std::uint32_t claim{0};
  ClaimFacts facts;
};

/// What one key is answered with, the newest: a value that thousands of bulletins list must not cost each who asks for
/// it a second and a hundred MB.
inline constexpr std::size_t max_hits_a_key = 10'000;

/// Whether a bulletin, or one of its claims, still speaks. Withdrawals count if their origin is the target's, whichever
/// came first; a withdrawal itself cannot be withdrawn. A higher revision of the same publication by the same origin
/// replaces this one for as long as the store holds it.
struct Standing {
  BulletinRow row;
  bool withdrawn{false};                        ///< whole
  std::vector<std::uint32_t> withdrawn_claims;  ///< sorted
  bool superseded{false};                       ///< its publication has a higher revision
};

/// A bulletin in a list (daemon/store/lists.hpp).
struct Listed {
  Sequence sequence;
  std::uint32_t claim{0};  ///< the only one that belongs there, or whole_bulletin
};

/// Newest first: down by sequence, up by claim within one.
inline bool is_newer(const Hit& a, const Hit& b) {
  return a.sequence != b.sequence ? a.sequence > b.sequence : a.claim < b.claim;
}

/// Sequences from `first` to `last`; none where first is above last.
struct SequenceRange {
  Sequence first{1}, last{UINT64_MAX};
};

class IndexReader {
 public:
  virtual ~IndexReader() = default;
  /// From begin() to end() every call answers from one state of the index. Without, each call from the newest.
  /// Hold it briefly: it keeps the engine from reusing space.
  virtual base::Status begin() = 0;
  virtual void end() = 0;
  /// Nothing will be asked for a while: gives back memory that can be had again. Not between begin() and end().
  virtual void rest() = 0;
  virtual base::Result<Sequence> indexed_to() = 0;
  /// How far the index was read, and how far it must be before answers are whole: the rest is laid over it. Less only
  /// while it is rebuilt.
  struct Reach {
    Sequence to, needed;
    bool is_whole() const { return to >= needed; }
  };
  virtual base::Result<Reach> reach() = 0;
  /// Claims at exactly these keys (any order; best sorted): hits[i] belong to keys[i], by sequence and claim;
  /// the newest max_hits_a_key of them.
  virtual base::Result<std::vector<std::vector<Hit>>> exact(std::span<const std::string> keys) = 0;
  /// Claims whose key is in [from, to), by key, sequence and claim, at most `limit`; only those after `after`, if
  /// given.
  virtual base::Result<std::vector<Hit>> range(std::string_view from, std::string_view to, std::size_t limit,
                                               const std::optional<Hit>& after) = 0;
  /// How many claims have a key in [from, to), at most `most`; those of forgotten bulletins count until they are swept.
  virtual base::Result<std::size_t> count(std::string_view from, std::string_view to, std::size_t most) = 0;
  /// Of the claims whose key is in [from, to) those at or behind `at`, going down by sequence and up by claim within
  /// one: the first `limit`. All are read, so count them first. As in lists, bulletins that were forgotten may be
  /// named.
  virtual base::Result<std::vector<Hit>> newest(std::string_view from, std::string_view to, const Listed& at,
                                                std::size_t limit) = 0;
  /// The bulletins of a list at or below `from`, newest first, at most `limit`; of all bulletins for an empty key.
  /// Bulletins that were forgotten may still be named: standing() knows nothing of them.
  virtual base::Result<std::vector<Listed>> listed(std::string_view key, Sequence from, std::size_t limit) = 0;
  /// The keys in [from, to) that anything stands at, in order, each once, at most `limit`.
  virtual base::Result<std::vector<std::string>> keys(std::string_view from, std::string_view to,
                                                      std::size_t limit) = 0;
  /// Where all bulletins are that were received from `since` to `until`; others may stand between them, by at most an
  /// hour before and after, or more where the clock has stepped.
  virtual base::Result<SequenceRange> received(Instant since, Instant until) = 0;
  virtual base::Result<std::vector<Sequence>> of_publication(const PublicationId& publication) = 0;
  /// Publications with an id in [low, high], each once, by id, at most `limit`.
  virtual base::Result<std::vector<PublicationId>> publications(const PublicationId& low, const PublicationId& high,
                                                                std::size_t limit) = 0;
  /// One for each sequence, in order; nothing where it is unknown.
  virtual base::Result<std::vector<std::optional<Standing>>> standing(std::span<const Sequence> sequences) = 0;
  /// The standing that a row would have here, though the index need not hold it: what targets and replaces it.
  virtual base::Result<Standing> judge(const BulletinRow& row) = 0;
  /// Sightings, disputes and withdrawals (live or not) that target a bulletin: the newest `limit`, newest first.
  virtual base::Result<std::vector<Sequence>> referring_to(const BulletinId& target, std::size_t limit) = 0;
  struct Totals {
    std::uint64_t bulletins{0}, claims{0};
  };
  /// Of bulletins with no higher TLP.
  virtual base::Result<Totals> totals(v1::Tlp up_to) = 0;
};

/// How eagerly runs are merged: while writes come, only what is due; at rest also what makes reads cheaper.
enum class Merging : std::uint8_t { Due, AtRest };

class IndexWriter {
 public:
  virtual ~IndexWriter() = default;
  virtual base::Result<Sequence> indexed_to() = 0;
  /// Writes rows and postings of these bulletins (row.sequence set, rising) and moves the cursor to `to`, in one
  /// transaction. Those at or below the cursor are skipped: they were written before. `bytes` are not looked at.
  virtual base::Status write(std::span<const NewBulletin* const> bulletins, Sequence to) = 0;
  /// One bounded step of merging runs and sweeping what was forgotten; true if more is due. Between steps others may
  /// write.
  virtual base::Result<bool> merge_step(Merging merging) = 0;
  /// Forgets bulletins that expired before `expired_before`, at most `limit`; how many. Readers meet them no more.
  virtual base::Result<std::size_t> forget(Instant expired_before, std::size_t limit) = 0;
  /// Drops everything and sets the cursor to 0.
  virtual base::Status clear() = 0;
};

}  // namespace tidings::store
