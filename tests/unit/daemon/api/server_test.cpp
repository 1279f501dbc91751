#include "daemon/api/server.hpp"

#include <map>

#include "tests/unit/daemon/api/server_fixture.hpp"

namespace tidings::api {
namespace {

using intake::claims_of;
using partners::Organisation;

TEST_F(ServerTest, status_tells_who_we_are_and_what_the_caller_may_do) {
  v1::Request request;
  request.mutable_status()->set_counters(true);
  const auto answers = ask(request);
  ASSERT_EQ(answers.size(), 1u);
  const auto& status = answers.front().status();
  EXPECT_EQ(status.organisation(), "Taipei");
  EXPECT_EQ(status.role(), "admin") << "the daemon's own user is admin";
  EXPECT_EQ(status.limits().default_tlp(), v1::TLP_AMBER);
  EXPECT_NE(status.counters().find("tidings_requests_total"), std::string::npos);
}

TEST_F(ServerTest, what_is_published_is_found) {
  const auto answers = publish(begin(context(v1::TLP_AMBER)), claims_of({"45.62.198.73"}));
  ASSERT_FALSE(answers.empty());
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  EXPECT_EQ(answers.back().publish().claims(), 1u);
  EXPECT_TRUE(answers.back().publish().audience().holdings(0).may_hold());
  v1::Request request;
  auto& value = *request.mutable_lookup()->add_values();
  const auto claim = claims_of({"45.62.198.73"}).front();
  value.set_type(claim.type());
  value.set_value(claim.value());
  EXPECT_TRUE(ask(request).front().lookup().results(0).found());
}

TEST(ServerBounds, a_question_that_finds_little_among_much_ends_with_the_page_to_go_on_with) {
  const Organisation taipei{"Taipei"}, brussels{"Brussels"};
  Served served{taipei};
  served.node.befriend(brussels, "brussels");
  served.options.max_query_pages = 1;
  ASSERT_TRUE(served.start());
  for (int i = 0; i < 5; ++i) {
    served.node.clock.advance(std::chrono::seconds(1));
    const auto claims = intake::many_claims(4'096, std::to_string(i));
    const auto bulletin = intake::sign(brussels, intake::header_by(brussels, served.node.clock.now()), claims);
    ASSERT_EQ(served.node.submit(bulletin, brussels.id()).ending, intake::Ending::Stored);
  }
  v1::Request request;
  request.mutable_query()->set_limit(10);
  request.mutable_query()->mutable_filter()->set_min_score(90);
  std::vector<std::size_t> answers;
  served.serve([&] {
    Client client(served.options.socket_path);
    do {
      const auto told = client.ask(request);
      answers.push_back(told.size());
      EXPECT_EQ(told.back().query().indicators_size(), 0);
      request.mutable_query()->set_page(told.back().query().next_page());
    } while (!request.query().page().empty() && answers.size() < 100);
    EXPECT_GE(answers.size(), 3U) << "five bulletins are more than a page may read";
    EXPECT_LT(answers.size(), 100U);
    request.mutable_query()->set_all(true);
    const auto all = client.ask(request);
    EXPECT_TRUE(all.back().query().next_page().empty()) << "who asks for all is told to the end";
  });
}

TEST_F(ServerTest, a_hundred_thousand_claims_are_one_publication_told_with_progress) {
  const auto answers = publish(begin(context(v1::TLP_AMBER)), intake::many_claims(100'000));
  ASSERT_GT(answers.size(), 1u);
  EXPECT_GT(answers.front().publish().stored(), 0u);
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  EXPECT_EQ(answers.back().publish().claims(), 100'000u);
  EXPECT_EQ(answers.back().publish().bulletin_ids_size(), 100);
}

TEST_F(ServerTest, without_a_tlp_the_default_is_used_and_never_clear) {
  const auto answers = publish(begin(context(v1::TLP_CLEAR)), claims_of({"45.62.198.73"}));  // not said to be given
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  EXPECT_EQ(stored_header(answers.back().publish()).audience().tlp(), v1::TLP_AMBER);
}

TEST_F(ServerTest, a_wide_audience_needs_to_be_confirmed) {
  auto request = begin(context(v1::TLP_GREEN));
  request.mutable_publish_begin()->set_tlp_given(true);
  EXPECT_EQ(publish(request, claims_of({"45.62.198.73"})).back().error().code(), "policy");
  request.mutable_publish_begin()->set_confirmed(true);
  EXPECT_TRUE(publish(request, claims_of({"45.62.198.73"})).back().has_publish());
}

TEST_F(ServerTest, red_without_names_and_names_of_nobody_are_refused) {
  auto request = begin(context(v1::TLP_RED));
  request.mutable_publish_begin()->set_tlp_given(true);
  EXPECT_EQ(publish(request, claims_of({"45.62.198.73"})).back().error().code(), "policy");
  request.mutable_publish_begin()->add_release_to("brusels");
  const auto answers = publish(request, claims_of({"45.62.198.73"}));
  EXPECT_EQ(answers.back().error().code(), "not_found");
  ASSERT_EQ(answers.back().error().nearest_size(), 1);
  EXPECT_EQ(answers.back().error().nearest(0), "brussels");
}

TEST_F(ServerTest, a_dry_run_tells_the_audience_and_stores_nothing) {
  auto request = begin(context(v1::TLP_GREEN));
  request.mutable_publish_begin()->set_tlp_given(true);
  request.mutable_publish_begin()->set_dry_run(true);
  const auto answers = publish(request, claims_of({"45.62.198.73"}));
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  EXPECT_TRUE(answers.back().publish().audience().needs_confirmation());
  EXPECT_EQ(answers.back().publish().audience().holdings_size(), 1);
  EXPECT_EQ(served.node.counters.value(telemetry::Counter::BulletinsStored), 0u);
}

TEST_F(ServerTest, what_it_is_based_on_is_found_by_a_prefix_and_bounds_the_audience) {
  const auto theirs = intake::sign(brussels, intake::header_by(brussels, served.node.clock.now(), v1::TLP_AMBER),
                                   claims_of({"45.62.198.1"}));
  served.node.submit(theirs, brussels.id());
  auto request = begin(context(v1::TLP_AMBER));
  request.mutable_publish_begin()->add_based_on(theirs.header.id.text().substr(0, 12));
  EXPECT_EQ(publish(request, claims_of({"45.62.198.1"})).back().error().code(), "policy");
  request.mutable_publish_begin()->set_dry_run(true);
  EXPECT_EQ(publish(request, claims_of({"45.62.198.1"})).back().error().code(), "policy") << "a dry run tells it, too";
  request.mutable_publish_begin()->set_dry_run(false);
  request.mutable_publish_begin()->add_release_to("brussels");
  const auto answers = publish(request, claims_of({"45.62.198.1"}));
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  v1::Request show;
  show.mutable_show()->set_id(base::to_hex(answers.back().publish().bulletin_ids(0)));
  const auto header = bulletin::peek_header(ask(show).back().show().bulletin());
  ASSERT_TRUE(header);
  ASSERT_EQ(header->message.based_on_size(), 1);
  EXPECT_EQ(header->message.based_on(0), theirs.header.id.str());
  request.mutable_publish_begin()->set_based_on(0, "0123456789");
  EXPECT_EQ(publish(request, claims_of({"45.62.198.1"})).back().error().code(), "not_found");
}

TEST_F(ServerTest, an_amendment_replaces_and_does_not_widen_unless_overridden) {
  const auto first = publish(begin(context(v1::TLP_AMBER)), claims_of({"45.62.198.73"})).back().publish();
  auto amends = begin(context(v1::TLP_GREEN));
  amends.mutable_publish_begin()->set_tlp_given(true);
  amends.mutable_publish_begin()->set_confirmed(true);
  amends.mutable_publish_begin()->set_amends(base::to_hex(first.publication_id()));
  EXPECT_EQ(publish(amends, claims_of({"45.62.198.74"})).back().error().code(), "policy");
  amends.mutable_publish_begin()->set_override_marking("agreed with the victim");
  const auto answers = publish(amends, claims_of({"45.62.198.74"}));
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  EXPECT_EQ(answers.back().publish().revision(), 2u);
  EXPECT_EQ(answers.back().publish().publication_id(), first.publication_id());
  served.node.read([&](store::Reading& reading) {
    const auto audit = reading.ledger.audit(1).value();
    ASSERT_EQ(audit.size(), 1u);
    EXPECT_EQ(audit.front().detail, "agreed with the victim");
  });
}

TEST_F(ServerTest, a_partner_that_uses_our_publications_id_keeps_us_from_nothing) {
  const auto ours = publish(begin(context(v1::TLP_AMBER)), claims_of({"45.62.198.73"})).back().publish();
  auto header = intake::header_by(brussels, served.node.clock.now(), v1::TLP_CLEAR);
  header.set_publication_id(ours.publication_id());
  header.set_revision(9);
  const auto theirs = intake::sign(brussels, header, claims_of({"45.62.198.1"}));
  ASSERT_EQ(served.node.submit(theirs, brussels.id()).ending, intake::Ending::Stored);
  const auto publication = base::to_hex(ours.publication_id());

  auto wider = begin(context(v1::TLP_GREEN));
  wider.mutable_publish_begin()->set_tlp_given(true);
  wider.mutable_publish_begin()->set_confirmed(true);
  wider.mutable_publish_begin()->set_amends(publication);
  EXPECT_EQ(publish(wider, claims_of({"45.62.198.74"})).back().error().code(), "policy")
      << "theirs is CLEAR, ours is not";
  auto amends = begin(context(v1::TLP_AMBER));
  amends.mutable_publish_begin()->set_amends(publication);
  const auto amended = publish(amends, claims_of({"45.62.198.74"}));
  ASSERT_TRUE(amended.back().has_publish()) << amended.back().error().text();
  EXPECT_EQ(amended.back().publish().revision(), 2u) << "the revisions are ours alone";

  v1::Request request;
  request.mutable_show()->set_id(publication);
  std::multiset<std::string> origins;
  for (const auto& answer : ask(request)) {
    if (answer.has_show()) origins.insert(answer.show().origin_name());
  }
  EXPECT_EQ(origins.count("brussels"), 1u);
  EXPECT_EQ(origins.size(), 3u);
  request.mutable_withdraw()->set_id(publication);
  const auto withdrawn = ask(request);
  ASSERT_TRUE(withdrawn.back().has_publish()) << withdrawn.back().error().text();
  const auto withdrawal = stored_header(withdrawn.back().publish());
  for (const auto& target : withdrawal.targets()) {
    EXPECT_NE(target.bulletin_id(), theirs.header.id.str());
  }
}

TEST_F(ServerTest, a_query_for_all_streams_every_page) {
  publish(begin(context(v1::TLP_AMBER)), intake::many_claims(4'000));
  v1::Request request;
  request.mutable_query()->set_all(true);
  const auto answers = ask(request);
  int indicators = 0;
  for (const auto& answer : answers) indicators += answer.query().indicators_size();
  EXPECT_EQ(indicators, 4'000);
  EXPECT_GT(answers.size(), 3u);
  request.mutable_query()->set_all(false);
  request.mutable_query()->set_limit(700);
  indicators = 0;
  for (const auto& answer : ask(request)) indicators += answer.query().indicators_size();
  EXPECT_EQ(indicators, 700);
}

TEST_F(ServerTest, a_partner_is_added_only_with_its_fingerprint) {
  const Organisation vilnius("Vilnius");
  v1::Request request;
  request.mutable_partner_add()->set_card(identity::write_card(vilnius.card()));
  EXPECT_EQ(ask(request).back().error().code(), "bad_input");
  request.mutable_partner_add()->set_fingerprint(identity::fingerprint_words(brussels.identity()));
  EXPECT_EQ(ask(request).back().error().code(), "bad_proof");
  request.mutable_partner_add()->set_fingerprint(identity::fingerprint_words(vilnius.identity()));
  const auto answers = ask(request);
  ASSERT_TRUE(answers.back().has_partners()) << answers.back().error().text();
  EXPECT_EQ(answers.back().partners().partners(0).notes(0), "no terms: nothing flows");
}

TEST_F(ServerTest, terms_and_standing_of_a_partner_are_changed_and_a_mistyped_name_is_helped) {
  v1::Request request;
  request.mutable_partner_change()->set_partner("brussel");
  const auto refused = ask(request);
  EXPECT_EQ(refused.back().error().code(), "not_found");
  EXPECT_EQ(refused.back().error().nearest_size(), 1);
  request.mutable_partner_change()->set_partner("brussels");
  request.mutable_partner_change()->set_standing("suspended");
  request.mutable_partner_change()->mutable_terms()->set_send(v1::TLP_GREEN);
  const auto answers = ask(request);
  ASSERT_TRUE(answers.back().has_partners()) << answers.back().error().text();
  EXPECT_EQ(answers.back().partners().partners(0).standing(), "suspended");
  EXPECT_EQ(answers.back().partners().partners(0).terms().send(), v1::TLP_GREEN);
  EXPECT_EQ(answers.back().partners().partners(0).terms().trust(), 50u);
}

TEST_F(ServerTest, trust_stays_as_it_was_unless_told_and_is_a_percentage) {
  v1::Request request;
  auto& change = *request.mutable_partner_change();
  change.set_partner("brussels");
  change.mutable_terms()->set_trust(80);
  EXPECT_EQ(ask(request).back().partners().partners(0).terms().trust(), 80u);
  change.mutable_terms()->clear_trust();
  EXPECT_EQ(ask(request).back().partners().partners(0).terms().trust(), 80u);
  change.mutable_terms()->set_trust(0);
  EXPECT_EQ(ask(request).back().partners().partners(0).terms().trust(), 0u);
  change.mutable_terms()->set_trust(101);
  EXPECT_EQ(ask(request).back().error().code(), "bad_input");
}

TEST_F(ServerTest, our_card_is_told_with_its_fingerprint) {
  v1::Request request;
  request.mutable_card();
  const auto answers = ask(request);
  const auto card = identity::read_card(answers.back().card().card());
  ASSERT_TRUE(card);
  EXPECT_EQ(card->identity.organisation, taipei.id());
  EXPECT_EQ(answers.back().card().fingerprint(), identity::fingerprint_words(taipei.identity()));
}

TEST_F(ServerTest, several_requests_under_way_are_answered_under_their_ids) {
  served.serve([&] {
    Client client(served.options.socket_path);
    for (std::uint64_t id = 1; id <= 20; ++id) {
      v1::Request request;
      request.set_id(id);
      if (id % 2 == 0)
        request.mutable_status();
      else
        *request.mutable_lookup()->add_values() = {};
      client.send(request);
    }
    std::map<std::uint64_t, v1::Answer> answers;
    for (int i = 0; i < 20; ++i) {
      auto answer = client.receive();
      ASSERT_TRUE(answer);
      answers[answer->id()] = std::move(*answer);
    }
    EXPECT_EQ(answers.size(), 20u);
    for (const auto& [id, answer] : answers) EXPECT_EQ(answer.has_status(), id % 2 == 0);
  });
}

TEST_F(ServerTest, a_broken_frame_closes_that_client_and_no_other) {
  served.serve([&] {
    Client broken(served.options.socket_path), fine(served.options.socket_path);
    broken.send_bytes(std::string_view("\xff\xff\xff\xff garbage", 12));
    EXPECT_FALSE(broken.receive());
    v1::Request request;
    request.mutable_status();
    EXPECT_TRUE(fine.ask(request).back().has_status());
  });
}

TEST_F(ServerTest, a_client_that_goes_in_the_middle_of_a_publication_leaves_nothing) {
  served.serve([&] {
    Client client(served.options.socket_path);
    auto request = begin(context(v1::TLP_AMBER));
    request.set_id(1);
    client.send(request);
    v1::Request more;
    more.set_id(1);
    *more.mutable_publish_claims()->add_claims() = claims_of({"45.62.198.73"}).front();
    client.send(more);
  });
  v1::Request status;
  status.mutable_status();
  ask(status);
  EXPECT_EQ(served.node.counters.value(telemetry::Counter::BulletinsStored), 0u);
}

TEST_F(ServerTest, a_second_daemon_does_not_take_the_socket_of_a_living_one) {
  Served other(brussels);
  other.options.socket_path = served.options.socket_path;
  const auto refused = other.start();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::Exists);
}

TEST_F(ServerTest, a_socket_left_over_is_replaced) {
  const auto path = served.options.socket_path;
  const auto kept = path + ".kept";
  ASSERT_EQ(::link(path.c_str(), kept.c_str()), 0);  // a crash leaves the name behind
  served.server.reset();
  ASSERT_EQ(::rename(kept.c_str(), path.c_str()), 0);
  EXPECT_TRUE(served.start());
}

}  // namespace
}  // namespace tidings::api
