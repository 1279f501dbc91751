#include "core/indicator/sources.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "base/digest.hpp"

namespace tidings::indicator {
namespace {

using bulletin::ReadClaim;

const std::string advisory =
    "Since Monday a campaign against tax offices has delivered loaders from hxxps://login[.]example/a and others.";

bulletin::Header header(const std::string& id) {
  bulletin::Header header;
  header.kind = v1::KIND_REPORT;
  header.id = *bulletin::BulletinId::from_bytes(base::sha256(id).bytes());
  header.publication = *bulletin::PublicationId::from_bytes(base::sha256("publication " + id).bytes().substr(0, 16));
  return header;
}

std::vector<ReadClaim> claims(int from, int to) {
  std::vector<ReadClaim> made;
  for (int i = from; i < to; ++i) {
    ReadClaim claim;
    claim.message.set_type(static_cast<std::uint32_t>(observable::Type::Sha256));
    claim.message.set_value(base::sha256(std::to_string(i)).str());
    made.push_back(claim);
  }
  return made;
}

/// Kinds by which the second betrays that it has something in common with the first.
std::vector<MarkKind> shared(const std::vector<SourceMark>& a, const std::vector<SourceMark>& b) {
  std::vector<MarkKind> kinds;
  for (const auto mark : b) {
    const auto met = std::ranges::find(a, mark.key(), &SourceMark::key);
    if (met != a.end() && std::ranges::find(kinds, mark.kind()) == kinds.end()) kinds.push_back(mark.kind());
  }
  return kinds;
}

TEST(Sources, two_bulletins_with_nothing_in_common_share_no_mark) {
  auto one = header("one"), other = header("other");
  one.message.set_text(advisory);
  other.message.set_text(
      "A wholly different text of some length, about other values, from other people elsewhere, truly.");
  EXPECT_TRUE(shared(sources_of(one, claims(0, 20)), sources_of(other, claims(100, 120))).empty());
}

TEST(Sources, a_bulletin_betrays_what_it_is_based_on) {
  auto copy = header("copy");
  copy.message.add_based_on(header("source").id.str());
  EXPECT_EQ(shared(sources_of(header("source"), {}), sources_of(copy, {})), std::vector{MarkKind::BasedOn});
}

TEST(Sources, an_id_in_the_text_is_found_in_any_case) {
  auto copy = header("copy");
  copy.message.set_text("see publication " + header("source").publication.text() + ".");
  EXPECT_EQ(shared(sources_of(header("source"), {}), sources_of(copy, {})), std::vector{MarkKind::Mentions});
  auto id = header("source").id.text();
  for (char& c : id) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  copy.message.set_text("(" + id + ")");
  EXPECT_EQ(shared(sources_of(header("source"), {}), sources_of(copy, {})), std::vector{MarkKind::Mentions});
}

TEST(Sources, the_same_text_is_the_same_however_it_is_wrapped_quoted_or_defanged) {
  auto source = header("source"), copy = header("copy");
  source.message.set_text(advisory);
  copy.message.set_text(
      "> Since Monday a campaign against\r\n> TAX OFFICES has delivered loaders from\n> hxxps://login.example/a "
      "and others!");
  EXPECT_EQ(shared(sources_of(source, {}), sources_of(copy, {})), std::vector{MarkKind::Text});
}

TEST(Sources, a_short_text_betrays_nothing) {
  auto source = header("source"), copy = header("copy");
  source.message.set_text("Phishing, please block.");
  copy.message.set_text("Phishing, please block.");
  EXPECT_TRUE(shared(sources_of(source, {}), sources_of(copy, {})).empty());
}

TEST(Sources, a_reference_is_the_same_page_by_any_spelling) {
  EXPECT_EQ(canonical_reference("https://www.blog.example/2026/Raccoon/"), "blog.example/2026/Raccoon");
  EXPECT_EQ(canonical_reference("http://blog.example/2026/Raccoon#iocs"), "blog.example/2026/Raccoon");
  EXPECT_EQ(canonical_reference("hxxps://BLOG[.]example/2026/Raccoon"), "blog.example/2026/Raccoon");
  auto source = header("source"), copy = header("copy");
  source.message.add_references("https://blog.example/2026/Raccoon");
  copy.message.add_references("http://www.blog.example/2026/Raccoon/");
  EXPECT_EQ(shared(sources_of(source, {}), sources_of(copy, {})), std::vector{MarkKind::Reference});
}

TEST(Sources, catalogues_bare_hosts_and_what_is_no_page_are_no_references) {
  for (const char* generic :
       {"https://nvd.nist.gov/vuln/detail/CVE-2026-1", "https://www.cve.org/CVERecord?id=CVE-2026-1",
        "https://attack.mitre.org/techniques/T1566/", "https://en.wikipedia.org/wiki/Phishing", "https://cert.example/",
        "https://cert.example", "CVE-2026-1", "", "not a page"}) {
    EXPECT_EQ(canonical_reference(generic), "") << generic;
  }
  EXPECT_NE(canonical_reference("https://notcve.org/a"), "") << "another host that ends alike";
}

TEST(Sources, the_same_producer_is_the_same_source) {
  auto one = header("one"), other = header("other");
  one.message.set_producer("Example Labs, Inc.");
  other.message.set_producer("example labs inc");
  EXPECT_EQ(shared(sources_of(one, {}), sources_of(other, {})), std::vector{MarkKind::Producer});
}

TEST(Sources, a_copied_list_betrays_itself_in_any_order_with_some_left_out_and_some_added) {
  const auto source = sources_of(header("source"), claims(0, 1000));
  auto shuffled = claims(0, 1000);
  std::ranges::reverse(shuffled);
  EXPECT_EQ(shared(source, sources_of(header("copy"), shuffled)), std::vector{MarkKind::Values});
  auto changed = claims(30, 1040);
  EXPECT_EQ(shared(source, sources_of(header("copy"), changed)), std::vector{MarkKind::Values});
}

TEST(Sources, lists_that_share_single_values_do_not_meet) {
  const auto source = sources_of(header("source"), claims(0, 1000));
  EXPECT_TRUE(shared(source, sources_of(header("other"), claims(700, 1700))).empty());
  EXPECT_TRUE(shared(sources_of(header("a"), claims(0, 7)), sources_of(header("b"), claims(0, 7))).empty())
      << "fewer than a run: two who see the same incident list the same few values";
}

TEST(Sources, are_the_same_however_often_a_value_is_listed) {
  auto twice = claims(0, 20);
  const auto again = claims(0, 20);
  twice.insert(twice.end(), again.begin(), again.end());
  EXPECT_EQ(sources_of(header("a"), twice), sources_of(header("a"), again));
}

TEST(Sources, are_bounded_whatever_a_bulletin_names) {
  auto greedy = header("greedy");
  std::string text = advisory;
  for (int i = 0; i < 600; ++i) text += " " + base::sha256(std::to_string(i)).text();
  greedy.message.set_text(text);
  greedy.message.set_producer("somebody");
  for (int i = 0; i < 256; ++i) greedy.message.add_references("https://blog.example/" + std::to_string(i));
  for (int i = 0; i < 64; ++i) greedy.message.add_based_on(base::sha256("base " + std::to_string(i)).str());
  EXPECT_EQ(sources_of(greedy, claims(0, 4096)).size(), max_marks);
}

TEST(Sources, answers_have_none) {
  auto dispute = header("dispute");
  dispute.kind = v1::KIND_DISPUTE;
  EXPECT_TRUE(sources_of(dispute, claims(0, 20)).empty());
}

}  // namespace
}  // namespace tidings::indicator
