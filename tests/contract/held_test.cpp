// Publications that are held before they are signed: durable, verbatim, and gone with what they became.
#include "tests/contract/author.hpp"
#include "tests/contract/fixture.hpp"

namespace tidings::store::contract {
namespace {

class Held : public EngineTest {
 protected:
  void SetUp() override { open(); }
  void open() {
    engine_ = engine();
    writer_ = must(engine_->ledger_writer());
    reader_ = must(engine_->ledger_reader());
  }
  void reopen() {
    reader_.reset();
    writer_.reset();
    engine_.reset();
    open();
  }
  void commit(const Batch& batch) { must(writer_->commit({&batch, 1})); }
  static HeldId id_of(char digit) { return *HeldId::from_bytes(std::string(HeldId::size, digit)); }
  static NewHeld draft(char digit, const std::string& bytes) {
    HeldRecord record;
    record.id = id_of(digit);
    record.held_by = 1000;
    record.held_at = {static_cast<std::uint64_t>(digit)};
    record.release_at = {50};
    record.ends_at = {90};
    record.needs_review = true;
    record.kind = v1::KIND_REPORT;
    record.tlp = v1::TLP_GREEN;
    record.claims = 3;
    record.size = bytes.size();
    record.title = "Phishing";
    return {record, bytes};
  }
  void hold(char digit, const std::string& bytes) {
    Batch batch;
    batch.held.push_back(draft(digit, bytes));
    commit(batch);
  }

  Author taipei_{"Taipei"};
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<LedgerWriter> writer_;
  std::unique_ptr<LedgerReader> reader_;
};
FOR_EVERY_ENGINE(Held);

TEST_P(Held, is_kept_as_it_was_given_when_the_store_is_closed_and_opened) {
  const std::string bytes("\0verbatim\xff", 10);
  hold('b', bytes);
  hold('a', "earlier");
  reopen();
  const auto held = must(reader_->held());
  ASSERT_EQ(held.size(), 2U);
  EXPECT_EQ(held[0].id, id_of('a')) << "the oldest first";
  const auto& one = held[1];
  EXPECT_EQ(one.held_by, 1000U);
  EXPECT_EQ(one.release_at, Instant{50});
  EXPECT_EQ(one.ends_at, Instant{90});
  EXPECT_TRUE(one.needs_review);
  EXPECT_FALSE(one.approved_by);
  EXPECT_EQ(one.tlp, v1::TLP_GREEN);
  EXPECT_EQ(one.claims, 3U);
  EXPECT_EQ(one.size, bytes.size());
  EXPECT_EQ(one.title, "Phishing");
  EXPECT_EQ(must(reader_->held_draft(id_of('b'))), bytes);
}

TEST_P(Held, a_change_leaves_the_draft_and_is_ignored_where_nothing_is_held) {
  hold('a', "the draft");
  auto changed = draft('a', "").record;
  changed.approved_by = 0;  // root is a person, too
  changed.trouble = "the disk is full";
  Batch batch;
  batch.held_changes = {changed, draft('z', "").record};
  commit(batch);
  const auto held = must(reader_->held());
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held.front().approved_by, 0U);
  EXPECT_EQ(held.front().trouble, "the disk is full");
  EXPECT_EQ(must(reader_->held_draft(id_of('a'))), "the draft");
}

TEST_P(Held, ends_in_the_transaction_that_stores_what_it_became) {
  hold('a', "the draft");
  Batch batch;
  batch.bulletins.push_back(taipei_.report({"evil.example.net"}));
  batch.held_ends.push_back(id_of('a'));
  commit(batch);
  reopen();
  EXPECT_TRUE(must(reader_->held()).empty());
  EXPECT_FALSE(must(reader_->held_draft(id_of('a'))));
  EXPECT_EQ(must(reader_->last()), Sequence{1});
}

TEST_P(Held, a_header_is_read_without_the_claims_wherever_it_ends) {
  const auto brief = taipei_.report({"evil.example.net"});
  auto context = taipei_.context(v1::KIND_REPORT);
  context.set_text(std::string(40'000, 'x'));
  const auto wordy = taipei_.say(context, {"worse.example.net"});
  Batch batch;
  batch.bulletins = {brief, wordy};
  commit(batch);
  for (const auto* one : {&brief, &wordy}) {
    const auto header = must(reader_->header(one->row.id));
    ASSERT_TRUE(header);
    EXPECT_EQ(must(bulletin::read_header(*header)).id, one->row.id);
  }
  EXPECT_FALSE(must(reader_->header(BulletinId{})));
}

}  // namespace
}  // namespace tidings::store::contract
