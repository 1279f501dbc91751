#include <gtest/gtest.h>

#include "tests/unit/core/observable/reading.hpp"

namespace tidings::observable {
namespace {

TEST(Url, scheme_and_host_are_in_lower_case) {  // U1
  EXPECT_EQ(read("HTTPS://Evil.Example/Path?Q=A#F"), "url https://evil.example/Path?Q=A#F");
  EXPECT_EQ(read("https://[2A01:0::1]/"), "url https://[2a01::1]/");
  EXPECT_EQ(read("https://straße.example/ß"), "url https://xn--strae-oqa.example/%C3%9F");
}

TEST(Url, default_and_empty_ports_go) {  // U2
  EXPECT_EQ(read("http://evil.example:80/a"), "url http://evil.example/a");
  EXPECT_EQ(read("https://evil.example:443/a"), "url https://evil.example/a");
  EXPECT_EQ(read("http://evil.example:443/a"), "url http://evil.example:443/a");
  EXPECT_EQ(read("http://evil.example:/a"), "url http://evil.example/a");
  EXPECT_EQ(read("ldaps://evil.example:636/a"), "url ldaps://evil.example/a");
  EXPECT_EQ(read("http://evil.example:08080/a"), "url http://evil.example:8080/a");
  EXPECT_EQ(read("http://evil.example:80a/"), "reject: port is not a number");
}

TEST(Url, an_empty_path_becomes_a_slash) {  // U3
  EXPECT_EQ(read("http://evil.example"), "url http://evil.example/");
  EXPECT_EQ(read("http://evil.example?a=b"), "url http://evil.example/?a=b");
  EXPECT_EQ(read("http://evil.example#a"), "url http://evil.example/#a");
}

TEST(Url, dot_segments_are_removed) {  // U4
  EXPECT_EQ(read("http://evil.example/a/./b/../c"), "url http://evil.example/a/c");
  EXPECT_EQ(read("http://evil.example/../../x"), "url http://evil.example/x");
  EXPECT_EQ(read("http://evil.example/a/.."), "url http://evil.example/");
  EXPECT_EQ(read("http://evil.example/a/."), "url http://evil.example/a/");
  EXPECT_EQ(read("http://evil.example/a//../b"), "url http://evil.example/a/b");
  EXPECT_EQ(read("http://evil.example/%2E%2e/x"), "url http://evil.example/x") << "once decoded";
  EXPECT_EQ(read("http://evil.example/.../..x/.y"), "url http://evil.example/.../..x/.y");
  EXPECT_EQ(read("http://evil.example/?x=/../y"), "url http://evil.example/?x=/../y");
}

TEST(Url, escapes_are_in_upper_case_and_those_of_plain_characters_decoded) {  // U5
  EXPECT_EQ(read("http://evil.example/%7euser/%c3%a9%2f?%41=%26"), "url http://evil.example/~user/%C3%A9%2F?A=%26");
}

TEST(Url, a_percent_sign_that_escapes_nothing_is_escaped) {  // U6
  EXPECT_EQ(read("http://evil.example/100%/%g1/%4"), "url http://evil.example/100%25/%25g1/%254");
  EXPECT_EQ(read("http://evil.example/%%41"), "url http://evil.example/%25A");
}

TEST(Url, characters_that_no_uri_may_hold_are_escaped_but_in_the_host) {  // U7
  EXPECT_EQ(read("http://evil.example/<a>[b]{c}|^`\"\\é"),
            "url http://evil.example/%3Ca%3E%5Bb%5D%7Bc%7D%7C%5E%60%22%5C%C3%A9");
  EXPECT_EQ(read("http://evil.example/\xff"), "url http://evil.example/%FF") << "bytes that are no UTF-8";
  EXPECT_EQ(read("http://evil.example/#a#b"), "url http://evil.example/#a%23b");
  EXPECT_TRUE(is_refused("http://ev<il.example/"));
  EXPECT_TRUE(is_refused("http://%65vil.example/"));
}

TEST(Url, user_information_is_kept_and_the_host_is_what_follows_the_last_at) {  // U8
  EXPECT_EQ(read("http://login.bank.example:pw@Evil.example/"), "url http://login.bank.example:pw@evil.example/");
  EXPECT_EQ(read("http://a@b@evil.example/"), "url http://a%40b@evil.example/");
  EXPECT_EQ(read("http://evil.example\\@good.example/"), "reject: backslash before the host");
}

TEST(Url, empty_segments_query_order_fragment_and_plus_are_kept) {  // U9, U13
  EXPECT_EQ(read("http://evil.example//a///b?z=1&a=+2&&amp;x=#f+"),
            "url http://evil.example//a///b?z=1&a=+2&&amp;x=#f+");
}

TEST(Url, what_has_a_path_but_no_scheme_gets_http) {  // U10
  const auto parsed = parse("Evil.example/a.exe");
  ASSERT_TRUE(parsed);
  EXPECT_TRUE(parsed->scheme_assumed);
  EXPECT_EQ(to_text(parsed->observable), "http://evil.example/a.exe");
  EXPECT_EQ(read("45.9.148.3/a.exe"), "url http://45.9.148.3/a.exe");
  EXPECT_EQ(read("45.9.148.3:8080/a.exe"), "url http://45.9.148.3:8080/a.exe");
  EXPECT_EQ(read("evil.example:8080/a"), "url http://evil.example:8080/a");
  EXPECT_EQ(read("[2a01::1]/a"), "url http://[2a01::1]/a");
  EXPECT_EQ(read("evil.example?x"), "url http://evil.example/?x");
  EXPECT_FALSE(parse("http://evil.example/")->scheme_assumed);
}

TEST(Url, a_url_without_authority_is_refused) {  // U11
  EXPECT_EQ(read("http:/evil.example/x"), "reject: no // authority");
  EXPECT_EQ(read("http:evil.example"), "reject: no // authority");
  EXPECT_EQ(read("http:///x"), "reject: no host");
  EXPECT_EQ(read("http://2a01::1/x"), "reject: IPv6 host without brackets");
  EXPECT_EQ(read("http://localhost/x"), "reject: single label");
  EXPECT_TRUE(is_refused("http://[2a01::1/"));
  EXPECT_TRUE(is_refused("http://"));
}

TEST(Url, white_space_and_controls_inside_are_refused) {  // U12
  EXPECT_EQ(read("http://evil.example/a b"), "reject: white space inside");
  EXPECT_EQ(read("http://evil.example/a\xc2\xa0"
                 "b"),
            "reject: white space inside");
  EXPECT_TRUE(is_refused("http://evil.example/a\tb"));
  EXPECT_TRUE(is_refused(std::string_view("http://evil.example/\0", 21)));
}

TEST(Url, a_path_without_host_is_a_uri_path_unchanged) {  // U14
  EXPECT_EQ(read("/Gate.php?id=%7e[.]"), "uri-path /Gate.php?id=%7e[.]");
  EXPECT_TRUE(is_refused("/a b"));
  EXPECT_EQ(read("/usr/bin/.x", Type::FilePath), "file-path /usr/bin/.x");
  EXPECT_EQ(read("gate.php", Type::UriPath), "reject: a uri-path begins with '/'");
}

TEST(Url, schemes_that_name_a_host_are_taken_and_no_others) {  // F2, U15
  for (const char* scheme :
       {"http", "https", "ftp", "ftps", "sftp", "ws", "wss", "tcp", "udp", "smb", "file", "ldap", "ldaps"}) {
    EXPECT_EQ(read(std::string(scheme) + "://evil.example:9/x"), "url " + std::string(scheme) + "://evil.example:9/x");
  }
  EXPECT_EQ(read("htxp://evil.example/"), "reject: scheme not taken: htxp");
  EXPECT_EQ(read("magnet:?xt=urn:btih:abc"), "reject: scheme without host: magnet");
  EXPECT_EQ(read("data:text/html,x"), "reject: scheme without host: data");
}

TEST(Url, what_was_declared_a_url_may_be_another_network_type) {
  EXPECT_EQ(read("evil.example", Type::Url), "domain evil.example");
  EXPECT_EQ(read("45.9.148.3:8080", Type::Url), "ip-port 45.9.148.3:8080");
  EXPECT_EQ(read("http://evil.example/", Type::Domain), "url http://evil.example/");
}

TEST(Url, growth_by_escaping_has_the_limit_too) {
  EXPECT_TRUE(is_refused("http://evil.example/" + std::string(4000, '<')));
  EXPECT_TRUE(is_refused("http://evil.example/" + std::string(max_value_bytes, 'a')));
  EXPECT_FALSE(is_refused("http://evil.example/" + std::string(4000, 'a')));
}

TEST(Refang, undoes_the_forms_of_the_rule_and_says_so) {  // F1
  EXPECT_EQ(read("hxxp://evil[.]example/"), "url http://evil.example/");
  EXPECT_EQ(read("hXXpS[:]//evil(.)example/a[.]php"), "url https://evil.example/a.php");
  EXPECT_EQ(read("HXXPS[://]evil{.}example"), "url https://evil.example/");
  EXPECT_EQ(read("fxp://evil[dot]example/"), "url ftp://evil.example/");
  EXPECT_EQ(read("45[.]9(dot)148{.}3[:]8080"), "ip-port 45.9.148.3:8080");
  EXPECT_EQ(read("evil[.example"), "domain evil.example");
  EXPECT_EQ(read("evil.]example"), "domain evil.example");
  EXPECT_TRUE(parse("evil[.]example")->refanged);
  EXPECT_FALSE(parse("evil.example")->refanged);
}

TEST(Refang, does_nothing_else) {
  for (const char* raw : {"hxtp://evil.example/", "evil,example", "evil [.] example", "evil<.>example",
                          "evil\\.example", "evil[d0t]example", "elpmaxe.live[", "http:[//]evil.example"}) {
    EXPECT_TRUE(is_refused(raw)) << raw;
  }
  EXPECT_EQ(read("http://evil.example/(.)(at)"), "url http://evil.example/(.)(at)") << "legal in a path";
}

TEST(Defang, can_be_undone) {
  for (const char* raw :
       {"http://u.v@evil.example/a.b", "https://45.9.148.3:8080/", "ftp://evil.example/", "evil.example",
        "*.evil.example", "45.9.148.3", "45.9.148.0/24", "[2a01::1]:53", "a.b@evil.example"}) {
    const auto o = parse(raw)->observable;
    const auto shown = defang(o.type, to_text(o));
    const auto again = parse(shown, {o.type});
    ASSERT_TRUE(again) << shown;
    EXPECT_EQ(again->observable, o) << shown;
  }
  EXPECT_EQ(defang(Type::Url, "https://evil.example/a.b"), "hxxps://evil[.]example/a.b");
  EXPECT_EQ(defang(Type::Filename, "evil.exe"), "evil.exe");
}

}  // namespace
}  // namespace tidings::observable
