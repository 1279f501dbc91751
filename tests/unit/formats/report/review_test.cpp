#include "formats/report/review.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/drafted.hpp"

namespace tidings::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

std::string listing() {
  test::TextSource source(
      "# Storm\n\nTLP:AMBER, CVE-2021-44228\n\n## Domains\n- one.tw\n\n## Samples\n"
      "- 3f1c9f0b7e6a5d4c3b2a19087f6e5d4c3b2a1908  a.doc\n\nWe met plain.tw before.\n");
  Options options;
  options.name = "r.md";
  return write_review(find(source, options).value());
}

test::Drafted reviewed(const std::string& text) {
  test::TextSource source(text, 5);
  test::Drafted out;
  const auto status = read_review(source, out);
  EXPECT_TRUE(status.has_value()) << status.error().what;
  return out;
}

TEST(Review, what_is_written_says_the_same_when_it_is_read) {
  const auto out = reviewed(listing());
  EXPECT_THAT(out.told(), ElementsAre("domain one.tw", "sha1 3f1c9f0b7e6a5d4c3b2a19087f6e5d4c3b2a1908"));
  EXPECT_EQ(out.claims.at(1).comment(), "a.doc");
  EXPECT_EQ(out.contexts.at(0).title(), "Storm");
  EXPECT_EQ(out.contexts.at(0).audience().tlp(), v1::TLP_AMBER);
  EXPECT_THAT(out.contexts.at(0).tags(), ElementsAre("CVE-2021-44228"));
  EXPECT_THAT(out.noted(draft::Fate::LeftOut), ElementsAre("plain.tw: a bare name in a sentence"));
}

TEST(Review, a_changed_sign_changes_what_is_published) {
  std::string text = listing();
  text.replace(text.find("-\tdomain\tplain"), 1, "+");
  text.replace(text.find("+\tdomain\tone"), 1, "-");
  EXPECT_THAT(reviewed(text).told(), testing::Contains("domain plain.tw"));
  EXPECT_THAT(reviewed(text).told(), testing::Not(testing::Contains("domain one.tw")));
}

TEST(Review, values_are_defanged_for_who_reads_them) { EXPECT_THAT(listing(), HasSubstr("one[.]tw")); }

TEST(Review, a_line_that_cannot_be_read_is_refused_and_the_rest_goes_on) {
  const auto out = reviewed(std::string(review_head) + "\nnonsense\n+\tnotype\tx\n+\tipv4\t1.2.3\n+\tdomain\tone.tw\n");
  EXPECT_THAT(out.told(), ElementsAre("domain one.tw"));
  EXPECT_THAT(out.noted(draft::Fate::Refused), SizeIs(3));
}

TEST(Review, a_marking_that_cannot_be_read_or_comes_late_stops_it) {
  for (const std::string text : {"\n# tlp: ambr\n+\tdomain\tone.tw\n", "\n+\tdomain\tone.tw\n# tlp: red\n"}) {
    test::TextSource source(std::string(review_head) + text);
    test::Drafted out;
    EXPECT_FALSE(read_review(source, out).has_value()) << text;
  }
}

TEST(Review, another_file_is_no_review) {
  test::TextSource source("one.tw\n");
  test::Drafted out;
  EXPECT_FALSE(read_review(source, out).has_value());
}

std::string refused(const std::string& text) {
  test::TextSource source(text);
  test::Drafted out;
  const auto status = read_review(source, out);
  return status ? std::string() : status.error().what;
}

TEST(Review, an_edit_narrows_the_marking_of_the_document_and_never_widens_it) {
  const auto edited = [](const std::string& tlp) {
    auto text = listing();
    const std::string line = "# tlp: amber\n";
    return text.replace(text.find(line), line.size(), tlp);
  };
  EXPECT_THAT(refused(edited("# tlp: green\n")), HasSubstr("the document is marked TLP:amber"));
  EXPECT_EQ(reviewed(edited("# tlp: red\n")).contexts.at(0).audience().tlp(), v1::TLP_RED);
  EXPECT_EQ(reviewed(edited("# tlp:\n")).contexts.at(0).audience().tlp(), v1::TLP_AMBER)
      << "what is left out is not open";
  EXPECT_EQ(reviewed(edited("")).contexts.at(0).audience().tlp(), v1::TLP_AMBER);
  const std::string head(review_head);
  EXPECT_THAT(refused(head + "\n# pap: green\n# marked: PAP:AMBER\n+\tdomain\tone.tw\n"), HasSubstr("PAP:amber"));
}

TEST(Review, a_marking_that_is_not_known_is_for_a_person_to_replace) {
  test::TextSource source("# Kit\n\nTLP:EX:CHR\n\nIt called evil[.]tw.\n");
  Options options;
  options.name = "r.md";
  EXPECT_THAT(refused(write_review(find(source, options).value())), HasSubstr("no TLP: TLP:EX:CHR"));
}

TEST(Review, victims_and_what_is_benign_stay_so) {
  test::TextSource source("# Kit\n\n## Victims\n- ministry[.]tw\n\n## False positives\n- update[.]tw\n");
  Options options;
  options.name = "r.md";
  const auto out = reviewed(write_review(find(source, options).value()));
  ASSERT_EQ(out.claims.size(), 2U);
  EXPECT_EQ(out.claims[0].role(), v1::ROLE_VICTIM);
  EXPECT_EQ(out.claims[1].verdict(), v1::VERDICT_BENIGN);
}

}  // namespace
}  // namespace tidings::report
