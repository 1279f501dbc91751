#include "daemon/app/link_report.hpp"

#include <gtest/gtest.h>

namespace tidings::app {
namespace {

identity::OrgId organisation(char letter) { return *identity::OrgId::from_bytes(std::string(32, letter)); }

TEST(LinkReport, tells_of_every_partner_whether_it_has_a_link_or_not) {
  partners::Book book;
  book.partners[organisation('a')].record.alias = "brussels";
  book.partners[organisation('b')].record.alias = "vilnius";
  book.partners[organisation('b')].record.standing = policy::Standing::Suspended;
  link::LinkState state;
  state.partner = organisation('a');
  state.connected = true;
  state.address = "[2001:db8::7]:7443";
  state.counts.delivered = 3;
  state.counts.caught_up = true;

  v1::StatusAnswer answer;
  report_links({state}, book, answer);
  ASSERT_EQ(answer.links_size(), 2);
  EXPECT_EQ(answer.links(0).alias(), "brussels");
  EXPECT_TRUE(answer.links(0).connected());
  EXPECT_EQ(answer.links(0).delivered(), 3U);
  EXPECT_TRUE(answer.links(0).caught_up());
  EXPECT_EQ(answer.links(0).standing(), "active");
  EXPECT_EQ(answer.links(1).alias(), "vilnius");
  EXPECT_FALSE(answer.links(1).connected());
  EXPECT_EQ(answer.links(1).standing(), "suspended");
}

}  // namespace
}  // namespace tidings::app
