#include <algorithm>
#include <optional>

#include "formats/draft/text_source.hpp"
#include "formats/stix/reader.hpp"
#include "tests/unit/daemon/intake/publisher_fixture.hpp"

namespace tidings::intake {
namespace {

using bulletin::PublicationId;

/// What one object becomes: claims, and the object behind them.
class Taken final : public draft::Sink {
 public:
  std::uint32_t context(v1::Header) override { return 0; }
  base::Status claim(std::uint32_t, v1::Claim claim) override {
    claims.push_back(std::move(claim));
    return {};
  }
  void note(draft::Note) override {}
  std::vector<v1::Claim> claims;
};

constexpr std::string_view one_id = "indicator--00000001-0000-4000-8000-0123456789ab";
constexpr std::string_view other_id = "indicator--00000002-0000-4000-8000-0123456789ab";

/// An indicator of a name, last modified on that day of March.
std::string indicator(int day, std::string_view name, std::string_view more = "", std::string_view id = one_id) {
  const auto march = "2026-03-0" + std::to_string(day) + "T08:00:00.000Z";
  return R"({"type":"indicator","spec_version":"2.1","id":")" + std::string(id) +
         R"(","created":"2026-03-01T08:00:00.000Z","modified":")" + march +
         R"(","pattern_type":"stix","pattern":"[domain-name:value = ')" + std::string(name) +
         R"(']","valid_from":"2026-03-01T08:00:00Z")" + std::string(more) + "}";
}
constexpr std::string_view revoked = R"(,"revoked":true)";

std::vector<v1::Claim> read(std::initializer_list<std::string> objects) {
  std::string text;
  for (const auto& one : objects) text += (text.empty() ? "" : ",") + one;
  text = "{\"objects\":[" + text + "]}";
  draft::TextSource source(text);
  Taken taken;
  EXPECT_TRUE(stix::read(source, {}, taken));
  return taken.claims;
}

struct OlderVersionsTest : PublisherTest {
  Published say(Draft what) {
    auto published = node.publish(std::move(what));
    EXPECT_TRUE(published) << published.error().what;
    return published ? *published : Published{};
  }
  Published say(std::initializer_list<std::string> objects, v1::Tlp tlp = v1::TLP_AMBER) {
    return say(draft(read(objects), tlp));
  }
  std::size_t in_force(std::string_view name) {
    const auto claim = claim_of(name);
    const auto key = observable::index_key(static_cast<observable::Type>(claim.type()), claim.value());
    return live(key);
  }
  std::size_t versions(std::string_view id = one_id) {
    return live(observable::index_key(observable::Type::Opaque, std::string(id)));
  }
  std::size_t live(const std::string& key) {
    std::size_t count = 0;
    node.read([&](store::Reading& reading) {
      const auto hits = reading.index.exact(std::span(&key, 1)).value();
      for (const auto& hit : hits.front()) {
        const auto standing = reading.index.standing(std::span(&hit.sequence, 1)).value().front();
        const bool ends = standing->withdrawn || standing->superseded ||
                          std::ranges::binary_search(standing->withdrawn_claims, hit.claim);
        if (!ends) ++count;
      }
    });
    return count;
  }
};

TEST_F(OlderVersionsTest, a_newer_version_replaces_what_the_older_claimed) {
  say({indicator(1, "a.evil-name.tw")});
  const auto made = say({indicator(2, "b.evil-name.tw")});
  EXPECT_EQ(made.older.withdrawn, 1u);
  EXPECT_EQ(made.older.ids, std::set<std::string>{std::string(one_id)});
  EXPECT_EQ(in_force("a.evil-name.tw"), 0u);
  EXPECT_EQ(in_force("b.evil-name.tw"), 1u);
  EXPECT_EQ(versions(), 2u) << "the older object stays: versions are told apart";
}

TEST_F(OlderVersionsTest, what_is_revoked_is_withdrawn_to_whom_it_reached) {
  say({indicator(1, "a.evil-name.tw"), indicator(1, "c.evil-name.tw", "", other_id)}, v1::TLP_GREEN);
  const auto made = say({indicator(2, "a.evil-name.tw", revoked)});
  EXPECT_EQ(made.older.withdrawn, 1u);
  EXPECT_EQ(in_force("a.evil-name.tw"), 0u);
  EXPECT_EQ(in_force("c.evil-name.tw"), 1u) << "another object's";
  node.read([&](store::Reading& reading) {
    const auto last = reading.ledger.forward(store::Lane::Withdrawal, {}, 10).value();
    ASSERT_EQ(last.size(), 1u);
    const auto header = bulletin::peek_header(reading.ledger.bytes(last.front().sequence).value()).value();
    EXPECT_EQ(header.message.audience().tlp(), v1::TLP_GREEN) << "though the newer version is AMBER";
  });
}

TEST_F(OlderVersionsTest, what_the_newest_still_claims_stays) {
  say({indicator(1, "a.evil-name.tw' OR domain-name:value = 'b.evil-name.tw")});
  const auto made = say({indicator(2, "b.evil-name.tw' OR domain-name:value = 'd.evil-name.tw")});
  EXPECT_EQ(made.older.withdrawn, 1u);
  EXPECT_EQ(in_force("a.evil-name.tw"), 0u);
  EXPECT_GE(in_force("b.evil-name.tw"), 1u);
  EXPECT_EQ(in_force("d.evil-name.tw"), 1u);
}

TEST_F(OlderVersionsTest, an_older_version_that_comes_after_the_newer_claims_nothing) {
  say({indicator(3, "b.evil-name.tw")});
  auto made = say({indicator(2, "a.evil-name.tw")});
  EXPECT_EQ(made.older.left_out, 1u);
  EXPECT_EQ(made.older.withdrawn, 0u);
  EXPECT_EQ(in_force("a.evil-name.tw"), 0u);
  EXPECT_EQ(in_force("b.evil-name.tw"), 1u);
  EXPECT_EQ(versions(), 2u);
  say({indicator(4, "b.evil-name.tw", revoked)});
  say({indicator(1, "e.evil-name.tw")});
  EXPECT_EQ(in_force("b.evil-name.tw") + in_force("e.evil-name.tw"), 0u);
}

TEST_F(OlderVersionsTest, of_two_versions_in_one_draft_the_newest_holds) {
  const auto made = say({indicator(2, "a.evil-name.tw", revoked), indicator(1, "a.evil-name.tw"),
                         indicator(1, "c.evil-name.tw", "", other_id), indicator(2, "d.evil-name.tw", "", other_id)});
  EXPECT_EQ(made.older.left_out, 2u);
  EXPECT_EQ(in_force("a.evil-name.tw") + in_force("c.evil-name.tw"), 0u);
  EXPECT_EQ(in_force("d.evil-name.tw"), 1u);
  EXPECT_EQ(stored(), 1u) << "nothing is said to be taken back at once";
}

TEST_F(OlderVersionsTest, an_older_document_read_again_does_not_bring_back_what_its_newer_revision_ended) {
  auto named = draft(read({indicator(1, "a.evil-name.tw")}));
  named.context.set_publication_id(std::string(PublicationId::size, 'r'));
  named.is_new = true;
  auto newer = named, older = named;
  newer.claims = read({indicator(2, "a.evil-name.tw", revoked)});
  say(named);
  say(newer);
  EXPECT_EQ(in_force("a.evil-name.tw"), 0u);
  for (int again = 0; again < 2; ++again) {
    say(older);
    EXPECT_EQ(in_force("a.evil-name.tw"), 0u);
  }
}

TEST_F(OlderVersionsTest, a_version_that_ends_sooner_ends_what_it_replaces) {
  say({indicator(1, "a.evil-name.tw")});
  const auto soon = node.clock.now() + hours(24);
  auto newer = draft(read({indicator(2, "a.evil-name.tw", ",\"valid_until\":\"" + base::to_text(soon) + "\"")}));
  newer.skip_already_said = true;
  EXPECT_EQ(say(newer).older.withdrawn, 1u);
  EXPECT_EQ(in_force("a.evil-name.tw"), 1u) << "as the newer version says it";
}

TEST_F(OlderVersionsTest, a_dry_run_tells_what_would_go_and_takes_nothing_back) {
  say({indicator(1, "a.evil-name.tw")});
  auto dry = draft(read({indicator(2, "a.evil-name.tw", revoked)}));
  dry.dry_run = true;
  EXPECT_EQ(say(dry).older.withdrawn, 1u);
  EXPECT_EQ(in_force("a.evil-name.tw"), 1u);
}

/// What a node that was killed between a withdrawal and the publication left behind, or one that published both
/// versions at once.
TEST_F(OlderVersionsTest, publishing_the_same_again_finishes_what_was_cut_short) {
  auto older = draft(read({indicator(1, "a.evil-name.tw")}));
  const auto first = say(older);
  Draft withdrawal;
  withdrawal.context.set_kind(v1::KIND_WITHDRAWAL);
  withdrawal.context.mutable_audience()->set_tlp(v1::TLP_AMBER);
  withdrawal.context.set_expires_at((node.clock.now() + hours(24 * 91)).us);
  auto& target = *withdrawal.context.add_targets();
  target.set_bulletin_id(first.bulletins.front().str());
  target.add_claims(0);
  say(withdrawal);  // and no further
  auto newer = draft(read({indicator(2, "b.evil-name.tw")}));
  newer.skip_already_said = true;
  EXPECT_EQ(say(newer).older.withdrawn, 0u);
  EXPECT_EQ(in_force("b.evil-name.tw"), 1u);
  const auto before = stored();
  say(newer);
  EXPECT_EQ(stored(), before) << "and again it is there already";
}

TEST_F(OlderVersionsTest, only_our_own_words_count_and_none_above_what_the_publisher_may_see) {
  node.submit(sign(brussels, header_by(brussels, node.clock.now(), v1::TLP_GREEN),
                   read({indicator(3, "a.evil-name.tw", revoked)})),
              brussels.id());
  EXPECT_EQ(say({indicator(1, "a.evil-name.tw")}).older.left_out, 0u);
  EXPECT_EQ(in_force("a.evil-name.tw"), 1u);
  auto newer = draft(read({indicator(2, "a.evil-name.tw", revoked)}), v1::TLP_GREEN);
  newer.said_up_to = v1::TLP_GREEN;
  EXPECT_EQ(say(newer).older.withdrawn, 0u) << "the older one is AMBER";
}

TEST_F(OlderVersionsTest, a_feed_speaks_for_itself_alone_whatever_ids_it_has) {
  const auto feed = [&](const std::string& name, std::initializer_list<std::string> objects) {
    auto made = draft(read(objects));
    made.feed_tag = "feed:" + name;
    made.context.add_tags(made.feed_tag);
    return made;
  };
  say({indicator(1, "a.evil-name.tw")});
  say(feed("soc", {indicator(1, "c.evil-name.tw")}));
  EXPECT_EQ(say(feed("other", {indicator(9, "a.evil-name.tw", revoked)})).older.withdrawn, 0u);
  EXPECT_EQ(say({indicator(2, "b.evil-name.tw")}).older.withdrawn, 1u) << "of what was said by hand";
  EXPECT_EQ(in_force("a.evil-name.tw"), 0u);
  EXPECT_EQ(in_force("b.evil-name.tw"), 1u);
  EXPECT_EQ(in_force("c.evil-name.tw"), 1u);
  EXPECT_EQ(say(feed("soc", {indicator(2, "c.evil-name.tw", revoked)})).older.withdrawn, 1u);
  EXPECT_EQ(in_force("c.evil-name.tw"), 0u);
  EXPECT_EQ(in_force("b.evil-name.tw"), 1u);
}

TEST_F(OlderVersionsTest, thousands_of_objects_are_looked_through_by_and_by) {
  std::vector<v1::Claim> first, second;
  for (int number = 0; number < 2'500; ++number) {
    auto digits = std::to_string(100'000 + number);
    const auto id = "indicator--00" + digits + "-0000-4000-8000-0123456789ab";
    std::ranges::move(read({indicator(1, "n" + digits + ".evil-name.tw", "", id)}), std::back_inserter(first));
    if (number % 1'000 == 7)
      std::ranges::move(read({indicator(2, "n" + digits + ".evil-name.tw", revoked, id)}), std::back_inserter(second));
  }
  say(draft(first));
  auto both = first;
  std::ranges::move(second, std::back_inserter(both));
  auto again = draft(std::move(both));
  again.skip_already_said = true;
  const auto made = say(std::move(again));
  EXPECT_EQ(made.older.withdrawn, 3u);
  EXPECT_EQ(made.older.left_out, 3u);
  EXPECT_EQ(made.claims, 3u) << "the revoked objects alone are new";
  EXPECT_EQ(in_force("n100007.evil-name.tw") + in_force("n102007.evil-name.tw"), 0u);
  EXPECT_EQ(in_force("n100008.evil-name.tw"), 1u);
}

}  // namespace
}  // namespace tidings::intake
