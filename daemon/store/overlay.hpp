#pragma once
/// An index reader with what is pending laid over it, so that answers hold all that was acknowledged before begin().
/// The snapshot of what is pending is taken before the index's: what the indexer wrote between the two is met in both,
/// and counted once, by the index's cursor. (The other way round it could be in neither.)
/// begin() is implied by the first call; end() is the reader thread's, after each task.
/// Lives on: its reader thread.
#include <memory>

#include "daemon/store/index.hpp"
#include "daemon/store/pending.hpp"

namespace tidings::store {

class Overlay final : public IndexReader {
 public:
  Overlay(std::unique_ptr<IndexReader> written, const Pending& pending)
      : written_(std::move(written)), pending_(pending) {}

  base::Status begin() override;
  void end() override;
  void rest() override { written_->rest(); }
  base::Result<Sequence> indexed_to() override;
  base::Result<Reach> reach() override;
  base::Result<std::vector<std::vector<Hit>>> exact(std::span<const std::string> keys) override;
  base::Result<std::vector<Hit>> range(std::string_view from, std::string_view to, std::size_t limit,
                                       const std::optional<Hit>& after) override;
  base::Result<std::size_t> count(std::string_view from, std::string_view to, std::size_t most) override;
  base::Result<std::vector<Hit>> newest(std::string_view from, std::string_view to, const Listed& at,
                                        std::size_t limit) override;
  base::Result<std::vector<Listed>> listed(std::string_view key, Sequence from, std::size_t limit) override;
  base::Result<std::vector<std::string>> keys(std::string_view from, std::string_view to, std::size_t limit) override;
  base::Result<SequenceRange> received(Instant since, Instant until) override;
  base::Result<std::vector<Sequence>> of_publication(const PublicationId& publication) override;
  base::Result<std::vector<PublicationId>> publications(const PublicationId& low, const PublicationId& high,
                                                        std::size_t limit) override;
  base::Result<std::vector<std::optional<Standing>>> standing(std::span<const Sequence> sequences) override;
  base::Result<Standing> judge(const BulletinRow& row) override;
  base::Result<std::vector<Sequence>> referring_to(const BulletinId& target, std::size_t limit) override;
  base::Result<Totals> totals(v1::Tlp up_to) override;

 private:
  void all_pending(Sequence from, std::size_t limit, std::vector<Listed>& into) const;
  bool is_pending(const NewBulletin& bulletin) const { return bulletin.row.sequence > cursor_; }
  const NewBulletin* find_pending(Sequence sequence) const;
  void apply_pending(Standing& standing) const;

  std::unique_ptr<IndexReader> written_;
  const Pending& pending_;
  bool begun_{false};
  Sequence cursor_;
  PendingRuns runs_;  ///< those that have something beyond the cursor
};

}  // namespace tidings::store
