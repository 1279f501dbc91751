// The index's lists: bulletins by what is said of them, and the words that begin alike.
#include "daemon/store/describe.hpp"
#include "tests/contract/index_fixture.hpp"

namespace tidings::store::contract {
namespace {

TEST_P(Index, lists_bulletins_by_what_is_said_of_them_newest_first) {
  auto tagged = taipei_.context(v1::KIND_REPORT);
  tagged.add_tags("ransomware");
  tagged.add_ecosystems("telecom");
  auto other = brussels_.context(v1::KIND_REPORT);
  other.add_tags("ransomware");
  const auto first = taipei_.say(tagged, {"a.example.net"});
  const auto done =
      append({first, brussels_.say(other, {"b.example.net"}), taipei_.about(v1::KIND_DISPUTE, {whole(first)})});
  const auto& s = done.sequences;
  EXPECT_EQ(list(""), (std::vector{s[2], s[1], s[0]}));
  EXPECT_EQ(list("", 2), (std::vector{s[2], s[1]}));
  EXPECT_EQ(list("", 100, s[0]), std::vector{s[0]});
  EXPECT_EQ(list(origin_list(taipei_.organisation())), (std::vector{s[2], s[0]}));
  EXPECT_EQ(list(origin_list(taipei_.organisation()), 1), std::vector{s[2]});
  EXPECT_EQ(list(origin_list(taipei_.organisation()), 9, s[1]), std::vector{s[0]});
  EXPECT_EQ(list(tag_list("ransomware")), (std::vector{s[1], s[0]}));
  EXPECT_EQ(list(tag_list("telecom")), std::vector<Sequence>{});
  EXPECT_EQ(list(ecosystem_list("telecom")), std::vector{s[0]});
  EXPECT_EQ(list(kind_list(v1::KIND_DISPUTE)), std::vector{s[2]});
  EXPECT_EQ(list(tlp_list(v1::TLP_GREEN)), (std::vector{s[2], s[1], s[0]}));
  EXPECT_EQ(list(tlp_list(v1::TLP_RED)), std::vector<Sequence>{});
  EXPECT_EQ(list(type_list(static_cast<std::uint32_t>(observable::Type::Domain))), (std::vector{s[1], s[0]}));
  EXPECT_EQ(list(origin_list(Author("nobody").organisation())), std::vector<Sequence>{});
}

TEST_P(Index, lists_a_bulletin_once_for_each_word_with_its_only_claim) {
  auto header = taipei_.context(v1::KIND_REPORT);
  header.set_title("Emotet, again");
  append({taipei_.say(header, {"login.evil.example.net", "login.example.net"})});
  const auto only_claim = [&](const std::string& word) {
    std::uint32_t claim = 0;
    read([&](Reading& reading) {
      const auto listed = must(reading.index.listed(word_list(word), {UINT64_MAX}, 9));
      ASSERT_EQ(listed.size(), 1U) << word;
      claim = listed.front().claim;
    });
    return claim;
  };
  EXPECT_EQ(only_claim("emotet"), whole_bulletin);
  EXPECT_EQ(only_claim("login"), whole_bulletin) << "two claims hold it";
  EXPECT_EQ(only_claim("evil"), 0U);
  EXPECT_EQ(list(word_list("nowhere")), std::vector<Sequence>{});
}

TEST_P(Index, lists_bulletins_by_the_roles_and_the_confidences_of_their_claims) {
  auto header = taipei_.context(v1::KIND_REPORT);
  header.set_role(v1::ROLE_C2);
  header.set_confidence(99);  // plus one
  const auto done =
      append({taipei_.say(header, {"a.example.net", "b.example.net"}), taipei_.report({"c.example.net"})});
  EXPECT_EQ(list(role_list(v1::ROLE_C2)), std::vector{done.sequences[0]});
  EXPECT_EQ(list(confidence_list(95)), std::vector{done.sequences[0]});
  EXPECT_EQ(list(confidence_list(99)), list(confidence_list(95))) << "one step";
  EXPECT_EQ(list(confidence_list(100)), std::vector<Sequence>{});
  EXPECT_EQ(list(confidence_list(94)), std::vector<Sequence>{});
}

TEST_P(Index, what_is_said_of_all_claims_leads_to_the_only_one) {
  auto header = taipei_.context(v1::KIND_REPORT);
  header.add_tags("ransomware");
  append({taipei_.say(header, {"a.example.net"})});
  read([&](Reading& reading) {
    for (const auto& key : {tag_list("ransomware"), kind_list(v1::KIND_REPORT), tlp_list(v1::TLP_GREEN)}) {
      const auto listed = must(reading.index.listed(key, {UINT64_MAX}, 9));
      ASSERT_EQ(listed.size(), 1U);
      EXPECT_EQ(listed.front().claim, 0U);
    }
  });
}

TEST_P(Index, tells_the_words_that_begin_alike) {
  auto header = taipei_.context(v1::KIND_REPORT);
  header.set_title("emotet emo emu 釣魚");
  append({taipei_.say(header, {}), brussels_.say(header, {})});
  read([&](Reading& reading) {
    const auto keys = must(reading.index.keys(word_list("emo"), word_list("emo") + '\xff', 9));
    EXPECT_EQ(keys, (std::vector{word_list("emo"), word_list("emotet")}));
    EXPECT_EQ(must(reading.index.keys(word_list("em"), word_list("em") + '\xff', 2)).size(), 2U);
    EXPECT_EQ(must(reading.index.keys(word_list("釣"), word_list("釣") + '\xff', 9)), std::vector{word_list("釣魚")});
  });
}

}  // namespace
}  // namespace tidings::store::contract
