// Which words a claim is found by, and which claims are ruled out by their bytes.
#include "core/bulletin/words.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/observable/observable.hpp"

namespace tidings::bulletin {
namespace {

v1::Claim claim_of(observable::Type type, std::string value) {
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(type));
  claim.set_value(std::move(value));
  return claim;
}

bool may_have(const v1::Claim& claim, std::string_view word) { return may_have_word(claim.SerializeAsString(), word); }

TEST(MayHaveWord, is_true_of_every_word_that_a_claim_has) {
  auto commented = claim_of(observable::Type::Sha256, std::string(32, 'e'));
  commented.set_comment("Emotet LOADER, seen in \xe7\xb6\xb2\xe8\xb7\xaf");
  commented.add_tags("malware:Qakbot");
  const std::vector<v1::Claim> claims{
      claim_of(observable::Type::Url,
               "http://login-wallet.example/Admin/Panel.PHP?x=\xc5\xbf"
               "ecret"),
      claim_of(observable::Type::Domain, "xn--bcher-kva.example"),
      claim_of(observable::Type::Url, "http://evil-name.tw/%E9%87%A3%E9%AD%9A?q=a%20bank"),
      claim_of(observable::Type::Email, "sales@bank.example"),
      claim_of(observable::Type::FilenameMd5, std::string(16, 'a') + "Invoice.docm"),
      claim_of(observable::Type::Other, std::string(100, 'A')),
      commented,
  };
  for (const auto& claim : claims) {
    std::size_t words = 0;
    const auto bytes = claim.SerializeAsString();
    each_word(claim, [&](std::string_view word) {
      ++words;
      EXPECT_TRUE(may_have_word(bytes, word)) << word;
      EXPECT_TRUE(may_have_word(bytes, word.substr(0, 2))) << word;
    });
    EXPECT_GT(words, 0U);
  }
}

TEST(EachWord, of_a_url_reads_escapes_that_are_utf8) {
  std::vector<std::string> words;
  each_word(claim_of(observable::Type::UriPath, "/%E9%87%A3%E9%AD%9A%FF%E9%87.%25E9/a%20bank%2"),
            [&](std::string_view word) { words.emplace_back(word); });
  const auto has = [&](const char* word) { return std::ranges::find(words, word) != words.end(); };
  EXPECT_TRUE(has("\xe9\x87\xa3\xe9\xad\x9a"));
  EXPECT_TRUE(has("bank"));
  EXPECT_TRUE(has("ff")) << "as it stands";
  EXPECT_TRUE(has("e9")) << "decoded once";
  EXPECT_TRUE(has("20bank")) << "and as it is written";
  words.clear();
  each_word(claim_of(observable::Type::Filename, "100%41.exe"),
            [&](std::string_view word) { words.emplace_back(word); });
  EXPECT_FALSE(has("100a")) << "only URLs escape";
}

TEST(MayHaveWord, rules_out_what_has_no_such_text) {
  EXPECT_FALSE(may_have(claim_of(observable::Type::Domain, "login.example"), "wallet"));
  EXPECT_FALSE(may_have(claim_of(observable::Type::Url, "http://a.example/b"), "admin"));
  EXPECT_FALSE(may_have(claim_of(observable::Type::Sha256, std::string(32, '\xfe')), "admin"));
  EXPECT_FALSE(may_have(claim_of(observable::Type::Ipv4, "wall"), "wall")) << "an address has no text";
  EXPECT_FALSE(may_have({}, "admin"));
}

TEST(MayHaveWord, rules_out_nothing_that_it_cannot_read) {
  auto twice = claim_of(observable::Type::Sha256, "wallet").SerializeAsString();
  twice += claim_of(observable::Type::Domain, {}).SerializeAsString();
  EXPECT_TRUE(may_have_word(twice, "wallet")) << "the last type counts";
  EXPECT_TRUE(may_have_word("\x12\x7f", "wallet"));
}

}  // namespace
}  // namespace tidings::bulletin
