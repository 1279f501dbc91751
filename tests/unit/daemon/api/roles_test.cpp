#include "daemon/api/roles.hpp"

#include <grp.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace tidings::api {
namespace {

constexpr uid_t somebody = 54'321;

/// Two groups that every Debian has.
gid_t gid(const char* name) {
  const auto* found = getgrnam(name);
  return found == nullptr ? gid_t(-1) : found->gr_gid;
}

ServerOptions with_groups() {
  ServerOptions options;
  options.reader_group = "users";
  options.publisher_group = "staff";
  options.admin_group = "no-such-group-here";
  options.red_group = "games";
  return options;
}

TEST(Roles, root_and_the_daemons_own_user_are_admin_and_see_red) {
  const Roles roles(with_groups());
  for (const uid_t uid : {uid_t{0}, geteuid()}) {
    EXPECT_EQ(roles.judge({uid, {}}).role, Role::Admin);
    EXPECT_EQ(roles.judge({uid, {}}).ceiling.max_tlp, v1::TLP_RED);
  }
}

TEST(Roles, the_highest_role_of_ones_groups_counts) {
  const Roles roles(with_groups());
  EXPECT_EQ(roles.judge({somebody, {}}).role, Role::None);
  EXPECT_EQ(roles.judge({somebody, {gid("users")}}).role, Role::Reader);
  EXPECT_EQ(roles.judge({somebody, {gid("users"), gid("staff")}}).role, Role::Publisher);
}

TEST(Roles, red_needs_a_group_of_its_own) {
  const Roles roles(with_groups());
  EXPECT_EQ(roles.judge({somebody, {gid("staff")}}).ceiling.max_tlp, v1::TLP_AMBER_STRICT);
  EXPECT_EQ(roles.judge({somebody, {gid("staff"), gid("games")}}).ceiling.max_tlp, v1::TLP_RED);
}

TEST(Roles, without_a_reader_group_everybody_reads_and_no_more) {
  const Roles roles(ServerOptions{});
  EXPECT_EQ(roles.judge({somebody, {}}).role, Role::Reader);
}

TEST(Roles, each_request_needs_the_role_that_its_harm_asks_for) {
  v1::Request request;
  request.mutable_lookup();
  EXPECT_EQ(role_needed(request), Role::Reader);
  request.mutable_publish_begin();
  EXPECT_EQ(role_needed(request), Role::Publisher);
  request.mutable_partner_change()->set_standing("suspended");
  EXPECT_EQ(role_needed(request), Role::Operator);
  request.mutable_partner_change()->set_standing("removed");
  EXPECT_EQ(role_needed(request), Role::Admin);
  request.mutable_partner_add();
  EXPECT_EQ(role_needed(request), Role::Admin);
}

}  // namespace
}  // namespace tidings::api
