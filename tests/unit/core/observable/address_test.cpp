#include <gtest/gtest.h>

#include "tests/unit/core/observable/reading.hpp"

namespace tidings::observable {
namespace {

TEST(Address, ipv4_is_four_decimal_octets) {  // A1
  EXPECT_EQ(read("45.9.148.3"), "ipv4 45.9.148.3");
  EXPECT_EQ(parse("45.9.148.3")->observable.value, std::string("\x2d\x09\x94\x03"));
  EXPECT_EQ(read("45.9.148.256"), "reject: IPv4 octet > 255");
  EXPECT_EQ(read("45.9.1480.1"), "reject: IPv4 octet > 255");
}

TEST(Address, forms_that_programs_read_differently_are_refused) {  // A2
  for (const char* raw : {"45.9.148", "45.9", "755602435", "0x2d099403", "0x2d.9.148.3", "45.9.148.3.", "45..9.148"}) {
    EXPECT_TRUE(is_refused(raw)) << raw;
  }
  EXPECT_EQ(read("045.9.148.3"), "reject: IPv4 octet with leading zero");
  EXPECT_EQ(read("http://0x2d099403/x"), "reject: IPv4 host not in dotted-decimal form");
}

TEST(Address, ipv6_text_follows_rfc_5952) {  // A3
  EXPECT_EQ(read("2A01:04F8:0000:0000:0000:0000:0000:0001"), "ipv6 2a01:4f8::1");
  EXPECT_EQ(read("2a01:0:0:1:0:0:0:1"), "ipv6 2a01:0:0:1::1");
  EXPECT_EQ(read("2a01:db8:0:0:1:0:0:1"), "ipv6 2a01:db8::1:0:0:1") << "the first run on a tie";
  EXPECT_EQ(read("2a01:db8:0:1:1:1:1:1"), "ipv6 2a01:db8:0:1:1:1:1:1") << "never a single zero";
  EXPECT_EQ(read("::"), "ipv6 ::");
  EXPECT_EQ(read("[2a01::1]"), "ipv6 2a01::1");
}

TEST(Address, what_only_resembles_ipv6_is_refused) {
  for (const char* raw : {"1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":::", "1:2:3:4:5:6:7::8:9",
                          "12345::", "1:", "::1.2.3", "::1.2.3.4.5", "1.2.3.4::", "::g", ":1::2"}) {
    EXPECT_TRUE(is_refused(raw)) << raw;
  }
}

TEST(Address, mapped_addresses_stay_ipv6_in_mixed_form) {  // A4
  EXPECT_EQ(read("::FFFF:2d09:9403"), "ipv6 ::ffff:45.9.148.3");
  EXPECT_EQ(read("::ffff:45.9.148.3"), "ipv6 ::ffff:45.9.148.3");
  EXPECT_EQ(read("::45.9.148.3"), "ipv6 ::2d09:9403") << "compatible addresses are no mapped ones";
}

TEST(Address, networks_lose_their_host_bits) {  // A5
  EXPECT_EQ(read("45.9.148.77/22"), "ipv4-cidr 45.9.148.0/22");
  EXPECT_EQ(read("2a01:4f8:c17:b0f::2/56"), "ipv6-cidr 2a01:4f8:c17:b00::/56");
  EXPECT_EQ(parse("45.9.148.77/22")->observable.value, std::string("\x2d\x09\x94\x00\x16", 5));
  EXPECT_EQ(read("45.9.148.0/33"), "reject: IPv4 prefix length > 32");
  EXPECT_EQ(read("2a01::/129"), "reject: IPv6 prefix length > 128");
  EXPECT_TRUE(is_refused("45.9.148.0/024"));
  EXPECT_TRUE(is_refused("45.9.148.0/255.255.255.0"));
  EXPECT_EQ(read("0.0.0.0/0"), "ipv4-cidr 0.0.0.0/0");
}

TEST(Address, a_network_of_one_address_is_that_address) {  // A6
  EXPECT_EQ(read("45.9.148.3/32"), "ipv4 45.9.148.3");
  EXPECT_EQ(read("2a01::1/128", Type::Ipv6Cidr), "ipv6 2a01::1");
}

TEST(Address, a_zone_id_is_refused) {  // A7
  EXPECT_EQ(read("fe80::1%ens3"), "reject: IPv6 address with a zone id");
  EXPECT_EQ(read("http://[fe80::1%25ens3]/"), "reject: IPv6 address with a zone id");
}

TEST(Address, ports_are_1_to_65535) {  // P1
  EXPECT_EQ(read("45.9.148.3:8443"), "ip-port 45.9.148.3:8443");
  EXPECT_EQ(read("[2A01::1]:00443"), "ip-port [2a01::1]:443");
  EXPECT_EQ(parse("45.9.148.3:258")->observable.value, std::string("\x04\x2d\x09\x94\x03\x01\x02"));
  EXPECT_EQ(read("45.9.148.3:0"), "reject: port 0");
  EXPECT_EQ(read("45.9.148.3:65536"), "reject: port > 65535");
  EXPECT_EQ(read("45.9.148.3:99999999999999999999999"), "reject: port > 65535");
  EXPECT_TRUE(is_refused("45.9.148.3:http"));
  EXPECT_TRUE(is_refused("45.9.148.3:"));
  EXPECT_TRUE(is_refused("http://evil.example:0/"));
}

TEST(Address, misp_writes_a_bar_before_the_port) {
  EXPECT_EQ(read("45.9.148.3|8443", Type::IpPort), "ip-port 45.9.148.3:8443");
  EXPECT_EQ(read("2a01::1|443", Type::IpPort), "ip-port [2a01::1]:443");
}

TEST(Address, canonical_bytes_of_other_lengths_are_refused) {
  EXPECT_FALSE(is_canonical(Type::Ipv4, "abc"));
  EXPECT_FALSE(is_canonical(Type::Ipv6, "abcd"));
  EXPECT_FALSE(is_canonical(Type::Ipv4Cidr, std::string("\x0a\x00\x00\x01\x08", 5))) << "host bits set";
  EXPECT_FALSE(is_canonical(Type::Ipv4Cidr, std::string("\x0a\x00\x00\x00\x20", 5))) << "/32 is an address";
  EXPECT_FALSE(is_canonical(Type::IpPort, std::string("\x04\x0a\x00\x00\x00\x00\x00", 7))) << "port 0";
  EXPECT_FALSE(is_canonical(Type::IpPort, std::string("\x05\x0a\x00\x00\x00\x01\x01\x01", 8)));
}

}  // namespace
}  // namespace tidings::observable
