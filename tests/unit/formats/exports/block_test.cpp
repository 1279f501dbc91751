// What resolvers, firewalls and proxies are given.
#include "tests/unit/formats/exports/samples.hpp"

namespace tidings::exports {
namespace {

using observable::Type;

TEST(Rpz, a_name_has_a_twin_for_what_is_below_it) {
  EXPECT_EQ(body("rpz", {reported("evil.example")}), "evil.example CNAME .\n*.evil.example CNAME .\n");
}

TEST(Rpz, a_wildcard_leaves_the_name_itself_alone_unless_it_is_listed_too) {
  EXPECT_EQ(body("rpz", {reported("*.evil.example")}), "*.evil.example CNAME .\n");
  EXPECT_EQ(body("rpz", {reported("*.evil.example"), reported("evil.example")}),
            "evil.example CNAME .\n*.evil.example CNAME .\n");
}

TEST(Rpz, addresses_and_networks_are_triggers_by_answer) {
  EXPECT_EQ(body("rpz", {reported("198.51.100.7")}), "32.7.100.51.198.rpz-ip CNAME .\n");
  EXPECT_EQ(body("rpz", {reported("203.0.113.0/24")}), "24.0.113.0.203.rpz-ip CNAME .\n");
  EXPECT_EQ(body("rpz", {reported("2001:db8::57")}), "128.57.zz.db8.2001.rpz-ip CNAME .\n");
  EXPECT_EQ(body("rpz", {reported("2001:db8:0:1::/64")}), "64.zz.1.0.db8.2001.rpz-ip CNAME .\n");
  EXPECT_EQ(body("rpz", {reported("2001:db8:1:2:3:4:5:6")}), "128.6.5.4.3.2.1.db8.2001.rpz-ip CNAME .\n");
  EXPECT_EQ(body("rpz", {reported("::ffff:198.51.100.7"), reported("198.51.100.7")}),
            "32.7.100.51.198.rpz-ip CNAME .\n")
      << "BIND takes no other form of a mapped address";
}

std::string name_of(std::size_t bytes) {
  std::string name;
  while (name.size() + 60 < bytes) name += std::string(49, 'a') + ".";
  return name + std::string(bytes - name.size() - 8, 'b') + ".example";
}

TEST(Rpz, names_too_long_with_the_zones_suffix_are_left_out_and_counted) {
  Options options;
  options.zone = "rpz.example";
  const auto fits = make("rpz", {said_of(Type::Domain, name_of(253 - 12))}, options);
  EXPECT_EQ(fits.counts.written, 1u);
  EXPECT_EQ(fits.text.find("*."), std::string::npos) << "no name below it has room either";
  const auto both = make("rpz", {said_of(Type::Domain, name_of(253 - 14))}, options);
  EXPECT_NE(both.text.find("*."), std::string::npos);
  const auto not_any_more = make("rpz", {said_of(Type::Domain, name_of(253 - 11))}, options);
  EXPECT_EQ(left(not_any_more, Left::TooLong), 1u);
}

TEST(Rpz, the_serial_stands_where_it_is_said_to) {
  Options options;
  options.serial = 1'764'000'000;
  Format const* format = find_format("rpz");
  std::string text;
  Export one(*format, options, Gate(format->purpose, {}, now), [&](std::string_view piece) -> base::Status {
    text += piece;
    return {};
  });
  ASSERT_TRUE(one.finish());
  EXPECT_EQ(text.substr(one.serial_at().value(), 10), "1764000000");
  EXPECT_NE(text.find("$ORIGIN rpz.tidings.\n"), std::string::npos);
}

TEST(Export, the_order_of_arrival_does_not_matter) {
  const std::vector<v1::Indicator> values = {reported("b.example"), reported("a.example"), reported("a.example"),
                                             reported("198.51.100.9"), reported("198.51.100.7")};
  const std::vector<v1::Indicator> turned(values.rbegin(), values.rend());
  for (const auto& format : all_formats()) {
    if (is_read(format.purpose) || format.purpose == Purpose::SearchesLogs) continue;
    EXPECT_EQ(make(format.name, values).text, make(format.name, turned).text) << format.name;
  }
}

TEST(Hosts, unbound_and_dnsmasq_take_names) {
  const auto evil = reported("evil.example");
  EXPECT_EQ(body("hosts", {evil}), "0.0.0.0 evil.example\n");
  EXPECT_EQ(body("unbound", {evil}), "local-zone: \"evil.example.\" always_nxdomain\n");
  EXPECT_EQ(body("dnsmasq", {evil}), "address=/evil.example/\n");
}

TEST(Hosts, a_wildcard_cannot_be_said_there) {
  for (const auto* format : {"hosts", "unbound", "dnsmasq", "squid-domains", "haproxy-domains"}) {
    const auto made = make(format, {reported("*.evil.example")});
    EXPECT_EQ(left(made, Left::Type), 1u) << format;
  }
}

TEST(Hosts, the_host_of_a_url_is_not_blocked_for_it) {
  EXPECT_EQ(left(make("hosts", {reported("http://shared.example/evil")}), Left::Type), 1u);
}

TEST(List, has_one_value_a_line) {
  EXPECT_EQ(body("list", {reported("evil.example"), reported("198.51.100.0/24"), reported("http://evil.example/a")}),
            "198.51.100.0/24\nevil.example\nhttp://evil.example/a\n");
}

TEST(Nftables, intervals_are_merged) {
  const auto text = body("nftables", {reported("198.51.100.0/25"), reported("198.51.100.128/25"),
                                      reported("198.51.100.7"), reported("203.0.113.5"), reported("203.0.113.6"),
                                      reported("2001:db8::/33"), reported("2001:db8:8000::/33")});
  EXPECT_EQ(text,
            "add element inet tidings ipv4 { 198.51.100.0/24, 203.0.113.5-203.0.113.6 }\n"
            "add element inet tidings ipv6 { 2001:db8::/32 }\n");
}

TEST(Nftables, the_ends_of_all_addresses_are_intervals_like_others) {
  EXPECT_EQ(body("nftables", {said_of(Type::Ipv4, std::string(4, '\xff')), said_of(Type::Ipv4, std::string(4, '\0')),
                              said_of(Type::Ipv6, std::string(16, '\xff'))}),
            "add element inet tidings ipv4 { 0.0.0.0, 255.255.255.255 }\n"
            "add element inet tidings ipv6 { ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff }\n");
}

TEST(Nftables, all_addresses_there_are_are_never_blocked) {
  const auto made = make("nftables", {said_of(Type::Ipv4Cidr, std::string(5, '\0'))});
  EXPECT_EQ(left(made, Left::Unwritable), 1u);
}

TEST(Nftables, an_empty_export_empties_the_sets) {
  EXPECT_EQ(make("nftables", {}).text,
            "# Made by Tidings; the next export overwrites it.\n"
            "add table inet tidings\n"
            "add set inet tidings ipv4 { type ipv4_addr; flags interval; }\nflush set inet tidings ipv4\n"
            "add set inet tidings ipv6 { type ipv6_addr; flags interval; }\nflush set inet tidings ipv6\n");
}

TEST(Ipset, merged_intervals_are_networks_again) {
  Options options;
  options.set = "bad";
  const auto text =
      make("ipset", {reported("198.51.100.1"), reported("198.51.100.2"), reported("198.51.100.3")}, options).text;
  EXPECT_NE(text.find("add bad4-new 198.51.100.1\nadd bad4-new 198.51.100.2/31\n"), std::string::npos) << text;
  EXPECT_NE(text.find("swap bad4-new bad4\ndestroy bad4-new\n"), std::string::npos);
}

TEST(Squid, a_name_below_another_is_covered_by_it) {
  EXPECT_EQ(
      body("squid-domains", {reported("www.evil.example"), reported("evil.example"), reported("notevil.example")}),
      ".evil.example\n.notevil.example\n");
}

TEST(Squid, urls_are_expressions_of_themselves_alone) {
  EXPECT_EQ(body("squid-urls", {reported("http://evil.example/a.b?c=(1)+2")}),
            "^http://evil\\.example/a\\.b\\?c=\\(1\\)\\+2$\n");
}

TEST(Haproxy, names_begin_with_a_dot_and_urls_are_host_and_path) {
  EXPECT_EQ(body("haproxy-domains", {reported("evil.example")}), ".evil.example\n");
  EXPECT_EQ(body("haproxy-urls", {reported("https://evil.example:8443/a?b")}), "evil.example:8443/a?b\n");
  EXPECT_EQ(body("haproxy-addresses", {reported("198.51.100.0/24"), reported("198.51.100.9")}), "198.51.100.0/24\n");
}

}  // namespace
}  // namespace tidings::exports
