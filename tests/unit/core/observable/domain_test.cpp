#include <gtest/gtest.h>

#include "tests/unit/core/observable/reading.hpp"

namespace tidings::observable {
namespace {

TEST(Domain, is_in_lower_case_without_its_trailing_dot) {  // N1, N2
  EXPECT_EQ(read("Update.EVIL-host.COM"), "domain update.evil-host.com");
  EXPECT_EQ(read("evil-host.com."), "domain evil-host.com");
  EXPECT_EQ(read("evil-host.com.."), "reject: empty label");
}

TEST(Domain, underscores_and_hyphens_may_stand_anywhere_in_a_label) {  // N3
  EXPECT_EQ(read("_dmarc.my_host-.com"), "domain _dmarc.my_host-.com");
}

TEST(Domain, other_scripts_become_punycode_by_uts_46) {  // N4
  EXPECT_EQ(read("Straße.example"), "domain xn--strae-oqa.example") << "non-transitional: the sharp s is kept";
  EXPECT_EQ(read("пример.рф"), "domain xn--e1afmkfd.xn--p1ai");
  EXPECT_EQ(read("ｅｖｉｌ．ｃｏｍ"), "domain evil.com") << "full width";
  EXPECT_EQ(read("例え。テスト"), "domain xn--r8jz45g.xn--zckzah") << "ideographic full stop";
  EXPECT_EQ(read("dıscord.example"), "domain xn--dscord-p9a.example") << "dotless i is no i";
}

TEST(Domain, punycode_is_kept_if_it_decodes) {  // N5, N10
  EXPECT_EQ(read("XN--STRAE-OQA.example"), "domain xn--strae-oqa.example");
  EXPECT_EQ(read("xn--ls8h.example"), "domain xn--ls8h.example") << "an emoji: on the wire, though not IDNA2008";
  EXPECT_EQ(read("xn--99999999999.example"), "reject: bad punycode label");
  EXPECT_EQ(read("xn--.example"), "reject: bad punycode label");
  EXPECT_EQ(read("xn---abc.example"), "reject: bad punycode label") << "a delimiter behind nothing";
  EXPECT_EQ(read("host.xn--kr"), "reject: bad punycode label");
  EXPECT_EQ(read("xn--ls8h.straße.example"), "domain xn--ls8h.xn--strae-oqa.example") << "beside a label for libidn2";
}

TEST(Domain, a_star_or_leading_dot_is_a_wildcard) {  // N6
  EXPECT_EQ(read("*.Evil.example"), "domain-wildcard *.evil.example");
  EXPECT_EQ(read(".evil.example"), "domain-wildcard *.evil.example");
  EXPECT_EQ(read("*.evil.example", Type::Domain), "domain-wildcard *.evil.example");
  EXPECT_EQ(read(".evil.example", Type::Domain), "reject: empty label");
  EXPECT_EQ(read("*.example"), "reject: single label");
  EXPECT_TRUE(is_refused("a.*.example"));
  EXPECT_TRUE(is_refused("*evil.example"));
}

TEST(Domain, one_label_or_an_empty_one_is_refused) {  // N7
  EXPECT_EQ(read("localhost"), "reject: single label");
  EXPECT_EQ(read("com."), "reject: single label");
  EXPECT_EQ(read("evil..example"), "reject: empty label");
  EXPECT_TRUE(is_refused("."));
}

TEST(Domain, the_last_label_is_letters_or_punycode) {  // N8
  EXPECT_EQ(read("evil.c0m"), "reject: last label is not letters only");
  EXPECT_EQ(read("evil.c"), "reject: last label is not letters only");
  EXPECT_EQ(read("evil.notatld"), "domain evil.notatld") << "IANA's list is a warning's business";
  EXPECT_TRUE(is_refused("evil.123"));
}

TEST(Domain, other_characters_are_refused_not_repaired) {  // N9
  for (const char* raw : {"ev il.example", "evil,example.com", "evil.example:8080", "evil!.example", "(evil.example)",
                          "\"evil.example\"", "%65vil.example", "evil.example#x", "ev\x01il.example"}) {
    EXPECT_TRUE(is_refused(raw)) << raw;
  }
  EXPECT_EQ(read("evil$.example"), "reject: character not allowed in a domain");
  EXPECT_EQ(read("evil.example:443"), "reject: a ':' in a name: give the name without its port, or a URL");
}

TEST(Domain, nul_and_broken_utf_8_are_refused) {
  EXPECT_TRUE(is_refused(std::string_view("evil\0.example", 13)));
  EXPECT_TRUE(is_refused(std::string_view("\xc3\xa9\0vil.example", 14)));
  EXPECT_EQ(read("\xff\xfe.example"), "reject: not valid UTF-8");
  EXPECT_TRUE(is_refused("\xed\xa0\x80.example")) << "a surrogate";
}

TEST(Domain, labels_and_names_have_the_lengths_of_dns) {  // N10
  const std::string label(63, 'a');
  EXPECT_EQ(read(label + ".example"), "domain " + label + ".example");
  EXPECT_EQ(read(label + "a.example"), "reject: label longer than 63");
  const std::string longest = label + "." + label + "." + label + "." + std::string(57, 'b') + ".com";
  EXPECT_EQ(longest.size(), 253U);
  EXPECT_EQ(read(longest), "domain " + longest);
  EXPECT_EQ(read("c" + longest), "reject: label longer than 63");
  EXPECT_EQ(read("c." + longest), "reject: name longer than 253");
  EXPECT_TRUE(is_refused(std::string(8000, 'a') + ".com"));
}

TEST(Email, keeps_its_local_part_and_has_a_canonical_domain) {  // E1
  EXPECT_EQ(read("Billing.Dept+x@EVIL.example."), "email Billing.Dept+x@evil.example");
  EXPECT_EQ(read("a@straße.example", Type::Email), "email a@xn--strae-oqa.example");
  EXPECT_EQ(read("почта@evil.example"), "email почта@evil.example");
  EXPECT_EQ(read("user[at]evil[dot]example"), "email user@evil.example");
  EXPECT_EQ(read("user[@]evil(.)example"), "email user@evil.example");
}

TEST(Email, what_is_no_address_is_refused) {
  for (const char* raw : {"@evil.example", "a@", "a@localhost", "a@45.9.148.3", "a b@evil.example", "a@b@evil.example",
                          "<a@evil.example>", "{name}@evil.example", "evil.example"}) {
    EXPECT_TRUE(is_refused(raw, Type::Email)) << raw;
  }
  EXPECT_EQ(read("mailto:a@evil.example"), "reject: scheme without host: mailto");
  EXPECT_TRUE(is_refused("a@evil.example", Type::Domain)) << "declared a domain";
}

}  // namespace
}  // namespace tidings::observable
