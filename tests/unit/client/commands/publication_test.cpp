#include "client/commands/publication.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "core/observable/type.hpp"

namespace tidings::commands {
namespace {

using base::ErrorCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A context that came with a file, with one claim, and what the command line says over it.
struct SettlingTest : testing::Test {
  SettlingTest() {
    context.file = "event.json";
    context.header.set_kind(v1::KIND_REPORT);
    context.header.set_title("Phishing kit");
    context.header.add_tags("kit:one");
    v1::Claim claim;
    claim.set_value("evil.com");
    context.claims.add(claim);
  }
  v1::Audience& marked() { return *context.header.mutable_audience(); }
  base::Result<Part> settle(const std::string& reason = {}, Settling::Over over = Settling::Over::Add) {
    Settling settling(asked, reason, over, [](const std::string& name) -> base::Result<std::string> {
      return std::string(32, name.front());
    });
    auto part = settling.settle(context);
    widened = settling.widened();
    kept_here = settling.kept_here();
    return part;
  }

  input::Context context;
  Draft asked;
  bool widened{false};
  std::uint64_t kept_here{0};
};

TEST_F(SettlingTest, what_is_not_marked_is_the_publishers_to_mark) {
  EXPECT_FALSE(settle()->tlp_given);
  asked.tlp = v1::TLP_GREEN;
  const auto part = settle();
  EXPECT_TRUE(part->tlp_given);
  EXPECT_EQ(part->context.audience().tlp(), v1::TLP_GREEN);
}

TEST_F(SettlingTest, a_marking_is_narrowed_and_widened_only_with_a_reason) {
  marked().set_tlp(v1::TLP_AMBER);
  asked.tlp = v1::TLP_AMBER_STRICT;
  EXPECT_EQ(settle()->context.audience().tlp(), v1::TLP_AMBER_STRICT);
  asked.tlp = v1::TLP_GREEN;
  const auto refused = settle();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Policy);
  EXPECT_THAT(refused.error().what, HasSubstr("event.json"));
  EXPECT_EQ(settle("its author agreed")->context.audience().tlp(), v1::TLP_GREEN);
  EXPECT_TRUE(widened);
}

TEST_F(SettlingTest, of_a_sharing_group_those_are_left_that_are_named_too) {
  marked().add_release_to(std::string(32, 'b'));
  marked().add_release_to(std::string(32, 'v'));
  EXPECT_THAT(settle()->release_to,
              ElementsAre(base::to_hex(std::string(32, 'b')), base::to_hex(std::string(32, 'v'))));
  asked.release_to = {"brussels", "lisbon"};
  EXPECT_THAT(settle()->release_to, ElementsAre("brussels"));
  asked.release_to = {"lisbon"};
  EXPECT_TRUE(settle()->context.audience().local()) << "nobody is in both";
  EXPECT_EQ(kept_here, 1U);
}

TEST_F(SettlingTest, what_is_red_for_nobody_by_name_stays_here_unless_red_was_asked_for) {
  marked().set_tlp(v1::TLP_RED);
  EXPECT_TRUE(settle()->context.audience().local());
  EXPECT_EQ(kept_here, 1U);
  asked.tlp = v1::TLP_RED;
  EXPECT_FALSE(settle());
  asked.release_to = {"brussels"};
  EXPECT_FALSE(settle()->context.audience().local());
}

TEST_F(SettlingTest, what_is_told_replaces_words_and_adds_to_lists) {
  asked.context.set_title("Kit one");
  asked.context.add_tags("seen:here");
  asked.context.add_tags("kit:one");
  EXPECT_EQ(settle()->context.title(), "Kit one");
  EXPECT_THAT(settle()->context.tags(), ElementsAre("kit:one", "seen:here"));
  EXPECT_THAT(settle({}, Settling::Over::Replace)->context.tags(), ElementsAre("seen:here", "kit:one"));
}

TEST_F(SettlingTest, the_narrower_pap_counts) {
  marked().set_pap(v1::PAP_AMBER);
  asked.context.mutable_audience()->set_pap(v1::PAP_GREEN);
  EXPECT_EQ(settle()->context.audience().pap(), v1::PAP_AMBER);
}

TEST_F(SettlingTest, originals_are_none_of_the_values_that_are_counted) {
  for (const auto* id : {"report--1", "indicator--2"}) {
    v1::Claim original;
    original.set_type(static_cast<std::uint32_t>(observable::Type::Opaque));
    original.set_value(id);
    context.claims.add(original);
  }
  Publication publication;
  publication.parts.push_back(*settle());
  EXPECT_EQ(publication.claims(), 3U);
  EXPECT_EQ(publication.values_in(3), 1U);
  EXPECT_EQ(publication.values_in(0), 0U);
  publication.outcome.set_claims(2);
  publication.outcome.set_already_said(1);
  EXPECT_EQ(publication.values_in(2), 2U) << "nobody tells whether these are originals";
}

}  // namespace
}  // namespace tidings::commands
