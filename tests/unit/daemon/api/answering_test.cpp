// Sightings, disputes, held publications and the end of service, over the real socket.
#include "core/bulletin/verify.hpp"
#include "daemon/api/server.hpp"
#include "tests/unit/daemon/api/served.hpp"

#include <atomic>
#include <thread>

namespace tidings::api {
namespace {

using intake::claims_of;
using intake::header_by;
using partners::Organisation;

struct AnsweringTest : testing::Test {
  AnsweringTest() {
    served.node.befriend(brussels, "brussels");
    const auto started = served.start();
    EXPECT_TRUE(started) << started.error().what;
  }
  std::vector<v1::Answer> ask(const v1::Request& request) {
    std::vector<v1::Answer> answers;
    served.serve([&] { answers = Client(served.options.socket_path).ask(request); });
    return answers;
  }
  void restart_with(const ServerOptions& options) {
    served.options = options;
    served.server->reload(options);
  }
  bulletin::Signed hear(v1::Tlp tlp, std::initializer_list<std::string_view> values) {
    auto signed_report = intake::sign(brussels, header_by(brussels, served.node.clock.now(), tlp), claims_of(values));
    EXPECT_EQ(served.node.submit(signed_report, brussels.id()).ending, intake::Ending::Stored);
    return signed_report;
  }
  static v1::Request respond(v1::Kind kind, std::initializer_list<std::string_view> values) {
    v1::Request request;
    auto& respond = *request.mutable_respond();
    respond.set_kind(kind);
    for (const auto& claim : claims_of(values)) *respond.add_claims() = claim;
    v1::Header context;
    context.set_text("a content network");
    respond.set_context(context.SerializeAsString());
    return request;
  }
  static void set_tlp(v1::Request& request, v1::Tlp tlp) {
    v1::Header context;
    context.set_text("a content network");
    context.mutable_audience()->set_tlp(tlp);
    request.mutable_respond()->set_context(context.SerializeAsString());
  }
  std::vector<v1::Answer> publish(v1::PublishBegin begin, v1::Tlp tlp) {
    v1::Header context;
    context.set_title("A report");
    context.mutable_audience()->set_tlp(tlp);
    begin.set_context(context.SerializeAsString());
    begin.set_tlp_given(true);
    begin.set_confirmed(true);
    std::vector<v1::Answer> answers;
    served.serve([&] {
      Client client(served.options.socket_path);
      v1::Request request;
      request.set_id(client.next_id());
      *request.mutable_publish_begin() = begin;
      client.send(request);
      *request.mutable_publish_claims()->add_claims() = claims_of({"45.62.198.73"}).front();
      client.send(request);
      request.mutable_publish_end();
      client.send(request);
      answers = client.rest();
    });
    return answers;
  }
  v1::Header header_of(const std::string& id) {
    v1::Header header;
    served.node.read([&](store::Reading& reading) {
      header =
          bulletin::peek_header(reading.ledger.bytes(*bulletin::BulletinId::from_bytes(id)).value().value())->message;
    });
    return header;
  }
  std::uint64_t stored() {
    std::uint64_t last = 0;
    served.node.read([&](store::Reading& reading) { last = reading.ledger.last().value().value; });
    return last;
  }

  Organisation taipei{"Taipei"}, brussels{"Brussels"};
  Served served{taipei};
};

TEST_F(AnsweringTest, a_sighting_refers_to_the_reports_of_its_value_and_goes_to_their_origin) {
  const auto report = hear(v1::TLP_GREEN, {"evil.example.net", "worse.example.net"});
  const auto answers = ask(respond(v1::KIND_SIGHTING, {"worse.example.net", "unknown.example.net"}));
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  const auto& publish = answers.back().publish();
  EXPECT_EQ(publish.claims(), 1U);
  ASSERT_EQ(publish.unanswered_size(), 1);
  EXPECT_EQ(publish.unanswered(0), 1U);
  ASSERT_EQ(publish.audience().holdings_size(), 1);
  EXPECT_TRUE(publish.audience().holdings(0).may_hold());
  const auto header = header_of(publish.bulletin_ids(0));
  EXPECT_EQ(header.kind(), v1::KIND_SIGHTING);
  EXPECT_EQ(header.audience().release_to(0), brussels.id().bytes());
  EXPECT_EQ(header.targets(0).bulletin_id(), report.header.id.bytes());
  EXPECT_EQ(header.expires_at(), report.header.expires_at.us);
}

TEST_F(AnsweringTest, wider_than_what_it_answers_is_refused_naming_the_rule_also_in_a_dry_run) {
  hear(v1::TLP_AMBER, {"evil.example.net"});
  for (const bool dry : {false, true}) {
    auto request = respond(v1::KIND_DISPUTE, {"evil.example.net"});
    set_tlp(request, v1::TLP_GREEN);
    request.mutable_respond()->set_confirmed(true);
    request.mutable_respond()->set_dry_run(dry);
    const auto refused = ask(request).back().error();
    EXPECT_EQ(refused.code(), "policy");
    EXPECT_NE(refused.text().find("wider_than_target"), std::string::npos) << refused.text();
  }
  auto request = respond(v1::KIND_DISPUTE, {"evil.example.net"});
  request.mutable_respond()->set_to_all_who_hold(true);
  EXPECT_EQ(ask(request).back().error().code(), "policy") << "only its origin knows who holds AMBER";
  EXPECT_EQ(stored(), 1U);
}

TEST_F(AnsweringTest, a_dispute_without_a_reason_and_a_sighting_that_cannot_be_are_refused) {
  hear(v1::TLP_GREEN, {"evil.example.net"});
  auto mute = respond(v1::KIND_DISPUTE, {"evil.example.net"});
  mute.mutable_respond()->clear_context();
  EXPECT_EQ(ask(mute).back().error().code(), "bad_input");
  const auto now = served.node.clock.now().us;
  v1::Sighting backwards, never, future;
  backwards.set_count(1);
  backwards.set_first_seen(now);
  backwards.set_last_seen(now - 1);
  future.set_count(1);
  future.set_last_seen(now + 3'600'000'000);
  for (const auto& sighting : {backwards, never, future}) {
    auto request = respond(v1::KIND_SIGHTING, {"evil.example.net"});
    *request.mutable_respond()->mutable_claims(0)->mutable_sighting() = sighting;
    EXPECT_EQ(ask(request).back().error().code(), "bad_input");
  }
}

TEST_F(AnsweringTest, what_we_say_of_values_is_withdrawn_wherever_we_said_it) {
  const auto first = publish({}, v1::TLP_AMBER), second = publish({}, v1::TLP_GREEN);
  ASSERT_TRUE(second.back().has_publish()) << second.back().error().text();
  v1::Request request;
  auto& value = *request.mutable_withdraw()->add_values();
  value.set_type(claims_of({"45.62.198.73"}).front().type());
  value.set_value(claims_of({"45.62.198.73"}).front().value());
  const auto withdrawn = ask(request);
  ASSERT_TRUE(withdrawn.back().has_publish()) << withdrawn.back().error().text();
  EXPECT_EQ(withdrawn.back().publish().bulletin_ids_size(), 2) << "one for each audience";
  EXPECT_EQ(ask(request).back().error().code(), "not_found") << "nothing is left to withdraw";
}

v1::Request withdrawal_of_values(std::initializer_list<std::string_view> values) {
  v1::Request request;
  for (const auto& claim : claims_of(values)) {
    auto& value = *request.mutable_withdraw()->add_values();
    value.set_type(claim.type());
    value.set_value(claim.value());
  }
  return request;
}

TEST_F(AnsweringTest, values_of_which_we_say_nothing_are_told_by_a_withdrawal) {
  publish({}, v1::TLP_AMBER);
  const auto answers = ask(withdrawal_of_values({"unknown.example.net", "45.62.198.73", "other.example.net"}));
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  const auto& told = answers.back().publish();
  EXPECT_EQ(told.bulletin_ids_size(), 1);
  ASSERT_EQ(told.unanswered_size(), 2);
  EXPECT_EQ(told.unanswered(0), 0U);
  EXPECT_EQ(told.unanswered(1), 2U);
}

TEST_F(AnsweringTest, what_is_withdrawn_and_waits_in_a_held_draft_is_told_with_its_id) {
  v1::PublishBegin begin;
  begin.set_hold_us(600'000'000);
  const auto id = base::to_hex(publish(begin, v1::TLP_GREEN).back().publish().held().id());
  const auto refused = ask(withdrawal_of_values({"45.62.198.73"})).back().error();
  EXPECT_EQ(refused.code(), "not_found");
  EXPECT_NE(refused.text().find("tidings held drop " + id), std::string::npos) << refused.text();
  publish({}, v1::TLP_AMBER);
  const auto answers = ask(withdrawal_of_values({"45.62.198.73"}));
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  ASSERT_EQ(answers.back().publish().notes_size(), 1);
  EXPECT_NE(answers.back().publish().notes(0).find("held as " + id), std::string::npos);
}

/// Publishes to nobody what is AMBER.
class Choosy final : public intake::Publisher {
 public:
  explicit Choosy(std::unique_ptr<intake::Publisher> whole) : whole_(std::move(whole)) {}
  void publish(intake::Draft draft, Progress progress, Done done) override {
    if (chooses && draft.context.audience().tlp() == v1::TLP_AMBER) {
      return done(base::fail(base::ErrorCode::Busy, "the disk is full"));
    }
    whole_->publish(std::move(draft), std::move(progress), std::move(done));
  }
  void renew(const bulletin::PublicationId& publication, base::Instant until, Done done) override {
    whole_->renew(publication, until, std::move(done));
  }
  Heard heard_own_last(base::Instant last) override { return whole_->heard_own_last(last); }
  void ask_clock(std::function<base::Duration()> unsettled_for) override {
    whole_->ask_clock(std::move(unsettled_for));
  }
  std::string dated_ahead() const override { return whole_->dated_ahead(); }
  void hold(bool held) override { whole_->hold(held); }
  bool held() const override { return whole_->held(); }

  bool chooses{false};

 private:
  std::unique_ptr<intake::Publisher> whole_;
};

struct WithdrawingTest : AnsweringTest {
  WithdrawingTest() {
    served.server.reset();
    served.io.poll();
    auto choosy = std::make_unique<Choosy>(std::move(served.node.publisher));
    publisher = choosy.get();
    served.node.publisher = std::move(choosy);
    EXPECT_TRUE(served.start());
  }
  Choosy* publisher;
};

TEST_F(WithdrawingTest, an_audience_that_cannot_be_told_keeps_a_withdrawal_from_no_other) {
  const auto amber = publish({}, v1::TLP_AMBER).back().publish();
  const auto green = publish({}, v1::TLP_GREEN).back().publish();
  publisher->chooses = true;
  const auto answers = ask(withdrawal_of_values({"45.62.198.73"}));
  ASSERT_TRUE(answers.back().has_publish()) << answers.back().error().text();
  const auto& told = answers.back().publish();
  ASSERT_EQ(told.bulletin_ids_size(), 1);
  EXPECT_EQ(header_of(told.bulletin_ids(0)).targets(0).bulletin_id(), green.bulletin_ids(0));
  ASSERT_EQ(told.not_withdrawn_size(), 1);
  EXPECT_NE(told.not_withdrawn(0).find(base::to_hex(amber.bulletin_ids(0)) + ": the disk is full"), std::string::npos)
      << told.not_withdrawn(0);
  EXPECT_EQ(ask(withdrawal_of_values({"45.62.198.73"})).back().error().code(), "busy") << "nothing else is left";
}

TEST_F(AnsweringTest, what_is_held_is_listed_shown_and_dropped) {
  v1::PublishBegin begin;
  begin.set_hold_us(600'000'000);
  const auto held = publish(begin, v1::TLP_GREEN).back().publish().held();
  ASSERT_FALSE(held.id().empty());
  EXPECT_EQ(stored(), 0U);
  v1::Request request;
  request.mutable_held()->set_action(v1::HELD_LIST);
  ASSERT_EQ(ask(request).back().held().drafts_size(), 1);
  request.mutable_held()->set_action(v1::HELD_SHOW);
  request.mutable_held()->set_id(base::to_hex(held.id()).substr(0, 8));
  EXPECT_EQ(ask(request).front().held().claims_size(), 1);
  request.mutable_held()->set_action(v1::HELD_DROP);
  EXPECT_TRUE(ask(request).back().has_held());
  EXPECT_EQ(ask(request).back().error().code(), "not_found");
}

TEST_F(AnsweringTest, a_wide_publication_waits_for_a_second_person_and_a_narrow_one_does_not) {
  auto options = served.options;
  options.two_person_review = true;
  options.review_above = v1::TLP_GREEN;
  restart_with(options);
  EXPECT_TRUE(publish({}, v1::TLP_AMBER).back().publish().held().id().empty());
  const auto held = publish({}, v1::TLP_GREEN).back().publish().held();
  EXPECT_TRUE(held.needs_review());
  v1::Request request;
  request.mutable_held()->set_action(v1::HELD_RELEASE);
  request.mutable_held()->set_id(base::to_hex(held.id()));
  EXPECT_EQ(ask(request).back().error().code(), "policy") << "who published it does not release it";
  v1::PublishBegin dry;
  dry.set_dry_run(true);
  const auto would = publish(dry, v1::TLP_CLEAR).back().publish();
  EXPECT_TRUE(would.held().needs_review());
  EXPECT_TRUE(would.held().id().empty());
}

TEST_F(AnsweringTest, a_dry_run_is_judged_as_the_publication_would_be) {
  const auto theirs = hear(v1::TLP_AMBER, {"evil.example.net"});
  v1::Header context;
  context.set_kind(v1::KIND_SIGHTING);
  context.mutable_audience()->set_tlp(v1::TLP_CLEAR);
  context.add_targets()->set_bulletin_id(theirs.header.id.str());
  std::vector<v1::Answer> answers;
  served.serve([&] {
    Client client(served.options.socket_path);
    v1::Request request;
    request.set_id(client.next_id());
    auto& begin = *request.mutable_publish_begin();
    begin.set_context(context.SerializeAsString());
    begin.set_tlp_given(true);
    begin.set_dry_run(true);
    client.send(request);
    request.mutable_publish_end();
    client.send(request);
    answers = client.rest();
  });
  EXPECT_EQ(answers.back().error().code(), "policy");
}

TEST_F(AnsweringTest, at_the_end_of_service_what_is_being_published_is_answered_and_the_rest_refused) {
  std::optional<v1::Answer> whole, unfinished;
  std::atomic<bool> stopped{false};
  served.serve([&] {
    Client publishing(served.options.socket_path), dawdling(served.options.socket_path);
    v1::Request request;
    request.set_id(publishing.next_id());
    v1::Header context;
    context.set_title("A report");
    request.mutable_publish_begin()->set_context(context.SerializeAsString());
    dawdling.send(request);
    publishing.send(request);
    for (const auto& claim : intake::many_claims(20'000)) *request.mutable_publish_claims()->add_claims() = claim;
    publishing.send(request);
    request.mutable_publish_end();
    publishing.send(request);
    served.node.home.post([&] { served.server->stop([&] { stopped = true; }); });
    unfinished = dawdling.receive();
    do whole = publishing.receive();
    while (whole && !whole->last());
    for (int i = 0; i < 5'000 && !stopped; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  ASSERT_TRUE(unfinished);
  EXPECT_EQ(unfinished->error().code(), "cancelled");
  ASSERT_TRUE(whole) << "the client heard what became of it";
  EXPECT_TRUE(whole->has_publish() || whole->error().code() == "cancelled");
  EXPECT_TRUE(stopped);
}

}  // namespace
}  // namespace tidings::api
