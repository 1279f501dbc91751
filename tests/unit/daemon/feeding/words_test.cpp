#include "daemon/feeding/words.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "daemon/feeding/download.hpp"
#include "daemon/feeding/said.hpp"
#include "daemon/feeding/schedule.hpp"
#include "daemon/feeding/survey.hpp"

namespace tidings::feeding {
namespace {

using namespace std::chrono_literals;

FeedOptions shared_feed() {
  FeedOptions options;
  options.name = "soc";
  options.title = "Feed soc";
  options.share = true;
  options.tlp = v1::TLP_GREEN;
  return options;
}

v1::Header marked(v1::Tlp tlp) {
  v1::Header header;
  header.set_kind(v1::KIND_REPORT);
  header.mutable_audience()->set_tlp(tlp);
  return header;
}

TEST(Words, nothing_leaves_the_node_unless_the_feed_is_shared) {
  auto options = shared_feed();
  EXPECT_FALSE(context_of(options, marked(v1::TLP_CLEAR)).audience().local());
  options.share = false;
  EXPECT_TRUE(context_of(options, marked(v1::TLP_CLEAR)).audience().local());
}

TEST(Words, of_the_feeds_marking_and_the_documents_the_narrower_counts) {
  const auto options = shared_feed();
  EXPECT_EQ(context_of(options, marked(v1::TLP_UNSPECIFIED)).audience().tlp(), v1::TLP_GREEN);
  EXPECT_EQ(context_of(options, marked(v1::TLP_CLEAR)).audience().tlp(), v1::TLP_GREEN);
  EXPECT_EQ(context_of(options, marked(v1::TLP_AMBER)).audience().tlp(), v1::TLP_AMBER);
  EXPECT_TRUE(context_of(options, marked(v1::TLP_RED)).audience().local());
}

TEST(Words, what_names_a_bulletin_that_it_came_from_stays_here_and_that_is_told) {
  const auto options = shared_feed();
  auto header = marked(v1::TLP_GREEN);
  header.add_based_on(std::string(32, 'b'));
  EXPECT_TRUE(context_of(options, header).audience().local());
  EXPECT_TRUE(context_of(options, header).based_on().empty()) << "it may not be here";
  Said said(10);
  Counts counts;
  Survey survey(options, said, counts);
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(observable::Type::Domain));
  claim.set_value("evil-name.tw");
  ASSERT_TRUE(survey.claim(survey.context(header), claim));
  survey.finish();
  ASSERT_EQ(counts.remarks.size(), 1u);
  EXPECT_EQ(counts.remarks[0], "kept here: 1 value (it names a bulletin that it came from)");
}

TEST(Words, of_the_feeds_pap_and_the_documents_the_narrower_counts) {
  auto options = shared_feed();
  auto header = marked(v1::TLP_GREEN);
  EXPECT_EQ(context_of(options, header).audience().pap(), v1::PAP_UNSPECIFIED);
  options.pap = v1::PAP_AMBER;
  EXPECT_EQ(context_of(options, header).audience().pap(), v1::PAP_AMBER);
  header.mutable_audience()->set_pap(v1::PAP_GREEN);
  EXPECT_EQ(context_of(options, header).audience().pap(), v1::PAP_AMBER);
  header.mutable_audience()->set_pap(v1::PAP_RED);
  EXPECT_EQ(context_of(options, header).audience().pap(), v1::PAP_RED);
  EXPECT_NE(shape_of(options), shape_of(shared_feed())) << "all is read again under another";
}

TEST(Words, defaults_stand_where_the_document_says_nothing) {
  auto options = shared_feed();
  options.role = v1::ROLE_C2;
  options.confidence = 70;
  auto header = marked(v1::TLP_GREEN);
  header.set_title("Its own");
  header.set_role(v1::ROLE_PHISHING);
  const auto context = context_of(options, header);
  EXPECT_EQ(context.title(), "Its own");
  EXPECT_EQ(context.role(), v1::ROLE_PHISHING);
  EXPECT_EQ(context.confidence(), 71u);
  EXPECT_EQ(context.tags(context.tags_size() - 1), "feed:soc");
}

TEST(Words, no_document_says_anything_for_another_feed) {
  auto options = shared_feed();
  options.tags = {"feed:third", "ours"};
  auto header = marked(v1::TLP_GREEN);
  header.add_tags("feed:other");
  header.add_tags("kept");
  const auto context = context_of(options, header);
  EXPECT_EQ(std::vector<std::string>(context.tags().begin(), context.tags().end()),
            (std::vector<std::string>{"kept", "ours", "feed:soc"}));
}

TEST(Said, claims_are_known_by_their_words_and_not_by_their_end) {
  const auto context = digest_of(marked(v1::TLP_GREEN));
  v1::Claim claim;
  claim.set_value("evil.example.net");
  const auto digest = digest_of(context, claim);
  claim.set_valid_until(17);
  EXPECT_EQ(digest_of(context, claim), digest);
  claim.set_comment("another");
  EXPECT_NE(digest_of(context, claim), digest);
}

TEST(Said, what_a_feed_calls_benign_has_that_verdict_and_what_it_accuses_as_well_is_left_out) {
  auto options = shared_feed();
  options.role = v1::ROLE_BENIGN;
  Said said(10);
  Counts counts;
  Survey survey(options, said, counts);
  const auto context = survey.context(marked(v1::TLP_GREEN));
  v1::Claim claim;
  claim.set_value("evil.tw");
  claim.set_verdict(v1::VERDICT_MALICIOUS);
  EXPECT_TRUE(survey.claim(context, claim));
  EXPECT_EQ(counts.refused, 1u);
  ASSERT_EQ(counts.remarks.size(), 1u);
  claim.clear_verdict();
  EXPECT_TRUE(survey.claim(context, claim));
  said.seal();
  claim.set_verdict(v1::VERDICT_BENIGN);
  EXPECT_TRUE(said.find(digest_of(digest_of(context_of(options, marked(v1::TLP_GREEN))), claim)));
}

/// What is told of two values that a feed has under this marking.
std::vector<std::string> remarks_of(const FeedOptions& options, const v1::Header& header) {
  Said said(10);
  Counts counts;
  Survey survey(options, said, counts);
  const auto context = survey.context(header);
  for (const auto* value : {"evil-name.tw", "other-name.tw"}) {
    v1::Claim claim;
    claim.set_value(value);
    EXPECT_TRUE(survey.claim(context, claim));
  }
  survey.finish();
  return counts.remarks;
}

TEST(Survey, what_a_shared_feed_keeps_here_is_told) {
  using Remarks = std::vector<std::string>;
  auto options = shared_feed();
  EXPECT_EQ(remarks_of(options, marked(v1::TLP_RED)), (Remarks{"kept here: 2 values (TLP:RED)"}));
  auto local = marked(v1::TLP_GREEN);
  local.mutable_audience()->set_local(true);
  EXPECT_EQ(remarks_of(options, local), (Remarks{"kept here: 2 values (for its marking)"}));
  EXPECT_EQ(remarks_of(options, marked(v1::TLP_AMBER)), Remarks());
  options.share = false;
  EXPECT_EQ(remarks_of(options, marked(v1::TLP_RED)), Remarks());
}

TEST(Said, of_what_is_said_twice_the_later_end_counts_once) {
  Said said(3);
  ASSERT_TRUE(said.add(7, 100));
  ASSERT_TRUE(said.add(7, 200));
  ASSERT_TRUE(said.add(5, 0));
  EXPECT_FALSE(said.add(9, 0)) << "beyond the bound";
  said.seal();
  EXPECT_EQ(said.size(), 2u);
  EXPECT_EQ(said.ends_at(*said.find(7)), 200u);
  EXPECT_FALSE(said.find(9));
}

TEST(Redirects, lead_where_the_standard_says) {
  const std::string from = "https://a.example/feeds/list.txt?x=1";
  EXPECT_EQ(redirected(from, "https://b.example/c").value(), "https://b.example/c");
  EXPECT_EQ(redirected(from, "/d").value(), "https://a.example/d");
  EXPECT_EQ(redirected(from, "//b.example/d").value(), "https://b.example/d");
  EXPECT_EQ(redirected(from, "other.txt").value(), "https://a.example/feeds/other.txt");
  EXPECT_EQ(redirected(from, "HTTPS://b.example/c").value(), "https://b.example/c");
  EXPECT_EQ(redirected(from, "a/b:c").value(), "https://a.example/feeds/a/b:c");
  EXPECT_FALSE(redirected(from, ""));
}

TEST(Redirects, to_what_is_not_fetched_are_refused_by_the_name_of_it) {
  for (const auto* location : {"file:///etc/passwd", "FILE:/etc/passwd", "ftp://b.example/c", "data:text/plain,evil"}) {
    const auto led = redirected("https://a.example/list?key=p4ss", location);
    ASSERT_FALSE(led) << location;
    EXPECT_EQ(led.error().code, base::ErrorCode::Policy);
    EXPECT_NE(led.error().what.find("only https is followed"), std::string::npos) << led.error().what;
    EXPECT_EQ(led.error().what.find("p4ss"), std::string::npos) << "its query may be a key";
  }
}

TEST(Schedule, failures_wait_longer_each_time_and_as_long_as_they_are_asked_to) {
  EXPECT_EQ(next_after_failure(1h, 1, 0s), 30s);
  EXPECT_EQ(next_after_failure(1h, 3, 0s), 2min);
  EXPECT_EQ(next_after_failure(1h, 100, 0s), 6h);
  EXPECT_EQ(next_after_failure(10s, 1, 0s), 10s);
  EXPECT_EQ(next_after_failure(1h, 1, 2h), 2h);
}

TEST(Schedule, feeds_of_one_interval_do_not_ask_at_once) {
  EXPECT_EQ(next_after_success(1h, 0.5), 1h);
  EXPECT_EQ(next_after_success(1h, 0), 54min);
  EXPECT_EQ(next_after_success(1h, 1), 66min);
}

}  // namespace
}  // namespace tidings::feeding
