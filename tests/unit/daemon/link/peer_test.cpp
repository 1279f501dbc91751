#include "daemon/link/peer.hpp"

#include <gtest/gtest.h>

#include "base/digest.hpp"

namespace tidings::link {
namespace {

using namespace std::chrono_literals;

struct RivalsTest : testing::Test {
  RivalsTest() {
    greater = *identity::OrgId::from_bytes(std::string(32, '\xff'));
    lesser = *identity::OrgId::from_bytes(std::string(32, '\x01'));
  }
  bool keeps(const identity::OrgId& self, const identity::OrgId& partner, Role held, Role fresh,
             base::Duration held_for = 0s) {
    return keeps_fresh({self, partner, held, fresh, held_for, 10s});
  }
  identity::OrgId greater, lesser;
};

TEST_F(RivalsTest, both_sides_keep_the_connection_that_the_greater_id_dialled) {
  // The greater one's view, whichever connection comes second; then the lesser one's of the same two.
  EXPECT_TRUE(keeps(greater, lesser, Role::Accepted, Role::Dialled));
  EXPECT_FALSE(keeps(greater, lesser, Role::Dialled, Role::Accepted));
  EXPECT_TRUE(keeps(lesser, greater, Role::Dialled, Role::Accepted));
  EXPECT_FALSE(keeps(lesser, greater, Role::Accepted, Role::Dialled));
}

TEST_F(RivalsTest, who_dials_again_has_lost_the_former_one) {
  EXPECT_TRUE(keeps(greater, lesser, Role::Accepted, Role::Accepted));
  EXPECT_TRUE(keeps(lesser, greater, Role::Dialled, Role::Accepted, 11s));
  EXPECT_TRUE(keeps(greater, lesser, Role::Dialled, Role::Accepted, 11s))
      << "an old link is not defended against a fresh one";
}

}  // namespace
}  // namespace tidings::link
