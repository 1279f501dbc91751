#include <set>

#include "base/uuid.hpp"
#include "daemon/query/find.hpp"
#include "daemon/query/lookup.hpp"
#include "daemon/store/overlay.hpp"
#include "tests/unit/daemon/query/fixture.hpp"

namespace tidings::query {
namespace {

TEST_F(QueryTest, a_publication_is_found_by_the_uuid_that_its_format_gave_it) {
  auto header = header_by(brussels, node.clock.now());
  header.set_publication_id(base::uuid_from_text("58503e2f-4c78-442d-833f-8ad202de0b81")->str());
  const auto made = say(brussels, header, claims_of({"evil-name.tw"}));
  const auto found = show("58503E2F-4c78-442d-833f-8ad202de0b81");
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ(show("58503e2f-4c78-442d-833f-8ad202de0b82").error().code, ErrorCode::NotFound);
  EXPECT_EQ(show("58503e2f-4c78").error().code, ErrorCode::BadInput) << "no UUID, and no hex";
}

TEST_F(QueryTest, a_look_up_tells_verdict_and_origins_in_order_of_the_values) {
  say(brussels, {"45.62.198.73"});
  say(vilnius, {"45.62.198.73", "evil.example.net"});
  const auto answer = look_up({"45.62.198.74", "45.62.198.73", "evil.example.net"});
  ASSERT_EQ(answer.results_size(), 3);
  EXPECT_FALSE(answer.results(0).found());
  EXPECT_TRUE(answer.results(1).found());
  EXPECT_EQ(answer.results(1).verdict(), v1::VERDICT_MALICIOUS);
  std::set<std::string> names;
  for (const auto origin : answer.results(1).origins()) names.insert(answer.names(static_cast<int>(origin)));
  EXPECT_EQ(names, (std::set<std::string>{"brussels", "Vilnius"}));
  EXPECT_EQ(answer.results(2).origins_size(), 1);
}

TEST_F(QueryTest, a_mapped_address_is_answered_as_the_ipv4_address_that_it_maps) {
  say(brussels, {"45.62.198.73", "45.62.198.0/24"});
  const auto found = look_up({"::ffff:45.62.198.73", "::ffff:45.62.198.74"});
  EXPECT_TRUE(found.results(0).found());
  EXPECT_FALSE(found.results(1).found());
  v1::QueryRequest request;
  *request.mutable_value() = value_of("::ffff:45.62.198.73");
  const auto page = ask(request).value();
  ASSERT_EQ(page.indicators_size(), 2);
  EXPECT_EQ(page.indicators(0).value().type(), static_cast<std::uint32_t>(observable::Type::Ipv4));
  EXPECT_EQ(page.indicators(1).match(), v1::MATCH_CONTAINS);
  request.set_reach(v1::REACH_EXACT);
  EXPECT_EQ(ask(request).value().indicators_size(), 1);
  v1::ExplainRequest why;
  *why.mutable_value() = value_of("::ffff:45.62.198.73");
  const auto explained = explain(why).value();
  EXPECT_EQ(explained.indicator().said_size(), 1);
  EXPECT_EQ(explained.indicator().value().value(), value_of("45.62.198.73").value());
}

TEST_F(QueryTest, what_warning_lists_have_is_marked_wherever_it_is_told_and_a_reload_acts_at_once) {
  say(brussels, {"45.62.198.73", "evil.tw"});
  EXPECT_EQ(look_up({"45.62.198.73"}).results(0).warnings_size(), 0);
  warning::Builder builder;
  builder.add({"clouds", warning::Kind::Cidr, warning::Types::all(), 50, {{"45.62.0.0/16", 0}}}).value();
  node.warnings.take({builder.build(), {}});
  const auto answer = look_up({"evil.tw", "45.62.198.73", "45.62.198.99"});
  EXPECT_EQ(answer.results(0).warnings_size(), 0);
  ASSERT_EQ(answer.results(1).warnings_size(), 1);
  EXPECT_EQ(answer.warning_lists(static_cast<int>(answer.results(1).warnings(0))), "clouds");
  EXPECT_EQ(answer.results(2).warnings_size(), 0) << "nobody speaks of it";
  v1::QueryRequest request;
  *request.mutable_value() = value_of("45.62.198.73");
  const auto page = ask(request).value();
  ASSERT_EQ(page.indicators(0).warnings_size(), 1);
  EXPECT_EQ(page.indicators(0).warnings(0).entry(), "45.62.0.0/16");
  EXPECT_EQ(page.indicators(0).warnings(0).kind(), "cidr");
  v1::ExplainRequest explained;
  *explained.mutable_value() = value_of("45.62.198.73");
  const auto why = explain(explained).value();
  EXPECT_TRUE(std::any_of(why.view().begin(), why.view().end(), [](const std::string& sentence) {
    return sentence.find("warning list \"clouds\" has it (45.62.0.0/16)") != std::string::npos;
  }));
}

TEST_F(QueryTest, values_are_tested_against_the_lists_in_their_order) {
  warning::Builder builder;
  builder.add({"clouds", warning::Kind::Cidr, warning::Types::all(), 50, {{"45.62.0.0/16", 0}}}).value();
  node.warnings.take({builder.build(), {{"bad.json", "not JSON"}}});
  v1::WarningsRequest request;
  *request.add_values() = value_of("evil.tw");
  *request.add_values() = value_of("45.62.198.73");
  request.add_values()->set_type(1);  // no address at all
  request.set_lists(true);
  const auto answer =
      node.wait<base::Result<v1::WarningsAnswer>>([&](auto done) { query->warnings(request, {}, done); }).value();
  ASSERT_EQ(answer.results_size(), 3);
  EXPECT_EQ(answer.results(0).hits_size(), 0);
  EXPECT_EQ(answer.results(1).hits(0).list(), "clouds");
  EXPECT_EQ(answer.results(2).hits_size(), 0);
  EXPECT_EQ(answer.lists(0).entries(), 1u);
  EXPECT_EQ(answer.faults(0).file(), "bad.json");
  EXPECT_GT(answer.memory_bytes(), 0u);
}

TEST_F(QueryTest, a_claim_leaves_the_answers_at_the_instant_it_ends_and_its_neighbours_stay) {
  auto claims = claims_of({"45.62.198.73", "evil.tw"});
  const auto end = node.clock.now() + hours(48);
  claims[0].set_valid_until(end.us);
  const auto header = header_by(brussels, node.clock.now());
  say(brussels, header, claims);
  node.clock.set(end - base::Duration{1});
  EXPECT_TRUE(look_up({"45.62.198.73"}).results(0).found());
  EXPECT_EQ(values({}).size(), 2u);
  node.clock.set(end);
  EXPECT_FALSE(look_up({"45.62.198.73"}).results(0).found());
  EXPECT_EQ(values({}), Texts{"evil.tw"});
  node.clock.set(base::Instant{header.expires_at()} - base::Duration{1});
  EXPECT_TRUE(look_up({"evil.tw"}).results(0).found());
  node.clock.set(base::Instant{header.expires_at()});
  EXPECT_FALSE(look_up({"evil.tw"}).results(0).found());
  EXPECT_TRUE(values({}).empty());
}

TEST_F(QueryTest, what_is_withdrawn_expired_or_superseded_is_not_found) {
  const auto withdrawn = say(brussels, {"45.62.198.1"});
  withdraw(brussels, withdrawn);
  auto first = header_by(brussels, node.clock.now());
  say(brussels, first, claims_of({"45.62.198.2"}));
  first.set_issued_at(first.issued_at() + 1);
  first.set_revision(2);
  say(brussels, first, claims_of({"45.62.198.3"}));
  EXPECT_FALSE(look_up({"45.62.198.1"}).results(0).found());
  EXPECT_FALSE(look_up({"45.62.198.2"}).results(0).found());
  EXPECT_TRUE(look_up({"45.62.198.3"}).results(0).found());
  node.clock.advance(hours(24 * 31));
  EXPECT_FALSE(look_up({"45.62.198.3"}).results(0).found());
}

TEST_F(QueryTest, a_claims_own_window_is_kept) {
  auto claims = claims_of({"45.62.198.73"});
  claims[0].set_valid_until((node.clock.now() + hours(2)).us);
  say(brussels, header_by(brussels, node.clock.now()), claims);
  EXPECT_TRUE(look_up({"45.62.198.73"}).results(0).found());
  node.clock.advance(hours(3));
  EXPECT_FALSE(look_up({"45.62.198.73"}).results(0).found());
}

TEST_F(QueryTest, what_an_origin_whose_clock_is_ahead_says_is_found_at_once) {
  say(brussels, header_by(brussels, node.clock.now() + std::chrono::minutes(5)), claims_of({"45.62.198.73"}));
  EXPECT_TRUE(look_up({"45.62.198.73"}).results(0).found());
}

TEST_F(QueryTest, sightings_are_added_up_and_disputes_counted) {
  const auto report = say(brussels, {"45.62.198.73"});
  auto sighting = header_by(vilnius, node.clock.now());
  sighting.set_kind(v1::KIND_SIGHTING);
  auto seen = claims_of({"45.62.198.73"});
  seen[0].mutable_sighting()->set_count(12);
  say(vilnius, sighting, seen);
  auto dispute = header_by(taipei, node.clock.now());
  dispute.set_kind(v1::KIND_DISPUTE);
  dispute.add_targets()->set_bulletin_id(report.header.id.str());
  say(taipei, dispute, claims_of({"45.62.198.73"}));
  const auto result = look_up({"45.62.198.73"}).results(0);
  EXPECT_EQ(result.sightings(), 12u);
  EXPECT_EQ(result.disputes(), 1u);
  EXPECT_EQ(result.origins_size(), 1);
}

TEST_F(QueryTest, what_is_withdrawn_is_not_found_though_a_sighting_and_a_dispute_of_it_live) {
  const auto report = say(brussels, {"45.62.198.73"});
  for (const auto kind : {v1::KIND_SIGHTING, v1::KIND_DISPUTE}) {
    auto answer = header_by(taipei, node.clock.now());
    answer.set_kind(kind);
    answer.add_targets()->set_bulletin_id(report.header.id.str());
    say(taipei, answer, claims_of({"45.62.198.73"}));
  }
  EXPECT_TRUE(look_up({"45.62.198.73"}).results(0).found());
  withdraw(brussels, report);
  const auto result = look_up({"45.62.198.73"}).results(0);
  EXPECT_FALSE(result.found());
  EXPECT_EQ(result.sightings(), 0U);
  v1::QueryRequest exactly, listed, sighted;
  *exactly.mutable_value() = value_of("45.62.198.73");
  sighted.mutable_filter()->add_kinds(v1::KIND_SIGHTING);
  for (const auto& request : {exactly, listed, sighted}) EXPECT_EQ(values(request), Texts{});
  EXPECT_EQ(count({})->counted.indicators(), 0U);
  v1::ExplainRequest why;
  *why.mutable_value() = exactly.value();
  EXPECT_NE(explain(why)->view(0).find("seen or disputed"), std::string::npos) << explain(why)->view(0);
}

TEST_F(QueryTest, an_indicator_tells_who_said_it_how_it_came_and_what_counts) {
  auto header = header_by(vilnius, node.clock.now());
  header.set_title("Phishing");
  header.add_tags("apt");
  header.set_confidence(81);
  say(vilnius, header, claims_of({"45.62.198.73"}));
  v1::QueryRequest request;
  *request.mutable_value() = value_of("45.62.198.73");
  const auto answer = ask(request).value();
  ASSERT_EQ(answer.indicators_size(), 1);
  ASSERT_EQ(answer.indicators(0).said_size(), 1);
  const auto& said = answer.indicators(0).said(0);
  EXPECT_EQ(said.origin_name(), "Vilnius");
  EXPECT_EQ(said.introduced_by(), "brussels");
  EXPECT_EQ(said.received_from(), "brussels");
  EXPECT_EQ(said.title(), "Phishing");
  EXPECT_EQ(said.tags(0), "apt");
  EXPECT_EQ(said.confidence(), 81u);
  EXPECT_TRUE(said.counts());
  EXPECT_TRUE(said.signature_verified());
}

TEST_F(QueryTest, a_bulletin_is_shown_by_its_id_a_prefix_or_its_publication) {
  const auto bulletin = say(brussels, {"45.62.198.73"});
  const auto id = bulletin.header.id.text(), publication = bulletin.header.publication.text();
  for (const auto& name : {id, id.substr(0, 8), id.substr(0, 9), publication, publication.substr(0, 10)}) {
    const auto shown = show(name);
    ASSERT_TRUE(shown) << name << ": " << shown.error().what;
    ASSERT_EQ(shown->size(), 1u);
    EXPECT_EQ(shown->front().bulletin(), bulletin.bytes);
    EXPECT_EQ(shown->front().received_from(), "brussels");
    EXPECT_FALSE(shown->front().withdrawn());
  }
  EXPECT_EQ(show(id.substr(0, 7)).error().code, ErrorCode::BadInput);
  EXPECT_EQ(show("0123456789").error().code, ErrorCode::NotFound);
  EXPECT_EQ(show("not hex at all").error().code, ErrorCode::BadInput);
}

TEST_F(QueryTest, values_asked_for_twice_are_answered_twice_in_their_places) {
  say(brussels, {"45.62.198.73"});
  const auto answer = look_up({"45.62.198.73", "45.62.198.74", "45.62.198.73", "45.62.198.74", "45.62.198.73"});
  ASSERT_EQ(answer.results_size(), 5);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(answer.results(i).found(), i % 2 == 0) << i;
  EXPECT_EQ(answer.results(4).origins_size(), 1);
  EXPECT_EQ(answer.names_size(), 1);
}

TEST_F(QueryTest, what_is_said_again_and_again_is_found_by_value_in_full_so_that_it_can_be_withdrawn) {
  const auto said = say(brussels, {"45.62.198.73", "45.62.198.74", "45.62.198.73", "45.62.198.73"});
  const auto found = node.wait<base::Result<std::vector<FoundBulletin>>>(
      [&](auto done) { query->find(said.header.id.text(), {value_of("45.62.198.73")}, {}, done); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->front().claims, (std::vector<std::uint32_t>{0, 2, 3}));
}

TEST_F(QueryTest, a_value_that_lives_is_found_though_the_ledger_has_forgotten_another_that_said_it) {
  auto brief = header_by(brussels, node.clock.now());
  brief.set_expires_at((node.clock.now() + hours(24)).us);
  auto claims = claims_of({"45.62.198.73"});
  claims[0].set_valid_until((node.clock.now() + hours(2)).us);
  say(brussels, brief, claims);
  say(vilnius, {"45.62.198.73"});
  ASSERT_TRUE(node.store->settle());
  node.clock.advance(hours(48));
  query.reset();
  node.close();
  {  // the ledger forgets before the index does: in the daemon, for a moment
    const auto engine = store::sqlite::open_engine(node.folder).value();
    EXPECT_EQ(engine->ledger_writer().value()->forget_expired(node.clock.now(), 10).value(), 1u);
  }
  node.open();
  query = Query::make(*node.store, *node.book, node.warnings, node.home, node.clock);
  EXPECT_TRUE(look_up({"45.62.198.73"}).results(0).found());
  v1::QueryRequest by_type, by_value;
  by_type.mutable_filter()->add_types(static_cast<std::uint32_t>(observable::Type::Ipv4));
  *by_value.mutable_value() = value_of("45.62.198.73");
  EXPECT_EQ(values(by_type), Texts{"45.62.198.73"});
  EXPECT_EQ(values(by_value), Texts{"45.62.198.73"});
  EXPECT_EQ(values({}), Texts{"45.62.198.73"});
  v1::ExplainRequest why;
  *why.mutable_value() = value_of("45.62.198.73");
  EXPECT_TRUE(explain(why));
}

TEST_F(QueryTest, what_nobody_waits_for_is_not_begun) {
  v1::QueryRequest request;
  const Ceiling gone{v1::TLP_RED, [] { return false; }};
  EXPECT_EQ(ask(request, gone).error().code, ErrorCode::Cancelled);
  v1::LookupRequest lookup;
  *lookup.add_values() = value_of("45.62.198.73");
  const auto answer = node.wait<base::Result<v1::LookupAnswer>>([&](auto done) { query->lookup(lookup, gone, done); });
  EXPECT_EQ(answer.error().code, ErrorCode::Cancelled);
}

TEST_F(QueryTest, beyond_a_bound_questions_are_refused_as_busy_and_the_others_answered) {
  std::size_t busy = 0, answered = 0;
  for (std::size_t i = 0; i < max_waiting + 100; ++i) {
    query->query({}, {}, [&](const base::Result<v1::QueryAnswer>& answer) {
      if (answer)
        ++answered;
      else if (answer.error().code == ErrorCode::Busy)
        ++busy;
    });
  }
  EXPECT_GT(busy, 0u);
  EXPECT_LE(busy, 100u);
  for (int i = 0; i < 20'000 && answered + busy < max_waiting + 100; ++i) {
    if (node.home.run() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(answered + busy, max_waiting + 100);
  EXPECT_TRUE(ask({})) << "and then there is room again";
}

TEST_F(QueryTest, while_the_index_is_rebuilt_answers_say_so_and_nothing_is_amended_or_withdrawn) {
  const auto said = say(brussels, {"45.62.198.73"});
  ASSERT_TRUE(node.store->settle());
  const auto book = node.book->current();
  query.reset();
  node.close();
  {  // a dropped index, not read again yet
    std::filesystem::remove(node.folder / "index.db");
    const auto engine = store::sqlite::open_engine(node.folder).value();
    const auto ledger = engine->ledger_reader().value();
    store::Pending pending(1'000, 1'000);
    pending.start_after(ledger->last().value());
    store::Overlay index(engine->index_reader().value(), pending);
    store::Reading reading{*ledger, index};
    const Outlook outlook{book, warning::no_lists(), std::make_shared<const indicator::Weights>(), node.clock.now()};
    Asking asking(reading, outlook, {v1::TLP_RED, {}});
    Lookup lookup{{}, {}, {}};
    *lookup.request.add_values() = value_of("45.62.198.73");
    const auto answer = tidings::query::look_up(reading, outlook, std::span(&lookup, 1)).front().value();
    EXPECT_FALSE(answer.results(0).found());
    EXPECT_TRUE(answer.rebuilding());
    const auto found = find_whole(asking, said.header.id.text(), {}, v1::TLP_RED);
    EXPECT_EQ(found.error().code, ErrorCode::Busy);
    index.end();
  }
  node.open();
  query = Query::make(*node.store, *node.book, node.warnings, node.home, node.clock);
  ASSERT_TRUE(node.store->settle());
  const auto answer = look_up({"45.62.198.73"});
  EXPECT_TRUE(answer.results(0).found());
  EXPECT_FALSE(answer.rebuilding());
}

TEST_F(QueryTest, small_look_ups_that_wait_at_once_are_each_answered) {
  say(brussels, {"45.62.198.73"});
  int found = 0, answered = 0;
  for (int i = 0; i < 50; ++i) {
    v1::LookupRequest request;
    *request.add_values() = value_of(i % 2 == 0 ? "45.62.198.73" : "45.62.198.74");
    query->lookup(request, {}, [&](const base::Result<v1::LookupAnswer>& answer) {
      ++answered;
      if (answer.value().results(0).found()) ++found;
    });
  }
  while (answered < 50) look_up({"45.62.198.73"});
  EXPECT_EQ(found, 25);
}

}  // namespace
}  // namespace tidings::query
