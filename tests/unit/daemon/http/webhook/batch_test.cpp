#include "daemon/http/webhook/batch.hpp"

#include <gtest/gtest.h>

#include <set>

#include "daemon/http/webhook/hook.hpp"
#include "daemon/http/webhook/signature.hpp"

namespace tidings::webhook {
namespace {

const auto ledger = *store::LedgerId::from_bytes("0123456789abcdef");

std::string cursor(std::uint64_t sequence, std::uint32_t next = watching::Position::whole) {
  return watching::write_place(ledger, {{sequence}, next});
}

/// `count` arrivals of a claim each, of the bulletins from `first` on.
v1::WatchAnswer answer(std::uint64_t first, std::uint64_t count, std::size_t comment = 0) {
  v1::WatchAnswer made;
  for (std::uint64_t i = 0; i < count; ++i) {
    auto& arrival = *made.add_arrivals();
    arrival.mutable_said()->set_comment(std::string(comment, 'x'));
    arrival.set_cursor(cursor(first + i, 1));
  }
  made.set_cursor(cursor(first + count - 1));
  return made;
}

TEST(Batch, waits_until_it_is_full_or_nothing_more_is_there) {
  Batch batch(3, {});
  batch.add(answer(1, 2), false);
  EXPECT_FALSE(batch.is_ready());
  batch.add(answer(3, 2), false);
  ASSERT_TRUE(batch.is_ready());
  EXPECT_EQ(batch.next().size(), 3U);
  EXPECT_EQ(batch.planned(), cursor(3, 1));
  EXPECT_EQ(batch.taken(), cursor(3, 1));
  EXPECT_FALSE(batch.is_ready());
  batch.add({}, true);
  EXPECT_TRUE(batch.is_ready());
}

TEST(Batch, its_place_passes_over_what_the_filter_left_out) {
  Batch batch(3, {});
  auto came = answer(1, 1);
  came.set_cursor(cursor(900));
  batch.add(came, true);
  EXPECT_EQ(batch.next().size(), 1U);
  EXPECT_EQ(batch.taken(), cursor(900));
}

TEST(Batch, a_cut_that_was_planned_is_made_again_at_the_same_place) {
  Batch first(2, {});
  first.add(answer(1, 5), true);
  const auto sent = first.next();
  const auto kept = first.planned();
  Batch after_the_crash(100, kept);  // and another setting
  after_the_crash.add(answer(1, 1), false);
  EXPECT_FALSE(after_the_crash.is_ready());
  after_the_crash.add(answer(2, 8), false);
  ASSERT_TRUE(after_the_crash.is_ready());
  const auto again = after_the_crash.next();
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(delivery_key("soc", again), delivery_key("soc", sent));
}

TEST(Batch, a_plan_whose_arrivals_have_expired_is_given_up) {
  Batch batch(2, cursor(3, 1));
  batch.add(answer(7, 1), false);
  ASSERT_TRUE(batch.is_ready());
  EXPECT_TRUE(batch.next().empty());
  EXPECT_EQ(batch.taken(), cursor(3, 1));
  EXPECT_FALSE(batch.is_empty()) << "what came behind it is still to send";
}

TEST(Batch, a_request_ends_at_its_bytes_too) {
  Batch batch(5'000, {});
  batch.add(answer(1, 100, 64u << 10), false);
  ASSERT_TRUE(batch.is_ready());
  EXPECT_LE(batch.next().size(), 17U);
}

TEST(Signature, is_the_hmac_of_time_and_body) {
  const base::Secret secret(std::string("a secret of more than 16 bytes"));
  // python3: hmac.new(b"a secret of more than 16 bytes", b'1763823785.{"x":1}', "sha256").hexdigest()
  EXPECT_EQ(signature(secret, {1'763'823'785'123'456}, R"({"x":1})"),
            "t=1763823785,v1=0672ce1a0a7722030f96ad03c91b0dbedbc541f12704d3e778a1b0a8561e2772");
}

TEST(DeliveryKey, is_of_the_webhook_and_both_ends_and_tells_no_place) {
  std::vector<v1::Arrival> arrivals(3);
  arrivals[0].set_cursor(cursor(7, 1));
  arrivals[1].set_cursor(cursor(7, 2));
  arrivals[2].set_cursor(cursor(9));
  const std::span all(arrivals);
  const auto key = delivery_key("soc", all);
  EXPECT_EQ(key.size(), 32U);
  EXPECT_EQ(key, delivery_key("soc", all));
  std::set<std::string> keys{key,
                             delivery_key("siem", all),
                             delivery_key("soc", all.first(1)),
                             delivery_key("soc", all.first(2)),
                             delivery_key("soc", all.subspan(1)),
                             delivery_key("soc", all.subspan(1, 1))};
  EXPECT_EQ(keys.size(), 6U) << "also within a bulletin";
}

TEST(Pause, doubles_up_to_five_minutes_and_stays_there) {
  using namespace std::chrono_literals;
  EXPECT_EQ(pause_after(1), 1s);
  EXPECT_EQ(pause_after(2), 2s);
  EXPECT_EQ(pause_after(9), 256s);
  EXPECT_EQ(pause_after(10), 5min);
  EXPECT_EQ(pause_after(1'000'000), 5min);
}

}  // namespace
}  // namespace tidings::webhook
