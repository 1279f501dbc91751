#include <gtest/gtest.h>

#include "tests/unit/core/observable/reading.hpp"

namespace tidings::observable {
namespace {

std::string why(std::string_view raw, Type declared = Type::None) {
  const auto parsed = parse(raw, {declared});
  return parsed ? special_reason(parsed->observable) : "refused";
}

TEST(Special, addresses_that_name_no_foreign_machine_are_named) {
  for (const char* raw : {"10.1.2.3",   "172.31.0.1",      "192.168.1.1",    "127.0.0.2",       "169.254.1.1",
                          "100.64.0.1", "0.1.2.3",         "192.0.2.1",      "198.51.100.1",    "203.0.113.1",
                          "198.19.0.1", "224.0.0.1",       "250.1.1.1",      "255.255.255.255", "::",
                          "::1",        "fe80::1",         "fd00::1",        "2001:db8::1",     "3fff::1",
                          "ff02::1",    "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1",   "10.0.0.0/16",
                          "fe80::/64"}) {
    EXPECT_NE(why(raw), "") << raw;
  }
  EXPECT_EQ(why("10.1.2.3"), "private address (RFC 1918)");
  EXPECT_EQ(why("::ffff:127.0.0.1"), "loopback address (RFC 1122)");
}

TEST(Special, public_addresses_are_not) {
  for (const char* raw :
       {"45.9.148.3", "172.32.0.1", "100.128.0.1", "192.0.1.1", "223.255.255.255", "2a01:4f8::1", "::ffff:45.9.148.3",
        "45.9.148.0/24", "2a01:4f8::/32", "45.9.148.3:80", "64:ff9b::2d09:9403"}) {
    EXPECT_EQ(why(raw), "") << raw;
  }
}

TEST(Special, a_network_of_half_the_internet_is_too_large) {
  EXPECT_NE(why("0.0.0.0/0"), "");
  EXPECT_NE(why("64.0.0.0/7"), "");
  EXPECT_EQ(why("45.0.0.0/8"), "");
  EXPECT_NE(why("2a00::/12"), "");
  EXPECT_EQ(why("2a01::/16"), "");
}

TEST(Special, it_looks_into_ports_urls_and_mail) {
  EXPECT_NE(why("192.168.1.1:80"), "");
  EXPECT_NE(why("[fe80::1]:80"), "");
  EXPECT_NE(why("http://127.0.0.1:8080/x"), "");
  EXPECT_NE(why("http://[::1]/x"), "");
  EXPECT_NE(why("http://evil.test/x"), "");
  EXPECT_NE(why("a@evil.invalid"), "");
  EXPECT_EQ(why("http://evil-host.com/x"), "");
}

TEST(Special, names_for_special_use_and_public_suffixes) {
  for (const char* raw : {"www.example.com", "a.example", "b.test", "c.invalid", "d.localhost", "printer.local",
                          "co.uk", "*.co.uk", "github.io", "1.0.0.10.in-addr.arpa"}) {
    EXPECT_NE(why(raw), "") << raw;
  }
  EXPECT_EQ(why("notexample.com"), "");
  EXPECT_EQ(why("evil.github.io"), "");
  EXPECT_EQ(why("expyuzz4wqqyqhjn.onion"), "") << "what is served there is real";
}

TEST(Special, digests_of_nothing) {
  EXPECT_NE(why("d41d8cd98f00b204e9800998ecf8427e"), "");
  EXPECT_NE(why("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), "");
  EXPECT_NE(why("a.exe|da39a3ee5e6b4b0d3255bfef95601890afd80709"), "");
  EXPECT_NE(why(std::string(64, '0')), "");
  EXPECT_EQ(why("9e107d9d372bb6826bd81d3542a419d6"), "");
}

TEST(Special, what_is_not_canonical_has_a_reason_too) {
  EXPECT_NE(special_reason({Type::IpPort, ""}), "");
  EXPECT_NE(special_reason({Type::Ipv4Cidr, "x"}), "");
  EXPECT_NE(special_reason({Type::None, ""}), "");
}

}  // namespace
}  // namespace tidings::observable
