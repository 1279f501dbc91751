#include "daemon/link/doorkeeper.hpp"

#include <gtest/gtest.h>

namespace tidings::link {
namespace {

TEST(Doorkeeper, addresses_of_one_64_count_as_one_host) {
  const auto one = network_of("[2001:db8:1:2::1]:7443");
  EXPECT_EQ(network_of("[2001:db8:1:2:ffff:ffff:ffff:ffff]:1"), one);
  EXPECT_EQ(network_of("[2001:db8:1:2::1%eth0]:7443"), one) << "whatever interface it came by";
  EXPECT_NE(network_of("[2001:db8:1:3::1]:7443"), one);
}

TEST(Doorkeeper, every_ipv4_address_is_a_host_also_where_it_is_mapped) {
  EXPECT_EQ(network_of("192.0.2.7:7443"), network_of("192.0.2.7:1"));
  EXPECT_NE(network_of("192.0.2.7:7443"), network_of("192.0.2.8:7443"));
  EXPECT_NE(network_of("[::ffff:192.0.2.7]:7443"), network_of("[::ffff:192.0.2.8]:7443"));
}

}  // namespace
}  // namespace tidings::link
