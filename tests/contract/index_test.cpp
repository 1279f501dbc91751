// What readers find, whether it is written to the index yet or not: each test runs both ways.
#include <algorithm>

#include "daemon/store/describe.hpp"
#include "tests/contract/index_fixture.hpp"

namespace tidings::store::contract {
namespace {

INSTANTIATE_TEST_SUITE_P(
    Engines, Index, testing::Combine(testing::ValuesIn(engines()), testing::Values(Where::Pending, Where::Written)),
    [](const auto& one) {
      return std::get<0>(one.param).name + (std::get<1>(one.param) == Where::Pending ? "_pending" : "_written");
    });

TEST_P(Index, finds_a_claim_by_its_key_with_its_facts) {
  auto header = taipei_.context(v1::KIND_REPORT);
  header.set_role(v1::ROLE_C2);
  header.set_confidence(81);
  const auto done = append({taipei_.say(header, {"b.example.net", "a.example.net"})});
  read([&](Reading& reading) {
    const std::vector keys{domain_key("a.example.net"), domain_key("nowhere.example.net"), domain_key("b.example.net")};
    const auto hits = must(reading.index.exact(keys));
    ASSERT_EQ(hits.size(), 3U);
    ASSERT_EQ(hits[0].size(), 1U);
    EXPECT_EQ(hits[0][0].sequence, done.sequences[0]);
    EXPECT_EQ(hits[0][0].claim, 1U);
    EXPECT_EQ(hits[0][0].facts.role(), v1::ROLE_C2);
    EXPECT_EQ(hits[0][0].facts.confidence(), 80U);
    EXPECT_EQ(hits[0][0].facts.verdict(), v1::VERDICT_MALICIOUS);
    EXPECT_TRUE(hits[1].empty());
    EXPECT_EQ(hits[2][0].claim, 0U);
  });
}

TEST_P(Index, keeps_the_marks_of_where_a_report_came_from) {
  const auto source = taipei_.report({"a.example.net"});
  auto header = brussels_.context(v1::KIND_REPORT);
  header.add_based_on(source.row.id.str());
  const auto copy = brussels_.say(header, {"a.example.net"});
  const auto done = append({source, copy});
  read([&](Reading& reading) {
    const auto standing = must(reading.index.standing(done.sequences));
    EXPECT_EQ(standing[0]->row.sources, source.row.sources);
    EXPECT_EQ(standing[1]->row.sources, copy.row.sources);
    EXPECT_EQ(standing[1]->row.sources.size(), 3U) << "its own id, its publication's, its source's";
  });
}

TEST_P(Index, finds_what_several_say_in_the_order_it_came) {
  const auto first = append({taipei_.report({"evil.example.net"})});
  const auto second = append({brussels_.report({"evil.example.net", "evil.example.net"})});
  read([&](Reading& reading) {
    const std::vector keys{domain_key("evil.example.net")};
    const auto hits = must(reading.index.exact(keys)).front();
    ASSERT_EQ(hits.size(), 2U) << "what one bulletin says twice is found once";
    EXPECT_EQ(hits[0].sequence, first.sequences[0]);
    EXPECT_EQ(hits[1].sequence, second.sequences[0]);
    EXPECT_EQ(hits[1].claim, 0U);
  });
}

/// How many postings a value has, those of lists aside.
std::size_t postings_of(const NewBulletin& said, const std::string& domain) {
  const auto key = domain_key(domain);
  return static_cast<std::size_t>(
      std::ranges::count_if(said.postings, [&](const Posting& posting) { return posting.key == key; }));
}

TEST_P(Index, what_a_bulletin_says_thousands_of_times_costs_one_posting) {
  const std::vector<std::string> again(4'096, "evil.example.net");
  const auto said = taipei_.report(again);
  EXPECT_EQ(postings_of(said, "evil.example.net"), 1U);
  EXPECT_EQ(said.row.not_indexed, 0U) << "each of them is found, by the one";
  append({said});
  read([&](Reading& reading) {
    const std::vector keys{domain_key("evil.example.net")};
    EXPECT_EQ(must(reading.index.exact(keys)).front().size(), 1U);
    EXPECT_EQ(must(reading.index.totals(v1::TLP_RED)).claims, 4'096U);
  });
}

TEST_P(Index, claims_of_a_value_that_differ_in_facts_are_all_found_up_to_a_bound) {
  auto claims = std::vector<v1::Claim>(40, domain_claim("evil.example.net"));
  for (std::size_t i = 0; i < claims.size(); ++i) claims[i].set_confidence(static_cast<std::uint32_t>(i + 1));
  const auto said = taipei_.say_claims(taipei_.context(v1::KIND_REPORT), claims);
  EXPECT_EQ(postings_of(said, "evil.example.net"), max_postings_a_key);
  EXPECT_EQ(said.row.not_indexed, 40U - max_postings_a_key);
  const auto seen = taipei_.say_claims(taipei_.context(v1::KIND_SIGHTING), claims);
  EXPECT_EQ(postings_of(seen, "evil.example.net"), max_postings_a_key);
  EXPECT_EQ(seen.row.not_indexed, 0U) << "they are added up from the bulletin";
  for (auto& claim : claims) claim.clear_confidence();
  claims.resize(4);
  claims[1].set_comment("seen in the sandbox");
  claims[3].set_valid_until(claims[3].valid_until() + day_one.us + us_per_day);
  EXPECT_EQ(postings_of(taipei_.say_claims(taipei_.context(v1::KIND_REPORT), claims), "evil.example.net"), 3U)
      << "a text or a window of its own is not thrown away";
}

TEST_P(Index, of_a_value_that_everybody_lists_the_newest_are_found) {
  auto claims = std::vector<v1::Claim>(max_postings_a_key, domain_claim("evil.example.net"));
  for (std::size_t i = 0; i < claims.size(); ++i) claims[i].set_confidence(static_cast<std::uint32_t>(i + 1));
  std::vector<NewBulletin> bulletins;
  for (std::size_t i = 0; i <= max_hits_a_key / max_postings_a_key; ++i) {
    bulletins.push_back(taipei_.say_claims(taipei_.context(v1::KIND_REPORT), claims));
  }
  const auto done = append(std::move(bulletins));
  read([&](Reading& reading) {
    const std::vector keys{domain_key("evil.example.net")};
    const auto hits = must(reading.index.exact(keys)).front();
    ASSERT_EQ(hits.size(), max_hits_a_key);
    EXPECT_EQ(hits.back().sequence, done.sequences.back());
    EXPECT_EQ(hits.front().sequence, done.sequences[1]) << "the oldest bulletin is the one left out";
    EXPECT_TRUE(std::ranges::is_sorted(hits, {}, [](const Hit& hit) { return std::pair(hit.sequence, hit.claim); }));
  });
}

TEST_P(Index, finds_all_below_a_domain_by_a_range_and_pages_through_it) {
  std::vector<std::string> domains{"example.net", "example.org", "xexample.net"};
  for (int i = 0; i < 50; ++i) domains.push_back("n" + std::to_string(i) + ".example.net");
  append({taipei_.report(domains)});
  append({brussels_.report(domains)});
  const std::string from = domain_key("example.net");
  const std::string to = from.substr(0, from.size() - 1) + '\x01';
  read([&](Reading& reading) {
    std::vector<Hit> all = must(reading.index.range(from, to, 1'000, std::nullopt));
    EXPECT_EQ(all.size(), 2 * 51U);
    std::vector<Hit> paged;
    std::optional<Hit> after;
    while (true) {
      const auto page = must(reading.index.range(from, to, 7, after));
      paged.insert(paged.end(), page.begin(), page.end());
      if (page.size() < 7) break;
      after = page.back();
    }
    ASSERT_EQ(paged.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(paged[i].key, all[i].key);
      EXPECT_EQ(paged[i].sequence, all[i].sequence);
      EXPECT_EQ(paged[i].claim, all[i].claim);
    }
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const Hit& a, const Hit& b) { return a.key < b.key; }));
  });
}

TEST_P(Index, finds_the_newest_below_a_domain_and_goes_on_behind_any_place) {
  append({taipei_.report({"a.example.net", "other.example.org"})});
  append({brussels_.report({"b.example.net", "a.example.net"}), taipei_.report({"c.example.net", "example.net"})});
  const std::string from = domain_key("example.net");
  const std::string to = from.substr(0, from.size() - 1) + '\x01';
  read([&](Reading& reading) {
    const auto all = must(reading.index.newest(from, to, {{INT64_MAX}, 0}, 100));
    std::vector<std::string> keys;
    for (const auto* name : {"c.", "", "b.", "a.", "a."}) keys.push_back(domain_key(name + std::string("example.net")));
    ASSERT_EQ(all.size(), keys.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto one = must(reading.index.newest(from, to, {all[i].sequence, all[i].claim}, 1));
      ASSERT_EQ(one.size(), 1U);
      EXPECT_EQ(all[i].key, keys[i]);
      EXPECT_EQ(one.front().key, keys[i]);
    }
    EXPECT_TRUE(must(reading.index.newest(from, to, {all.back().sequence, all.back().claim + 1}, 9)).empty());
    EXPECT_EQ(must(reading.index.count(from, to, 100)), 5U);
    EXPECT_EQ(must(reading.index.count(from, to, 3)), 3U);
  });
}

TEST_P(Index, tells_a_bulletins_row_as_it_was_signed_and_received) {
  auto header = taipei_.context(v1::KIND_REPORT);
  header.set_part(2);
  header.set_parts(3);
  header.mutable_audience()->set_local(true);
  const auto said = taipei_.say(header, {"a.example.net"}, brussels_.organisation(), {day_one.us + 5});
  append({said});
  const auto row = standing_of(store(), said).value().row;
  EXPECT_EQ(row.id, said.row.id);
  EXPECT_EQ(row.origin, taipei_.organisation());
  EXPECT_EQ(row.giver, brussels_.organisation());
  EXPECT_EQ(row.tlp, v1::TLP_GREEN);
  EXPECT_TRUE(row.local);
  EXPECT_EQ(row.issued_at, said.row.issued_at);
  EXPECT_EQ(row.expires_at, said.row.expires_at);
  EXPECT_EQ(row.received_at.us, day_one.us + 5);
  EXPECT_EQ(row.publication, said.row.publication);
  EXPECT_EQ(row.part, 2U);
  EXPECT_EQ(row.parts, 3U);
  EXPECT_EQ(row.claims, 1U);
}

TEST_P(Index, knows_nothing_of_a_sequence_it_never_had) {
  read([&](Reading& reading) {
    const std::vector<Sequence> sequences{{7}};
    EXPECT_FALSE(must(reading.index.standing(sequences)).front());
  });
}

TEST_P(Index, a_withdrawal_silences_its_target_whole_or_in_part) {
  const auto one = taipei_.report({"a.example.net", "b.example.net", "c.example.net"});
  const auto other = taipei_.report({"d.example.net"});
  append({one, other});
  append({taipei_.about(v1::KIND_WITHDRAWAL, {claims_of(one, {2, 0, 9}), whole(other)})});
  EXPECT_EQ(standing_of(store(), one)->withdrawn_claims, (std::vector<std::uint32_t>{0, 2}));
  EXPECT_FALSE(standing_of(store(), one)->withdrawn);
  EXPECT_TRUE(standing_of(store(), other)->withdrawn);
}

TEST_P(Index, a_withdrawal_wins_over_a_copy_that_comes_later) {
  const auto said = taipei_.report({"a.example.net"});
  append({taipei_.about(v1::KIND_WITHDRAWAL, {whole(said)})});
  append({said});
  EXPECT_TRUE(standing_of(store(), said)->withdrawn);
}

TEST_P(Index, only_the_origin_withdraws) {
  const auto said = taipei_.report({"a.example.net"});
  append({said, brussels_.about(v1::KIND_WITHDRAWAL, {whole(said)})});
  EXPECT_FALSE(standing_of(store(), said)->withdrawn);
}

TEST_P(Index, an_origin_that_withdrew_speaks_again_in_a_later_bulletin) {
  const auto said = taipei_.report({"a.example.net"});
  const auto again = taipei_.report({"a.example.net"});
  append({said, taipei_.about(v1::KIND_WITHDRAWAL, {whole(said)}), again});
  EXPECT_FALSE(standing_of(store(), again)->withdrawn);
}

TEST_P(Index, a_withdrawal_cannot_be_withdrawn) {
  const auto said = taipei_.report({"a.example.net"});
  const auto withdrawal = taipei_.about(v1::KIND_WITHDRAWAL, {whole(said)});
  append({said, withdrawal, taipei_.about(v1::KIND_WITHDRAWAL, {whole(withdrawal)})});
  EXPECT_FALSE(standing_of(store(), withdrawal)->withdrawn);
  EXPECT_TRUE(standing_of(store(), said)->withdrawn);
}

TEST_P(Index, a_higher_revision_by_the_same_origin_replaces_the_lower) {
  const auto first = taipei_.report({"a.example.net"});
  const auto second = taipei_.revise(first, {"b.example.net"});
  append({second});
  append({first});
  EXPECT_TRUE(standing_of(store(), first)->superseded);
  EXPECT_FALSE(standing_of(store(), second)->superseded);
  read([&](Reading& reading) { EXPECT_EQ(must(reading.index.of_publication(first.row.publication)).size(), 2U); });
}

TEST_P(Index, nobody_replaces_what_another_published) {
  const auto said = taipei_.report({"a.example.net"});
  append({said, brussels_.revise(said, {"b.example.net"})});
  EXPECT_FALSE(standing_of(store(), said)->superseded);
}

TEST_P(Index, finds_the_newest_sightings_disputes_and_withdrawals_of_a_bulletin) {
  const auto said = taipei_.report({"a.example.net"});
  const auto done = append({said, brussels_.about(v1::KIND_SIGHTING, {whole(said)}, {"a.example.net"}),
                            brussels_.about(v1::KIND_DISPUTE, {claims_of(said, {0})}),
                            taipei_.about(v1::KIND_WITHDRAWAL, {whole(said)})});
  read([&](Reading& reading) {
    const auto& s = done.sequences;
    EXPECT_EQ(must(reading.index.referring_to(said.row.id, 10)), (std::vector{s[3], s[2], s[1]}));
    EXPECT_EQ(must(reading.index.referring_to(said.row.id, 2)), (std::vector{s[3], s[2]}));
  });
}

TEST_P(Index, tells_where_to_look_for_what_was_received_when) {
  const auto at = [](std::uint64_t days) { return Instant{day_one.us + days * us_per_day}; };
  const auto say = [&](std::uint64_t days) {
    return taipei_.say(taipei_.context(v1::KIND_REPORT), {"a.example.net"}, {}, at(days));
  };
  const auto s = append({say(0), say(3), say(1), say(6)}).sequences;  // the clock stepped back once
  const auto range = [&](std::uint64_t since, std::uint64_t until) {
    SequenceRange found;
    read([&](Reading& reading) { found = must(reading.index.received(at(since), at(until))); });
    return std::pair(found.first, found.last);
  };
  EXPECT_EQ(range(3, 3), std::pair(s[1], s[1]));
  EXPECT_EQ(range(1, 3), std::pair(s[1], s[2]));
  EXPECT_EQ(range(0, 9), std::pair(s[0], s[3]));
  const auto [first, last] = range(4, 5);
  EXPECT_GT(first, last);
}

TEST_P(Index, counts_what_it_holds) {
  append({taipei_.report({"a.example.net", "b.example.net"}), brussels_.report({"c.example.net"})});
  read([&](Reading& reading) {
    const auto totals = must(reading.index.totals(v1::TLP_RED));
    EXPECT_EQ(totals.bulletins, 2U);
    EXPECT_EQ(totals.claims, 3U);
  });
}

}  // namespace
}  // namespace tidings::store::contract
