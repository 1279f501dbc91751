#include <gtest/gtest.h>

#include "daemon/http/fetch/fetch.hpp"
#include "daemon/http/fetch/resolver.hpp"

namespace tidings::fetch {
namespace {

TEST(Url, is_taken_apart) {
  const auto url = read_url("https://soc.example.tw:8443/in/a?b=c").value();
  EXPECT_TRUE(url.tls);
  EXPECT_EQ(url.host, "soc.example.tw");
  EXPECT_EQ(url.port, "8443");
  EXPECT_EQ(url.target, "/in/a?b=c");
  EXPECT_EQ(url.authority, "soc.example.tw:8443");
  EXPECT_EQ(read_url("https://soc.example.tw").value().target, "/");
  EXPECT_EQ(read_url("https://[2001:db8::1]/").value().host, "2001:db8::1");
  EXPECT_EQ(read_url("http://localhost/").value().port, "80");
}

TEST(Url, what_goes_anywhere_but_over_tls_or_to_this_machine_is_refused) {
  for (const auto* bad :
       {"", "soc.example.tw", "ftp://a.example/", "https://", "https://u:p@a.example/", "http://a.example/",
        "http://127.evil.example.net@a/", "https://a.example:99999/", "https://a.example:0/"}) {
    EXPECT_TRUE(read_url(bad).has_error()) << bad;
  }
}

TEST(Url, that_is_refused_is_told_without_its_secrets) {
  EXPECT_EQ(read_url("https://u:p4ss@evil-name.tw/a?key=p4ss").error().what,
            "https://…@evil-name.tw/a: it has a user or password in it");
  EXPECT_EQ(read_url("http://evil-name.tw/a?key=p4ss").error().what,
            "http://evil-name.tw/a: http goes to this machine alone");
}

TEST(Url, a_name_that_begins_like_loopback_does_not_name_this_machine) {
  EXPECT_TRUE(read_url("https://127.0.0.1/").value().names_this_machine());
  EXPECT_TRUE(read_url("https://[::1]/").value().names_this_machine());
  EXPECT_FALSE(read_url("https://127.0.0.1.example.net/").value().names_this_machine());
}

TEST(Addresses, that_only_we_reach_have_a_reason_not_to_be_called) {
  for (const auto* address :
       {"10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
        "::", "fe80::1%lo", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "nonsense"}) {
    EXPECT_NE(private_reason(address), "") << address;
  }
  for (const auto* address : {"8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"})
    EXPECT_EQ(private_reason(address), "") << address;
}

TEST(Resolver, numbers_are_answered_without_asking_anybody) {
  base::ManualExecutor home;
  Resolver resolver(home);
  std::vector<std::string> found;
  resolver.resolve("2606:4700:4700::1111", [&](auto addresses) { found = addresses.value(); });
  EXPECT_TRUE(found.empty()) << "never within the call";
  home.run();
  EXPECT_EQ(found, std::vector<std::string>{"2606:4700:4700::1111"});
}

}  // namespace
}  // namespace tidings::fetch
