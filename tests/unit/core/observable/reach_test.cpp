#include "core/observable/reach.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidings::observable {
namespace {

using testing::ElementsAre;
using testing::IsSupersetOf;

Observable read(std::string_view text) { return parse(text).value().observable; }

std::vector<std::string> covering(std::string_view text) {
  std::vector<std::string> found;
  for (const auto& [observable, match] : coverings(read(text))) {
    found.push_back(std::string(name(match)) + " " + to_text(observable));
  }
  return found;
}

bool holds(std::string_view outer_text, std::string_view inner_text) {
  const auto outer = read(outer_text), inner = read(inner_text);
  const auto key = index_key(inner.type, inner.value);
  const auto ranges = ranges_within(outer).value();
  const bool in_range =
      std::ranges::any_of(ranges, [&](const KeyRange& range) { return range.from <= key && key < range.to; });
  EXPECT_TRUE(in_range || !is_within(inner, outer)) << inner_text << " is missed by the ranges of " << outer_text;
  return in_range && is_within(inner, outer);
}

TEST(Covering, of_a_name_is_what_stands_above_it_up_to_the_registrable_one) {
  EXPECT_THAT(covering("a.b.evil.co.uk"),
              ElementsAre("exact a.b.evil.co.uk", "wildcard *.b.evil.co.uk", "parent b.evil.co.uk",
                          "wildcard *.evil.co.uk", "parent evil.co.uk"));
  EXPECT_THAT(covering("evil.co.uk"), ElementsAre("exact evil.co.uk"));
  EXPECT_THAT(covering("co.uk"), ElementsAre("exact co.uk"));
  EXPECT_THAT(covering("*.b.evil.com"),
              ElementsAre("exact *.b.evil.com", "parent b.evil.com", "wildcard *.evil.com", "parent evil.com"));
}

TEST(Covering, of_an_address_is_every_network_that_contains_it) {
  const auto found = covering("45.62.198.73");
  EXPECT_EQ(found.size(), 34U);
  EXPECT_EQ(found[0], "exact 45.62.198.73");
  EXPECT_EQ(found[1], "contains 45.62.198.73/32");
  EXPECT_EQ(found.back(), "contains 0.0.0.0/0");
  EXPECT_THAT(found, IsSupersetOf({"contains 45.62.198.64/26", "contains 45.0.0.0/8"}));
  EXPECT_EQ(covering("2a01:4f8::1").size(), 130U);
  EXPECT_EQ(covering("45.62.0.0/16").size(), 17U);
}

TEST(Covering, of_a_mapped_address_is_also_the_ipv4_address_and_what_covers_that) {
  const auto found = covering("::ffff:45.62.198.73");
  EXPECT_EQ(found.size(), 130U + 34U);
  EXPECT_EQ(found[0], "exact ::ffff:45.62.198.73");
  EXPECT_THAT(found, IsSupersetOf({"exact 45.62.198.73", "contains 45.62.198.0/24"}));
  EXPECT_THAT(covering("http://[::ffff:45.62.198.73]/x"), IsSupersetOf({"parent 45.62.198.73"}));
  EXPECT_FALSE(mapped_ipv4(read("2a01:4f8::1")));
  EXPECT_FALSE(mapped_ipv4(read("45.62.198.73")));
}

TEST(Covering, of_a_url_an_address_and_port_or_an_email_is_its_host_and_what_covers_that) {
  EXPECT_THAT(covering("http://a.evil.com/x"),
              ElementsAre("exact http://a.evil.com/x", "parent a.evil.com", "wildcard *.evil.com", "parent evil.com"));
  EXPECT_THAT(covering("http://45.62.198.73/x"), IsSupersetOf({"parent 45.62.198.73", "contains 45.62.198.0/24"}));
  EXPECT_THAT(covering("http://[2a01:4f8::1]/x"), IsSupersetOf({"parent 2a01:4f8::1", "contains 2a01:4f8::/32"}));
  EXPECT_THAT(covering("45.62.198.73:443"), IsSupersetOf({"parent 45.62.198.73", "contains 45.62.198.0/24"}));
  EXPECT_THAT(covering("who@a.evil.com"),
              ElementsAre("exact who@a.evil.com", "parent a.evil.com", "wildcard *.evil.com", "parent evil.com"));
}

TEST(Within, a_name_are_its_subdomains_wildcards_urls_and_emails) {
  for (const auto* inner : {"evil.com", "*.evil.com", "a.evil.com", "b.a.evil.com", "*.a.evil.com", "http://evil.com/x",
                            "https://u@a.evil.com:8443/?q", "who@evil.com", "who@a.evil.com"}) {
    EXPECT_TRUE(holds("evil.com", inner)) << inner;
  }
  for (const auto* inner : {"devil.com", "evil.com.au", "com.evil", "http://45.62.198.73/evil.com", "45.62.198.73"}) {
    EXPECT_FALSE(holds("evil.com", inner)) << inner;
  }
}

TEST(Within, a_wildcard_are_the_subdomains_and_itself_but_not_its_name) {
  EXPECT_TRUE(holds("*.evil.com", "a.evil.com"));
  EXPECT_TRUE(holds("*.evil.com", "*.evil.com"));
  EXPECT_TRUE(holds("*.evil.com", "http://a.evil.com/"));
  EXPECT_FALSE(holds("*.evil.com", "evil.com"));
  EXPECT_FALSE(holds("*.evil.com", "http://evil.com/"));
}

TEST(Within, a_name_so_long_that_keys_are_cut_is_still_what_lies_below) {
  std::string name = "evil.com";
  while (name.size() < 150) name = std::string(20, 'a') + "." + name;
  EXPECT_TRUE(holds(name, "b." + name));
  EXPECT_FALSE(holds(name, "b" + name));
}

TEST(Within, a_network_are_addresses_networks_and_ports_of_its_family) {
  for (const auto* inner : {"45.62.0.0", "45.62.255.255", "45.62.198.0/24", "45.62.0.0/16", "45.62.1.1:80"}) {
    EXPECT_TRUE(holds("45.62.0.0/16", inner)) << inner;
  }
  for (const auto* inner : {"45.63.0.0", "45.61.255.255", "45.0.0.0/8", "[2d3e::1]:80", "2d3e::1"}) {
    EXPECT_FALSE(holds("45.62.0.0/16", inner)) << inner;
  }
  EXPECT_TRUE(holds("0.0.0.0/0", "255.255.255.255"));
  EXPECT_TRUE(holds("2a01:4f8::/32", "[2a01:4f8::1]:53"));
  EXPECT_FALSE(holds("2a01:4f8::/32", "42.1.4.248:53"));
}

TEST(Within, an_address_are_itself_and_its_ports) {
  for (const auto* inside : {"45.62.198.73", "45.62.198.73:443"}) EXPECT_TRUE(holds("45.62.198.73", inside));
  for (const auto* outside : {"45.62.198.74", "45.62.198.0/24", "45.62.198.72:443", "2001:db8::1"}) {
    EXPECT_FALSE(holds("45.62.198.73", outside));
  }
  EXPECT_TRUE(holds("2a00::1", "[2a00::1]:53"));
}

TEST(Within, a_hash_is_nothing) {
  EXPECT_EQ(ranges_within(read("9e107d9d372bb6826bd81d3542a419d6")).error().code, base::ErrorCode::BadInput);
}

TEST(Index_key, of_a_short_value_gives_it_back) {
  for (const auto* text :
       {"45.62.198.73", "2a01:4f8::1", "45.62.0.0/16", "2a01::/16", "45.62.198.73:80", "[2a01::1]:53", "a.evil.com",
        "*.evil.com", "http://a.evil.com/x?y#z", "https://u:p@evil.com:8443/", "http://45.62.198.73:81/x",
        "http://[2a01::1]/", "who@evil.com", "9e107d9d372bb6826bd81d3542a419d6", "CVE-2024-3094", "/etc/x.php",
        "AS4134", "xn--80ak6aa92e.com"}) {
    const auto observable = read(text);
    EXPECT_EQ(observable_at(index_key(observable.type, observable.value)), observable) << text;
  }
}

TEST(Index_key, that_is_hashed_or_none_gives_nothing) {
  EXPECT_FALSE(observable_at(index_key(Type::Url, "http://evil.com/" + std::string(200, 'a'))));
  for (const std::string_view key : {"", "x", "\xff\x01word"}) EXPECT_FALSE(observable_at(key));
}

TEST(Unicode_name, reads_a_name_as_it_is_meant) {
  EXPECT_EQ(unicode_name("xn--e1afmkfd.xn--p1ai"), "пример.рф");
  EXPECT_EQ(unicode_name("xn--fsqu00a.evil.com"), "例子.evil.com");
  EXPECT_EQ(unicode_name("evil.com"), "evil.com");
  EXPECT_EQ(unicode_name("xn--strae-oqa.de"), "straße.de");
}

}  // namespace
}  // namespace tidings::observable
