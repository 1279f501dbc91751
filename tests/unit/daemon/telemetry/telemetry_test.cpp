#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/memory_log.hpp"
#include "daemon/telemetry/metrics.hpp"
#include "daemon/telemetry/once_per.hpp"

namespace tidings::telemetry {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

TEST(Log, an_event_is_one_line_with_its_stable_name_and_its_values) {
  MemoryLog log;
  log.write(Event::LinkUp, {{"partner", "be-cert"}, {"endpoint", "[2001:db8::7]:7443"}, {"links", 2}});
  EXPECT_THAT(log.lines(), ElementsAre("notice link_up: the link to a partner is up partner=be-cert "
                                       "endpoint=[2001:db8::7]:7443 links=2"));
}

TEST(Log, a_partner_cannot_write_a_line_of_our_log) {
  EXPECT_EQ(escaped("x\nservice_stopped: stopped"), "\"x\\u000aservice_stopped: stopped\"");
  EXPECT_EQ(escaped("\x1b[2Jgone"), "\"\\u001b[2Jgone\"");
  EXPECT_EQ(escaped("a\" pin=forged"), "\"a\\\" pin=forged\"");
  EXPECT_EQ(escaped("a\\"), "\"a\\\\\"");
}

TEST(Log, bidirectional_and_invisible_characters_are_shown_as_numbers) {
  EXPECT_EQ(escaped("exe.\xe2\x80\xaegpj"), "\"exe.\\u202egpj\"");
  EXPECT_EQ(escaped("\xe2\x81\xa6x"), "\"\\u2066x\"");
  EXPECT_EQ(escaped("\xc2\x9b"), "\"\\u009b\"");
}

TEST(Log, text_in_other_scripts_stays_readable) { EXPECT_EQ(escaped("數位部"), "\"數位部\""); }

TEST(Log, bytes_that_are_no_utf8_are_shown_as_bytes) {
  EXPECT_EQ(escaped("\xff"), "\"\\xff\"");
  EXPECT_EQ(escaped("\xc0\xaf"), "\"\\xc0\\xaf\"");
  EXPECT_EQ(escaped("\xed\xa0\x80"), "\"\\xed\\xa0\\x80\"");
  EXPECT_EQ(escaped("cut \xe2\x80"), "\"cut \\xe2\\x80\"");
}

TEST(Log, a_long_value_is_cut) {
  const auto shown = escaped(std::string(100'000, 'a'));
  EXPECT_LT(shown.size(), 1100U);
  EXPECT_THAT(shown, HasSubstr("…"));
}

TEST(Log, what_is_below_the_threshold_is_not_written) {
  MemoryLog log;
  log.set_threshold(Level::Warning);
  log.write(Event::LinkUp);
  log.write(Event::StrangerRefused);
  EXPECT_EQ(log.count(Event::LinkUp), 0U);
  EXPECT_EQ(log.count(Event::StrangerRefused), 1U);
}

TEST(Log, every_event_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < event_count(); ++i) {
    const auto& declared = declaration(static_cast<Event>(i));
    EXPECT_TRUE(names.insert(declared.name).second) << declared.name;
    EXPECT_FALSE(declared.says.empty());
  }
}

TEST(Log, levels_are_read_by_the_names_they_are_written_with) {
  EXPECT_EQ(level_from_name(name(Level::Notice)), Level::Notice);
  EXPECT_EQ(level_from_name("loud"), std::nullopt);
}

TEST(OncePer, a_key_is_spoken_of_once_a_period_and_then_tells_how_often_it_was_held_back) {
  base::FakeClock clock(base::Instant{1});
  OncePer once(clock, 1h);
  EXPECT_EQ(once.due("pin"), 0U);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(once.due("pin"), std::nullopt);
  EXPECT_EQ(once.due("another"), 0U);
  clock.advance(1h);
  EXPECT_EQ(once.due("pin"), 3U);
}

TEST(OncePer, many_keys_buy_no_more_lines_than_the_table_has_places) {
  base::FakeClock clock(base::Instant{1});
  OncePer once(clock, 1h, 100);
  int spoken = 0;
  for (int i = 0; i < 10'000; ++i) spoken += once.due(std::to_string(i)) ? 1 : 0;
  EXPECT_EQ(spoken, 100);
  clock.advance(1h);
  EXPECT_TRUE(once.due("later"));
}

TEST(Metrics, counters_add_up_and_are_printed_with_their_help) {
  Counters counters;
  counters.add(Counter::StrangersRefused);
  counters.add(Counter::StrangersRefused, 2);
  counters.set(Gauge::LinksUp, 4);
  counters.change(Gauge::LinksUp, -1);
  const auto text = prometheus_text(counters);
  EXPECT_THAT(text, HasSubstr("# TYPE tidings_strangers_refused_total counter\ntidings_strangers_refused_total 3\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE tidings_links gauge\ntidings_links 3\n"));
}

TEST(Metrics, refusals_are_counted_by_their_reason) {
  Counters counters;
  counters.add(CounterByReason::BulletinsRefused, base::ErrorCode::BadSignature);
  EXPECT_EQ(counters.value(CounterByReason::BulletinsRefused, base::ErrorCode::BadSignature), 1U);
  const auto text = prometheus_text(counters);
  EXPECT_THAT(text, HasSubstr("tidings_bulletins_refused_total{reason=\"bad_signature\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("reason=\"policy\"")));
}

}  // namespace
}  // namespace tidings::telemetry
