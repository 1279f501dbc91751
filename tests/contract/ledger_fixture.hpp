#pragma once
/// The ledger of an engine by itself. Lives on: the test's thread.
#include "tests/contract/author.hpp"
#include "tests/contract/fixture.hpp"

namespace tidings::store::contract {

class Ledger : public EngineTest {
 protected:
  void open() {
    engine_ = engine();
    writer_ = must(engine_->ledger_writer());
    reader_ = must(engine_->ledger_reader());
  }
  void close() {
    reader_.reset();
    writer_.reset();
    engine_.reset();
  }
  void reopen() {
    close();
    open();
  }
  void SetUp() override { open(); }
  Committed commit(Batch batch) { return must(writer_->commit({&batch, 1})).front(); }
  Committed append(std::vector<NewBulletin> bulletins) {
    Batch batch;
    batch.bulletins = std::move(bulletins);
    return commit(std::move(batch));
  }
  std::vector<BulletinId> lane(Lane lane) {
    std::vector<BulletinId> ids;
    for (const auto& entry : must(reader_->forward(lane, {}, 1'000))) ids.push_back(entry.id);
    return ids;
  }

  Author taipei_{"Taipei"}, brussels_{"Brussels"};
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<LedgerWriter> writer_;
  std::unique_ptr<LedgerReader> reader_;
};

}  // namespace tidings::store::contract
