// The ledger: durable, whole or not at all, in order, verbatim.
#include <algorithm>

#include "tests/contract/ledger_fixture.hpp"

namespace tidings::store::contract {
namespace {

FOR_EVERY_ENGINE(Ledger);

TEST_P(Ledger, starts_empty_with_an_id_of_its_own) {
  EXPECT_EQ(must(reader_->last()), Sequence{0});
  EXPECT_FALSE(must(reader_->id()).is_zero());
  EXPECT_TRUE(must(reader_->partners()).empty());
  EXPECT_EQ(must(reader_->last_issued_at(taipei_.organisation())), Instant{});
}

TEST_P(Ledger, keeps_what_was_committed_when_it_is_closed_and_opened) {
  const auto said = taipei_.report({"evil.example.net", "worse.example.net"});
  const auto id = must(reader_->id());
  append({said});
  reopen();
  EXPECT_EQ(must(reader_->id()), id);
  EXPECT_EQ(must(reader_->last()), Sequence{1});
  EXPECT_EQ(must(reader_->bytes(said.row.id)), said.bytes);
}

TEST_P(Ledger, gives_bytes_back_as_they_came) {
  const auto said = taipei_.report({"evil.example.net"});
  auto odd = taipei_.report({"odd.example.net"});
  odd.bytes += std::string("\x00\xff\x9a\x06 a field from a later version", 33);
  const auto done = append({said, odd});
  EXPECT_EQ(must(reader_->bytes(done.sequences[0])), said.bytes);
  EXPECT_EQ(must(reader_->bytes(done.sequences[1])), odd.bytes);
  EXPECT_EQ(reader_->bytes(Sequence{99}).error().code, base::ErrorCode::NotFound);
}

TEST_P(Ledger, numbers_bulletins_in_the_order_of_commits) {
  const auto first = taipei_.report({"a.example.net"});
  const auto second = brussels_.report({"b.example.net"});
  const auto third = taipei_.report({"c.example.net"});
  const auto one = append({first, second});
  const auto two = append({third});
  EXPECT_LT(one.sequences[0], one.sequences[1]);
  EXPECT_LT(one.sequences[1], two.sequences[0]);
  EXPECT_EQ(two.last, two.sequences[0]);
  EXPECT_EQ(lane(Lane::Normal), (std::vector{first.row.id, second.row.id, third.row.id}));
}

TEST_P(Ledger, stores_a_bulletin_once_however_often_it_comes) {
  const auto said = taipei_.report({"evil.example.net"});
  const auto first = append({said, said});
  const auto again = append({received_again(said, brussels_.organisation(), day_one)});
  EXPECT_EQ(first.bulletins, (std::vector{Appended::Stored, Appended::Known}));
  EXPECT_EQ(again.bulletins, std::vector{Appended::Known});
  EXPECT_EQ(again.sequences, std::vector{first.sequences[0]});
  EXPECT_EQ(must(reader_->last()), Sequence{1});
  EXPECT_TRUE(must(reader_->find(said.row.id))->giver.is_zero());
}

TEST_P(Ledger, tells_an_entry_as_it_was_given) {
  auto header = taipei_.context(v1::KIND_REPORT);
  header.set_priority(v1::PRIORITY_URGENT);
  const auto said = taipei_.say(header, {"evil.example.net"}, brussels_.organisation(), {day_one.us + 77});
  append({said});
  const auto entry = must(reader_->find(said.row.id)).value();
  EXPECT_EQ(entry.origin, taipei_.organisation());
  EXPECT_EQ(entry.giver, brussels_.organisation());
  EXPECT_EQ(entry.lane, Lane::Urgent);
  EXPECT_EQ(entry.kind, v1::KIND_REPORT);
  EXPECT_EQ(entry.issued_at.us, header.issued_at());
  EXPECT_EQ(entry.expires_at.us, header.expires_at());
  EXPECT_EQ(entry.received_at.us, day_one.us + 77);
  EXPECT_EQ(entry.size, said.bytes.size());
}

TEST_P(Ledger, reads_each_lane_forward_by_itself) {
  const auto report = taipei_.report({"a.example.net"});
  auto header = taipei_.context(v1::KIND_REPORT);
  header.set_priority(v1::PRIORITY_URGENT);
  const auto urgent = taipei_.say(header, {"b.example.net"});
  const auto withdrawal = taipei_.about(v1::KIND_WITHDRAWAL, {whole(report)});
  append({report, urgent, withdrawal});
  EXPECT_EQ(lane(Lane::Normal), std::vector{report.row.id});
  EXPECT_EQ(lane(Lane::Urgent), std::vector{urgent.row.id});
  EXPECT_EQ(lane(Lane::Withdrawal), std::vector{withdrawal.row.id});
  EXPECT_TRUE(must(reader_->forward(Lane::Normal, {1}, 10)).empty());
}

TEST_P(Ledger, reads_whole_bulletins_forward_within_bounds) {
  std::vector<NewBulletin> said;
  for (int i = 0; i < 10; ++i) said.push_back(taipei_.report({"n" + std::to_string(i) + ".example.net"}));
  append(said);
  const auto some = must(reader_->forward_whole({2}, 3, 1U << 20));
  ASSERT_EQ(some.size(), 3U);
  EXPECT_EQ(some[0].first.sequence, Sequence{3});
  EXPECT_EQ(some[2].second, said[4].bytes);
  EXPECT_EQ(must(reader_->forward_whole({}, 10, 1)).size(), 1U);
}

TEST_P(Ledger, knows_what_it_holds) {
  const auto held = taipei_.report({"a.example.net"});
  const auto other = taipei_.report({"b.example.net"});
  append({held});
  const std::vector ids{other.row.id, held.row.id, other.row.id};
  EXPECT_EQ(must(reader_->known(ids)), (std::vector{false, true, false}));
  EXPECT_FALSE(must(reader_->find(other.row.id)));
  EXPECT_FALSE(must(reader_->bytes(other.row.id)));
}

TEST_P(Ledger, commits_many_batches_as_one_and_answers_each) {
  const auto a = taipei_.report({"a.example.net"});
  const auto b = taipei_.report({"b.example.net"});
  std::vector<Batch> batches(3);
  batches[0].bulletins = {a};
  batches[2].bulletins = {b, a};
  const auto results = must(writer_->commit(batches));
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].last, Sequence{1});
  EXPECT_EQ(results[1].last, Sequence{1});
  EXPECT_TRUE(results[1].bulletins.empty());
  EXPECT_EQ(results[2].bulletins, (std::vector{Appended::Stored, Appended::Known}));
  EXPECT_EQ(results[2].last, Sequence{2});
}

TEST_P(Ledger, keeps_the_newest_token_of_a_lane_until_it_is_reset) {
  const auto& partner = brussels_.organisation();
  Batch batch;
  batch.tokens = {{partner, Lane::Normal, "one"}, {partner, Lane::Urgent, "u"}, {partner, Lane::Normal, "two"}};
  commit(batch);
  reopen();
  const auto tokens = must(reader_->tokens(partner));
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(tokens[0].lane, Lane::Urgent);
  EXPECT_EQ(tokens[1].token, "two");
  Batch reset;
  reset.reset_tokens = {partner};
  commit(reset);
  EXPECT_TRUE(must(reader_->tokens(partner)).empty());
  EXPECT_TRUE(must(reader_->tokens(taipei_.organisation())).empty());
}

TEST_P(Ledger, tells_the_last_that_was_audited_first) {
  Batch batch;
  batch.audit = {{{1}, "uid 1000", "override_marking", "RED to GREEN"}, {{2}, "uid 1000", "withdraw", "x"}};
  commit(batch);
  const auto records = must(reader_->audit(1));
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].what, "withdraw");
  EXPECT_EQ(records[0].at, Instant{2});
}

TEST_P(Ledger, dates_what_it_tells_uniquely_and_rising_whatever_the_clock_does) {
  auto first = taipei_.report({"a.example.net", "b.example.net"}), second = taipei_.report({"c.example.net"});
  auto third = taipei_.report({"d.example.net"}), fourth = taipei_.report({"e.example.net"});
  first.entry.received_at = second.entry.received_at = {1'000'000};
  third.entry.received_at = {5};  // the clock was set back
  append({first, second});
  append({third});
  auto entries = must(reader_->forward_whole({}, 10, 1u << 20));
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].first.added_at, Instant{1'000'000});
  for (std::size_t i = 1; i < entries.size(); ++i) {
    EXPECT_EQ(entries[i].first.added_at.us, entries[i - 1].first.added_at.us + entries[i - 1].first.slots);
  }
  EXPECT_GE(entries[0].first.slots, 3U) << "one for each claim and one for itself";
  must(writer_->forget_expired(Instant{UINT64_MAX >> 1}, 10));
  reopen();
  fourth.entry.received_at = {7};
  append({fourth});
  const auto last = must(reader_->forward_whole({}, 10, 1u << 20)).front().first;
  EXPECT_GE(last.added_at.us, entries[2].first.added_at.us + entries[2].first.slots) << "a date is never given twice";
}

TEST_P(Ledger, finds_an_entry_by_its_date) {
  std::vector<Entry> all;
  for (std::uint64_t i = 1; i <= 9; ++i) {
    auto one = taipei_.report({"n" + std::to_string(i) + ".example.net"});
    one.entry.received_at = {i * 1'000};
    append({one});
  }
  EXPECT_FALSE(must(reader_->added_by({999})));
  for (std::uint64_t i = 1; i <= 9; ++i) {
    EXPECT_EQ(must(reader_->added_by({i * 1'000}))->sequence, Sequence{i});
    EXPECT_EQ(must(reader_->added_by({i * 1'000 + 999}))->sequence, Sequence{i});
  }
  EXPECT_EQ(must(reader_->added_by({UINT64_MAX >> 1}))->sequence, Sequence{9});
}

TEST_P(Ledger, keeps_who_may_ask) {
  AccessRecord siem{
      "siem", Means::Token, AccessRole::Reader, v1::TLP_GREEN, taipei_.organisation(), std::string("\0proof", 6), {5},
      {9},    "uid 0"};
  AccessRecord lin{"lin", Means::Password, AccessRole::Admin, v1::TLP_RED, {}, "salt", {6}, {}, "uid 1"};
  Batch batch;
  batch.access = {siem, lin};
  commit(batch);
  reopen();
  auto all = must(reader_->access());
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "lin");
  EXPECT_TRUE(all[0].organisation.is_zero());
  EXPECT_EQ(all[1].organisation, taipei_.organisation());
  EXPECT_EQ(all[1].proof, siem.proof);
  EXPECT_EQ(all[1].expires_at, siem.expires_at);
  EXPECT_EQ(all[1].max_tlp, v1::TLP_GREEN);
  batch = {};
  batch.access_gone = {"siem"};
  commit(batch);
  EXPECT_EQ(must(reader_->access()).size(), 1U);
}

TEST_P(Ledger, keeps_how_far_outlets_have_been_served) {
  Batch batch;
  batch.outlets = {{"soc", std::string("\0one", 4), "two"}, {"siem", "three", ""}};
  commit(batch);
  batch.outlets = {{"soc", "two", ""}};
  batch.outlets_gone = {"siem"};
  commit(batch);
  reopen();
  const auto outlets = must(reader_->outlets());
  ASSERT_EQ(outlets.size(), 1U);
  EXPECT_EQ(outlets[0].name, "soc");
  EXPECT_EQ(outlets[0].cursor, "two");
  EXPECT_EQ(outlets[0].planned, "");
}

TEST_P(Ledger, forgets_what_expired_and_what_hangs_on_it_but_not_when_the_origin_last_spoke) {
  auto header = taipei_.context(v1::KIND_REPORT);
  header.set_expires_at(day_one.us + us_per_day);
  const auto brief = taipei_.say(header, {"brief.example.net"});
  const auto lasting = brussels_.report({"lasting.example.net"});
  const auto& partner = brussels_.organisation();
  Batch batch;
  batch.bulletins = {lasting, brief};
  batch.delivered = {{partner, brief.row.id}, {partner, lasting.row.id}};
  batch.wanted = {{partner, brief.row.id, "quota", {1}, 1}};
  commit(batch);
  EXPECT_EQ(must(writer_->forget_expired({header.expires_at()}, 10)), 0U);
  EXPECT_EQ(must(writer_->forget_expired({header.expires_at() + 1}, 10)), 1U);
  const std::vector ids{brief.row.id, lasting.row.id};
  EXPECT_EQ(must(reader_->known(ids)), (std::vector{false, true}));
  EXPECT_EQ(must(reader_->delivered(partner, ids)), (std::vector{false, true}));
  EXPECT_EQ(must(reader_->wanted_count(partner)), 0U);
  EXPECT_EQ(must(reader_->last_issued_at(taipei_.organisation())), brief.row.issued_at);
}

TEST_P(Ledger, never_gives_a_sequence_twice_also_after_forgetting_the_last) {
  auto header = taipei_.context(v1::KIND_REPORT);
  header.set_expires_at(day_one.us + us_per_day);
  append({taipei_.say(header, {"brief.example.net"})});
  must(writer_->forget_expired({day_one.us + 2 * us_per_day}, 10));
  reopen();
  EXPECT_EQ(must(reader_->last()), Sequence{1});
  EXPECT_EQ(append({taipei_.report({"next.example.net"})}).sequences[0], Sequence{2});
}

TEST_P(Ledger, forgets_in_steps_of_a_stated_size) {
  std::vector<NewBulletin> said;
  for (int i = 0; i < 10; ++i) said.push_back(taipei_.report({"n" + std::to_string(i) + ".example.net"}));
  append(said);
  const Instant late{day_one.us + 20 * us_per_day};
  EXPECT_EQ(must(writer_->forget_expired(late, 4)), 4U);
  EXPECT_EQ(must(writer_->forget_expired(late, 4)), 4U);
  EXPECT_EQ(must(writer_->forget_expired(late, 4)), 2U);
  EXPECT_EQ(must(writer_->forget_expired(late, 4)), 0U);
}

TEST_P(Ledger, gets_a_fresh_id_and_comes_without_cursors_after_a_restore) {
  const auto before = must(reader_->id());
  append({taipei_.report({"a.example.net"})});
  Batch batch;
  batch.tokens = {{taipei_.organisation(), Lane::Normal, "of a state that is no more"}};
  commit(batch);
  must(writer_->renew_id());
  EXPECT_TRUE(must(reader_->tokens(taipei_.organisation())).empty());
  EXPECT_NE(must(reader_->id()), before);
  const auto now = must(reader_->id());
  reopen();
  EXPECT_EQ(must(reader_->id()), now);
  EXPECT_EQ(must(reader_->last()), Sequence{1});
}

TEST_P(Ledger, takes_hostile_dates_as_the_greatest_it_can_keep) {
  auto odd = taipei_.report({"a.example.net"});
  odd.entry.expires_at = odd.row.expires_at = {UINT64_MAX};
  append({odd});
  EXPECT_GT(must(reader_->find(odd.row.id))->expires_at, day_one);
  EXPECT_EQ(must(writer_->forget_expired({day_one.us * 2}, 10)), 0U);
}

TEST_P(Ledger, is_used_by_one_process_at_a_time) {
  const auto second = GetParam().open(folder());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, base::ErrorCode::Busy);
}

}  // namespace
}  // namespace tidings::store::contract
