#include "daemon/listen/endpoint.hpp"

#include <gtest/gtest.h>

namespace tidings::listen {
namespace {

TEST(Endpoint, names_and_addresses_of_both_kinds_are_read) {
  EXPECT_EQ(read_endpoint("node.example.org:7443")->host, "node.example.org");
  EXPECT_EQ(read_endpoint("192.0.2.7:7443")->port, "7443");
  EXPECT_EQ(read_endpoint("[2001:db8::7]:7443")->host, "2001:db8::7");
  EXPECT_EQ(read_endpoint("[::]:0")->host, "::");
}

TEST(Endpoint, what_has_no_port_no_host_or_no_brackets_is_refused) {
  for (const auto* text :
       {"", ":", "host", "host:", "host:x", "host:65536", "host:-1", ":7443", "2001:db8::7:7443", "[]:7443"}) {
    EXPECT_FALSE(read_endpoint(text)) << text;
  }
}

}  // namespace
}  // namespace tidings::listen
