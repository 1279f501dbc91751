// The store: queues, bounds, bells, and what a reader sees when.
#include <atomic>
#include <future>
#include <thread>

#include "tests/contract/answers.hpp"

namespace tidings::store::contract {
namespace {

class StoreContract : public EngineTest {
 protected:
  /// Waits up to ten seconds for something that other threads bring about.
  static bool eventually(const std::function<bool()>& holds) {
    for (int i = 0; i < 2'000 && !holds(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return holds();
  }
  Author taipei_{"Taipei"}, brussels_{"Brussels"};
};
FOR_EVERY_ENGINE(StoreContract);

TEST_P(StoreContract, what_is_acknowledged_is_found_before_it_is_indexed) {
  auto open = store({.index_idle = std::chrono::hours{1}});
  const auto said = taipei_.report({"evil.example.net"});
  open->append({said});
  EXPECT_EQ(who_says(*open, "evil.example.net"), std::set{said.row.id.brief()});
  EXPECT_EQ(open->store().gauges().indexed_to, Sequence{0});
  EXPECT_EQ(open->store().gauges().pending_postings, said.postings.size());
}

TEST_P(StoreContract, settling_brings_all_into_the_index) {
  auto open = store({.index_idle = std::chrono::hours{1}});
  open->append({taipei_.report({"evil.example.net"})});
  open->settle();
  EXPECT_EQ(open->store().gauges().indexed_to, Sequence{1});
  EXPECT_EQ(open->store().gauges().pending_postings, 0U);
  open->read([](Reading& reading) { EXPECT_EQ(must(reading.index.indexed_to()), Sequence{1}); });
}

TEST_P(StoreContract, everything_is_there_after_it_was_closed_and_opened) {
  const auto said = taipei_.report({"evil.example.net"});
  store()->append({said});
  auto open = store();
  EXPECT_EQ(who_says(*open, "evil.example.net"), std::set{said.row.id.brief()});
  EXPECT_EQ(open->store().gauges().last, Sequence{1});
}

TEST_P(StoreContract, finds_at_once_after_opening_what_the_index_has_not_reached) {
  const auto said = taipei_.report({"evil.example.net"});
  {
    auto writer = must(engine()->ledger_writer());
    Batch batch;
    batch.bulletins = {said};
    must(writer->commit({&batch, 1}));
  }
  auto open = store({.index_idle = std::chrono::hours{1}});
  EXPECT_EQ(who_says(*open, "evil.example.net"), std::set{said.row.id.brief()});
  open->settle();
  EXPECT_EQ(who_says(*open, "evil.example.net"), std::set{said.row.id.brief()});
}

TEST_P(StoreContract, a_backlog_too_large_to_hold_is_indexed_from_the_ledger) {
  std::vector<NewBulletin> said;
  for (int i = 0; i < 60; ++i) said.push_back(taipei_.report({"n" + std::to_string(i) + ".example.net"}));
  {
    auto writer = must(engine()->ledger_writer());
    Batch batch;
    batch.bulletins = said;
    must(writer->commit({&batch, 1}));
  }
  auto open = store({.pending_postings = 20});
  const auto later = taipei_.report({"n7.example.net"});
  open->append({later});
  open->settle();
  EXPECT_EQ(who_says(*open, "n7.example.net"), (std::set{said[7].row.id.brief(), later.row.id.brief()}));
  EXPECT_EQ(who_says(*open, "n59.example.net"), std::set{said[59].row.id.brief()});
}

TEST_P(StoreContract, settles_also_when_the_last_bulletins_were_forgotten_before_they_were_indexed) {
  {
    auto made = engine();
    auto writer = must(made->ledger_writer());
    Batch batch;
    batch.bulletins = {taipei_.report({"evil.example.net"})};
    must(writer->commit({&batch, 1}));
    must(writer->forget_expired({day_one.us + 20 * us_per_day}, 10));
  }
  auto open = store();
  open->settle();
  EXPECT_EQ(open->store().gauges().indexed_to, Sequence{1});
}

TEST_P(StoreContract, a_bell_rings_for_what_was_appended_and_not_for_what_was_known) {
  auto open = store();
  std::atomic<int> heard{0};
  const int bell = open->store().on_append(open->home(), [&] { ++heard; });
  const auto said = taipei_.report({"evil.example.net"});
  open->append({said});
  EXPECT_TRUE(eventually([&] { return heard == 1; }));
  open->append({said});
  Batch tokens;
  tokens.tokens = {{brussels_.organisation(), Lane::Normal, "t"}};
  open->commit(tokens);
  EXPECT_EQ(heard, 1);
  open->store().remove_bell(bell);
  open->append({taipei_.report({"other.example.net"})});
  open->settle();
  EXPECT_EQ(heard, 1);
}

TEST_P(StoreContract, refuses_as_busy_what_its_queue_cannot_hold_and_takes_it_later) {
  auto open = store({.queued_batches = 3});
  std::atomic<int> stored{0};
  std::atomic<int> busy{0};
  constexpr int many = 200;
  std::vector<Batch> batches(many);
  for (int i = 0; i < many; ++i) {
    batches[static_cast<std::size_t>(i)].bulletins = {taipei_.report({"n" + std::to_string(i) + ".example.net"})};
  }
  for (auto& batch : batches) {
    open->store().commit(std::move(batch), open->home(), [&](const base::Result<Committed>& done) {
      if (done) {
        ++stored;
      } else if (done.error().code == base::ErrorCode::Busy) {
        ++busy;
      }
    });
  }
  EXPECT_TRUE(eventually([&] { return stored + busy == many; }));
  EXPECT_EQ(open->store().gauges().last.value, static_cast<std::uint64_t>(stored));
  open->append({taipei_.report({"later.example.net"})});
}

TEST_P(StoreContract, acceptance_waits_when_what_is_pending_is_at_its_bound) {
  auto open = store({.pending_postings = 40, .index_batch_postings = 20});
  constexpr int many = 100;
  std::atomic<int> stored{0};
  std::vector<std::string> domains;
  for (int i = 0; i < 10; ++i) domains.push_back("n" + std::to_string(i) + ".example.net");
  for (int i = 0; i < many; ++i) {
    Batch batch;
    batch.bulletins = {taipei_.report(domains)};
    open->store().commit(std::move(batch), open->home(), [&](const base::Result<Committed>& done) {
      if (done) ++stored;
    });
  }
  EXPECT_TRUE(eventually([&] { return stored == many; }));
  EXPECT_EQ(who_says(*open, "n3.example.net").size(), static_cast<std::size_t>(many));
}

TEST_P(StoreContract, closing_commits_what_is_queued) {
  std::atomic<int> stored{0};
  auto open = store();
  for (int i = 0; i < 50; ++i) {
    Batch batch;
    batch.bulletins = {taipei_.report({"n" + std::to_string(i) + ".example.net"})};
    open->store().commit(std::move(batch), open->home(), [&](const base::Result<Committed>& done) {
      if (done) ++stored;
    });
  }
  open->close();
  EXPECT_EQ(stored, 50);
  EXPECT_EQ(must(must(engine()->ledger_reader())->last()), Sequence{50});
}

TEST_P(StoreContract, forgetting_takes_bulletins_out_of_ledger_and_index) {
  auto open = store();
  auto header = taipei_.context(v1::KIND_REPORT);
  header.set_expires_at(day_one.us + us_per_day);
  header.add_tags("brief");
  const auto brief = taipei_.say(header, {"evil.example.net"});
  const auto lasting = brussels_.report({"evil.example.net"});
  open->append({brief, lasting});
  open->settle();
  open->store().forget_expired({day_one.us + 2 * us_per_day});
  EXPECT_TRUE(eventually([&] { return who_says(*open, "evil.example.net") == std::set{lasting.row.id.brief()}; }));
  EXPECT_TRUE(eventually([&] { return !standing_of(*open, brief).has_value(); }));
  open->read([&](Reading& reading) {
    EXPECT_TRUE(held_in(reading.index, tag_list("brief")).empty());
    EXPECT_EQ(must(reading.index.totals(v1::TLP_RED)).bulletins, 1U);
    EXPECT_EQ(must(reading.ledger.last_issued_at(taipei_.organisation())), brief.row.issued_at);
  });
}

TEST_P(StoreContract, the_space_of_what_was_forgotten_is_used_again) {
  std::vector<std::string> domains;
  for (int i = 0; i < 500; ++i) domains.push_back("n" + std::to_string(i) + ".example.net");
  const auto is_empty = [](OpenStore& open) {
    bool empty = false;
    open.read([&](Reading& reading) {
      empty = must(reading.index.totals(v1::TLP_RED)).bulletins == 0 &&
              must(reading.ledger.forward(Lane::Normal, {}, 1)).empty();
    });
    return empty;
  };
  const auto fill_and_forget = [&](int rounds) {
    auto open = store();
    for (int round = 0; round < rounds; ++round) {
      for (int i = 0; i < 20; ++i) open->append({taipei_.report(domains)});
      open->settle();
      open->store().forget_expired({day_one.us + 20 * us_per_day});
      EXPECT_TRUE(eventually([&] { return is_empty(*open); }));
    }
  };
  const auto used = [&] {
    std::uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder())) bytes += file.file_size();
    return bytes;
  };
  fill_and_forget(5);
  const auto after_five = used();
  fill_and_forget(15);
  EXPECT_LT(used(), 2 * after_five) << "twenty rounds keep four times as much as five if nothing is used again";
}

TEST_P(StoreContract, readers_and_writers_do_not_wait_for_each_other_and_see_whole_commits) {
  auto open = store(
      {.readers = 2, .pending_postings = 400, .index_batch_postings = 50, .index_idle = std::chrono::milliseconds{1}});
  constexpr int commits = 120;
  std::atomic<bool> done{false};
  std::thread asking([&] {
    while (!done) {
      open->read([&](Reading& reading) {
        const std::vector keys{domain_key("a.example.net"), domain_key("b.example.net")};
        const auto hits = must(reading.index.exact(keys));
        // Both claims stand in every bulletin: whoever sees one sees the other, in pending, index or between them.
        EXPECT_EQ(hits[0].size(), hits[1].size());
        const auto ranged = must(reading.index.range(keys[0], keys[1], 10'000, std::nullopt));
        EXPECT_EQ(ranged.size(), hits[0].size());
        std::vector<Sequence> sequences;
        for (const auto& hit : hits[0]) sequences.push_back(hit.sequence);
        for (const auto& standing : must(reading.index.standing(sequences))) EXPECT_TRUE(standing);
      });
    }
  });
  for (int i = 0; i < commits; ++i) {
    open->append({taipei_.report({"a.example.net", "b.example.net"})});
    EXPECT_EQ(who_says(*open, "a.example.net").size(), static_cast<std::size_t>(i + 1));
  }
  done = true;
  asking.join();
}

TEST_P(StoreContract, what_askers_ask_for_does_not_hold_up_the_daemons_own_work) {
  StoreOptions options;
  options.readers = 2;
  auto open = store(options);
  std::promise<void> release, own;
  const auto released = release.get_future().share();
  for (int i = 0; i < 20; ++i) open->store().read_for_askers([released](Reading&) { released.wait(); });
  open->store().read([&](Reading&) { own.set_value(); });
  EXPECT_EQ(own.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
  release.set_value();
}

}  // namespace
}  // namespace tidings::store::contract
