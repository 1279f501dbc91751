#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/unit/core/warning/lists.hpp"

namespace tidings::warning {
namespace {

using observable::Type;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr const char* sha256 = "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b";

TEST(Warning, a_string_list_hits_the_whole_value_in_any_case) {
  const auto lists = built({list_of("sites", Kind::String, {"WWW.Bank.TW", sha256, "8.8.8.8"})});
  EXPECT_THAT(told(*lists, value_of("www.bank.tw")), ElementsAre("sites: www.bank.tw"));
  EXPECT_THAT(told(*lists, value_of("01BA4719C80B6FE911B091A7C05124B64EEECE964E09C058EF8F9805DACA546B")),
              ElementsAre(std::string("sites: ") + sha256));
  EXPECT_THAT(told(*lists, value_of("8.8.8.8")), ElementsAre("sites: 8.8.8.8"));
  EXPECT_THAT(told(*lists, value_of("login.www.bank.tw")), IsEmpty());
  EXPECT_THAT(told(*lists, value_of("bank.tw")), IsEmpty());
}

TEST(Warning, a_string_list_hits_the_name_and_the_hash_of_a_named_file) {
  const auto lists = built({list_of("files", Kind::String, {sha256}), list_of("names", Kind::String, {"setup.exe"})});
  const auto value = observable::parse(std::string("Setup.exe|") + sha256, {Type::FilenameSha256}).value().observable;
  EXPECT_THAT(told(*lists, value), ElementsAre(std::string("files: ") + sha256, "names: setup.exe"));
}

TEST(Warning, a_string_list_in_unicode_hits_the_name_as_it_is_on_the_wire) {
  const auto lists = built({list_of("sites", Kind::String, {"bücher.example.tw"})});
  EXPECT_THAT(told(*lists, value_of("xn--bcher-kva.example.tw")), ElementsAre("sites: xn--bcher-kva.example.tw"));
}

TEST(Warning, a_hostname_list_hits_the_name_and_what_lies_below_it_and_nothing_beside_it) {
  const auto lists = built({list_of("top", Kind::Hostname, {"google.com", ".bmw.de", "drive.google.com"})});
  EXPECT_THAT(told(*lists, value_of("google.com")), ElementsAre("top: google.com"));
  EXPECT_THAT(told(*lists, value_of("a.b.google.com")), ElementsAre("top: google.com"));
  EXPECT_THAT(told(*lists, value_of("x.drive.google.com")), ElementsAre("top: drive.google.com"));
  EXPECT_THAT(told(*lists, value_of("www.bmw.de")), ElementsAre("top: bmw.de"));
  EXPECT_THAT(told(*lists, value_of("*.google.com")), ElementsAre("top: google.com"));
  EXPECT_THAT(told(*lists, value_of("https://user@www.google.com:8443/x?y")), ElementsAre("top: google.com"));
  EXPECT_THAT(told(*lists, value_of("someone@google.com", Type::Email)), ElementsAre("top: google.com"));
  EXPECT_THAT(told(*lists, value_of("notgoogle.com")), IsEmpty());
  EXPECT_THAT(told(*lists, value_of("google.com.evil.tw")), IsEmpty());
}

TEST(Warning, a_cidr_list_hits_addresses_networks_and_ports_inside_it) {
  const auto lists = built({list_of("cdn", Kind::Cidr, {"103.21.244.0/22", "2606:4700::/32", "9.9.9.9"})});
  EXPECT_THAT(told(*lists, value_of("103.21.245.7")), ElementsAre("cdn: 103.21.244.0/22"));
  EXPECT_THAT(told(*lists, value_of("103.21.245.0/24")), ElementsAre("cdn: 103.21.244.0/22"));
  EXPECT_THAT(told(*lists, value_of("103.21.245.7:443")), ElementsAre("cdn: 103.21.244.0/22"));
  EXPECT_THAT(told(*lists, value_of("http://103.21.245.7/x")), ElementsAre("cdn: 103.21.244.0/22"));
  EXPECT_THAT(told(*lists, value_of("http://[2606:4700::1]:8080/x")), ElementsAre("cdn: 2606:4700::/32"));
  EXPECT_THAT(told(*lists, value_of("2606:4700::1111")), ElementsAre("cdn: 2606:4700::/32"));
  EXPECT_THAT(told(*lists, value_of("9.9.9.9")), ElementsAre("cdn: 9.9.9.9"));
  EXPECT_THAT(told(*lists, value_of("103.21.248.0")), IsEmpty());
  EXPECT_THAT(told(*lists, value_of("103.22.0.0/15")), IsEmpty());
  EXPECT_THAT(told(*lists, value_of("http://example.tw/103.21.245.7")), IsEmpty());
}

TEST(Warning, a_cidr_list_hits_networks_that_hold_what_it_has) {
  const auto lists = built({list_of("cdn", Kind::Cidr, {"103.21.244.0/22", "2606:4700::/32", "9.9.9.9"})});
  EXPECT_THAT(told(*lists, value_of("103.20.0.0/14")), ElementsAre("cdn: 103.21.244.0/22"));
  EXPECT_THAT(told(*lists, value_of("9.9.9.0/24")), ElementsAre("cdn: 9.9.9.9"));
  EXPECT_THAT(told(*lists, value_of("9.9.8.0/24")), IsEmpty());
  EXPECT_THAT(told(*lists, value_of("2606::/16")), ElementsAre("cdn: 2606:4700::/32"));
}

TEST(Warning, an_ipv4_address_written_as_ipv6_is_the_same_address) {
  const auto lists = built({list_of("block pages", Kind::Cidr, {"::ffff:9270:3d68"})});
  EXPECT_THAT(told(*lists, value_of("146.112.61.104")), ElementsAre("block pages: 146.112.61.104"));
  EXPECT_THAT(told(*lists, value_of("::ffff:146.112.61.104")), ElementsAre("block pages: 146.112.61.104"));
}

TEST(Warning, a_substring_list_hits_wherever_it_stands) {
  const auto lists = built({list_of("sandboxes", Kind::Substring, {"Sandbox", "box.", "any.run"})});
  EXPECT_THAT(told(*lists, value_of("http://evil.tw/SANDBOX.php")), ElementsAre("sandboxes: sandbox"));
  EXPECT_THAT(told(*lists, value_of("app.any.run")), ElementsAre("sandboxes: any.run"));
  EXPECT_THAT(told(*lists, value_of("mailbox.evil.tw")), ElementsAre("sandboxes: box."));
  EXPECT_THAT(told(*lists, value_of("evil.tw")), IsEmpty());
}

TEST(Warning, a_regex_list_hits_by_its_expression_and_flags) {
  const auto lists =
      built({list_of("contacts", Kind::Regex, {R"(/^(security|noc|soc|abuse)\@.*\..*$/i)"}, types_of({Type::Email})),
             list_of("plain", Kind::Regex, {"^v[0-9]+\\."}, types_of({Type::Domain}))});
  EXPECT_THAT(told(*lists, value_of("Abuse@bank.tw", Type::Email)),
              ElementsAre(R"(contacts: /^(security|noc|soc|abuse)\@.*\..*$/i)"));
  EXPECT_THAT(told(*lists, value_of("v12.bank.tw")), ElementsAre("plain: ^v[0-9]+\\."));
  EXPECT_THAT(told(*lists, value_of("abuser@bank.tw", Type::Email)), IsEmpty());
}

TEST(Warning, a_list_is_about_its_types_alone) {
  const auto lists = built({list_of("names", Kind::Hostname, {"google.com"}, types_of({Type::Domain})),
                            list_of("links", Kind::Hostname, {"google.com"}, types_of({Type::Url}))});
  EXPECT_THAT(told(*lists, value_of("www.google.com")), ElementsAre("names: google.com"));
  EXPECT_THAT(told(*lists, value_of("http://www.google.com/")), ElementsAre("links: google.com"));
}

TEST(Warning, every_list_that_has_a_value_is_told_once_in_their_order) {
  const auto lists =
      built({list_of("a", Kind::Cidr, {"8.0.0.0/8", "8.8.0.0/16", "8.8.8.8"}), list_of("b", Kind::String, {"8.8.8.8"}),
             list_of("c", Kind::Cidr, {"8.8.8.0/24"}), list_of("d", Kind::Cidr, {"8.8.8.8/32"})});
  EXPECT_THAT(told(*lists, value_of("8.8.8.8")),
              ElementsAre("a: 8.8.8.8", "b: 8.8.8.8", "c: 8.8.8.0/24", "d: 8.8.8.8"));
}

TEST(Warning, special_values_hit_the_special_list_with_their_reason) {
  const auto lists = built({list_of("special", Kind::Special, {})});
  EXPECT_THAT(told(*lists, value_of("10.1.2.3")), ElementsAre("special: private address (RFC 1918)"));
  EXPECT_THAT(told(*lists, value_of("co.uk")),
              ElementsAre("special: public suffix: others register names below co.uk"));
  EXPECT_THAT(told(*lists, value_of("evil.tw")), IsEmpty());
}

TEST(Warning, an_entry_that_cannot_be_used_is_left_out_and_told) {
  Builder builder;
  auto faults = builder.add(list_of("names", Kind::Hostname, {"corona helden", "covid.tw", ""})).value();
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_EQ(faults[0].number, 0U);
  EXPECT_EQ(faults[0].what, "it is no host name");
  EXPECT_EQ(faults[1].what, "it is empty");
  faults = builder.add(list_of("networks", Kind::Cidr, {"0.0.0.0/0", "::/0", "1.2.3.4.5", "1.2.3.0/24"})).value();
  EXPECT_EQ(faults.size(), 3U);
  const auto lists = builder.build();
  EXPECT_EQ(lists->lists()[0].entries, 1U);
  EXPECT_THAT(told(*lists, value_of("1.2.3.4")), ElementsAre("networks: 1.2.3.0/24"));
}

TEST(Warning, a_list_without_effect_is_refused) {
  Builder builder;
  EXPECT_EQ(builder.add(list_of("none", Kind::String, {})).error().what, "it has no entries");
  EXPECT_EQ(builder.add(list_of("phones", Kind::String, {"1"}, Types{})).error().what,
            "it is about types of values that we do not have");
  EXPECT_EQ(builder.add(list_of("bad", Kind::Cidr, {"x y"})).error().code, base::ErrorCode::BadInput);
}

TEST(Warning, expressions_that_need_backtracking_or_match_everything_are_refused) {
  Builder builder;
  const auto faults =
      builder.add(list_of("bad", Kind::Regex, {"(a)\\1", "(?=x)y", ".*", "((a{1000}){1000}){1000}", "/x/e", "ok+"}))
          .value();
  EXPECT_EQ(faults.size(), 5U);
  const auto lists = builder.build();
  EXPECT_THAT(told(*lists, value_of("okkk.tw")), ElementsAre("bad: ok+"));
}

TEST(Warning, an_expression_that_would_backtrack_for_ages_is_linear) {
  const auto lists = built({list_of("bad", Kind::Regex, {"(a+)+$", "(a|aa)+$", "(.*)(.*)(.*)(.*)(.*)[^x]{30}x$"})});
  const auto value = observable::Observable{Type::UserAgent, std::string(8'000, 'a') + "!"};
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(told(*lists, value), IsEmpty());
  // A backtracking engine needs 2^8000 steps: any bound that a test can wait for tells the two apart.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(Warning, every_type_is_told_from_every_other) {
  for (const auto one : observable::all_types()) {
    for (const auto other : observable::all_types()) EXPECT_EQ(types_of({one}).has(other), one == other);
  }
}

TEST(Warning, no_more_hits_are_told_than_the_bound) {
  std::vector<List> many;
  for (std::size_t i = 0; i < max_hits + 10; ++i) many.push_back(list_of(std::to_string(i), Kind::String, {"a.tw"}));
  EXPECT_EQ(built(std::move(many))->hits(value_of("a.tw")).size(), max_hits);
}

TEST(Warning, more_lists_than_the_bound_are_refused) {
  Builder builder;
  for (std::size_t i = 0; i < max_lists; ++i) ASSERT_TRUE(builder.add(list_of("x", Kind::String, {"a.tw"})));
  EXPECT_EQ(builder.add(list_of("x", Kind::String, {"a.tw"})).error().code, base::ErrorCode::TooLarge);
}

TEST(Warning, memory_grows_with_the_entries_and_is_told) {
  std::vector<std::string> names;
  for (int i = 0; i < 100'000; ++i) names.push_back("site" + std::to_string(i) + ".tw");
  const auto lists = built({list_of("top", Kind::Hostname, names)});
  EXPECT_GT(lists->memory_bytes(), 100'000U * 20);
  EXPECT_LT(lists->memory_bytes(), 100'000U * 120);
  EXPECT_LT(no_lists()->memory_bytes(), 64U);
}

}  // namespace
}  // namespace tidings::warning
