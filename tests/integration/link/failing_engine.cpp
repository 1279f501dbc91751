#include "tests/integration/link/failing_engine.hpp"

#include <utility>

namespace tidings::store {
namespace {

using Flag = std::shared_ptr<std::atomic<bool>>;
template <class T>
using R = base::Result<T>;
using Ids = std::span<const BulletinId>;

class FailingReader final : public LedgerReader {
 public:
  FailingReader(std::unique_ptr<LedgerReader> reader, Flag failing)
      : of_(std::move(reader)), failing_(std::move(failing)) {}

  R<std::optional<std::string>> bytes(const BulletinId& id) override {
    if (*failing_) return base::fail(base::ErrorCode::Disk, "the disk does not answer");
    return of_->bytes(id);
  }
  R<LedgerId> id() override { return of_->id(); }
  R<Sequence> last() override { return of_->last(); }
  R<std::vector<Entry>> forward(Lane lane, Sequence after, std::size_t limit) override {
    return of_->forward(lane, after, limit);
  }
  R<std::vector<std::pair<Entry, std::string>>> forward_whole(Sequence after, std::size_t limit,
                                                              std::size_t max_bytes) override {
    return of_->forward_whole(after, limit, max_bytes);
  }
  R<std::optional<Entry>> find(const BulletinId& id) override { return of_->find(id); }
  R<std::vector<Entry>> between(const BulletinId& low, const BulletinId& high, std::size_t limit) override {
    return of_->between(low, high, limit);
  }
  R<std::vector<bool>> known(Ids ids) override { return of_->known(ids); }
  R<std::string> bytes(Sequence sequence) override { return of_->bytes(sequence); }
  R<Instant> last_issued_at(const OrgId& origin) override { return of_->last_issued_at(origin); }
  R<std::vector<PartnerRecord>> partners() override { return of_->partners(); }
  R<std::vector<IdentityRecord>> identities() override { return of_->identities(); }
  R<std::optional<IdentityRecord>> identity(const OrgId& organisation) override { return of_->identity(organisation); }
  R<std::vector<ReceivedToken>> tokens(const OrgId& partner) override { return of_->tokens(partner); }
  R<std::vector<Wanted>> wanted(const OrgId& partner, Instant now, std::size_t limit) override {
    return of_->wanted(partner, now, limit);
  }
  R<std::size_t> wanted_count(const OrgId& partner) override { return of_->wanted_count(partner); }
  R<std::vector<bool>> delivered(const OrgId& partner, Ids ids) override { return of_->delivered(partner, ids); }
  R<std::vector<bool>> got(const OrgId& partner, Ids ids) override { return of_->got(partner, ids); }
  R<std::optional<std::string>> header(const BulletinId& id) override {
    if (*failing_) return base::fail(base::ErrorCode::Disk, "the disk does not answer");
    return of_->header(id);
  }
  R<std::vector<HeldRecord>> held() override { return of_->held(); }
  R<std::optional<std::string>> held_draft(const HeldId& id) override { return of_->held_draft(id); }
  R<std::optional<Entry>> added_by(Instant at) override { return of_->added_by(at); }
  R<std::vector<AccessRecord>> access() override { return of_->access(); }
  R<std::vector<OutletRecord>> outlets() override { return of_->outlets(); }
  R<std::vector<AuditRecord>> audit(std::size_t limit) override { return of_->audit(limit); }

 private:
  std::unique_ptr<LedgerReader> of_;
  Flag failing_;
};

class FailingEngine final : public Engine {
 public:
  FailingEngine(std::unique_ptr<Engine> engine, Flag failing) : of_(std::move(engine)), failing_(std::move(failing)) {}
  R<std::unique_ptr<LedgerWriter>> ledger_writer() override { return of_->ledger_writer(); }
  R<std::unique_ptr<LedgerReader>> ledger_reader() override {
    auto reader = of_->ledger_reader();
    if (!reader) return reader.error();
    return std::make_unique<FailingReader>(std::move(*reader), failing_);
  }
  R<std::unique_ptr<IndexWriter>> index_writer() override { return of_->index_writer(); }
  R<std::unique_ptr<IndexReader>> index_reader() override { return of_->index_reader(); }

 private:
  std::unique_ptr<Engine> of_;
  Flag failing_;
};

}  // namespace

std::unique_ptr<Engine> failing_at_times(std::unique_ptr<Engine> engine, Flag failing) {
  return std::make_unique<FailingEngine>(std::move(engine), std::move(failing));
}

}  // namespace tidings::store
