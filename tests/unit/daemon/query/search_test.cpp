// Finding: what covers a value, any mix of conditions, and pages of it all.
#include <gmock/gmock.h>

#include "daemon/query/counting.hpp"
#include "tests/unit/daemon/query/search_fixture.hpp"

namespace tidings::query {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST_F(SearchTest, an_address_finds_the_networks_that_contain_it) {
  say(brussels, {"45.62.198.73", "45.62.0.0/16", "45.62.198.0/24", "45.63.0.0/16", "0.0.0.0/0"});
  EXPECT_THAT(matches(near("45.62.198.73")), ElementsAre("exact 45.62.198.73", "contains 45.62.198.0/24",
                                                         "contains 45.62.0.0/16", "contains 0.0.0.0/0"));
  EXPECT_THAT(matches(near("45.62.198.73:443")), ElementsAre("parent 45.62.198.73", "contains 45.62.198.0/24",
                                                             "contains 45.62.0.0/16", "contains 0.0.0.0/0"));
  EXPECT_THAT(matches(near("45.62.198.73", v1::REACH_EXACT)), ElementsAre("exact 45.62.198.73"));
}

TEST_F(SearchTest, a_name_finds_its_parents_and_the_wildcards_that_cover_it) {
  say(brussels, {"evil.com", "*.evil.com", "www.evil.com", "other.com", "a.www.evil.com"});
  EXPECT_THAT(matches(near("www.evil.com")),
              ElementsAre("exact www.evil.com", "wildcard *.evil.com", "parent evil.com"));
  EXPECT_THAT(matches(near("http://x.evil.com/y")), ElementsAre("wildcard *.evil.com", "parent evil.com"));
  EXPECT_THAT(matches(near("evil.com")), ElementsAre("exact evil.com"));
}

TEST_F(SearchTest, a_wildcard_means_what_is_below_and_itself) {
  say(brussels, {"evil.com", "*.evil.com"});
  say(vilnius, {"www.evil.com", "http://a.evil.com/x", "devil.com"});
  EXPECT_THAT(matches(near("*.evil.com")),
              ElementsAre("within www.evil.com", "within http://a.evil.com/x", "exact *.evil.com"));
}

TEST_F(SearchTest, conditions_are_met_by_one_statement_and_not_by_several_together) {
  auto sure = header_by(brussels, node.clock.now());
  sure.set_confidence(91);
  say(brussels, sure, claims_of({"45.62.198.1"}));
  node.clock.advance(std::chrono::seconds(1));
  auto role = header_by(vilnius, node.clock.now());
  role.set_role(v1::ROLE_C2);
  role.set_confidence(31);
  say(vilnius, role, claims_of({"45.62.198.1"}));
  v1::QueryRequest request;
  request.mutable_filter()->set_min_confidence(90);
  EXPECT_EQ(values(request), Texts{"45.62.198.1"});
  request.mutable_filter()->add_roles(v1::ROLE_C2);
  EXPECT_THAT(values(request), IsEmpty());
  request.mutable_filter()->set_min_confidence(30);
  EXPECT_EQ(values(request), Texts{"45.62.198.1"});
}

TEST_F(SearchTest, claims_that_are_sure_enough_are_found_among_those_that_are_not) {
  auto claims = claims_of({"45.62.198.1", "45.62.198.2", "45.62.198.3", "45.62.198.4"});
  claims[1].set_confidence(99 + 1);
  claims[2].set_confidence(100 + 1);
  claims[3].set_confidence(97 + 1);
  auto header = header_by(brussels, node.clock.now());
  header.set_confidence(30);
  say(brussels, header, claims);
  v1::QueryRequest request;
  const auto sure_of = [&](std::uint32_t confidence) {
    request.mutable_filter()->set_min_confidence(confidence);
    return values(request);
  };
  EXPECT_THAT(sure_of(100), ElementsAre("45.62.198.3"));
  EXPECT_THAT(sure_of(98), ElementsAre("45.62.198.2", "45.62.198.3"));
  EXPECT_THAT(sure_of(96), ElementsAre("45.62.198.2", "45.62.198.3", "45.62.198.4"));
  EXPECT_THAT(sure_of(1).size(), 4u);
}

TEST_F(SearchTest, within_one_field_any_is_enough_but_tags_must_all_hold) {
  auto one = header_by(brussels, node.clock.now(), v1::TLP_AMBER);
  one.add_tags("a");
  one.add_tags("b");
  one.add_ecosystems("5g");
  say(brussels, one, claims_of({"45.62.198.1"}));
  node.clock.advance(std::chrono::seconds(1));
  auto claims = claims_of({"45.62.198.2", "45.62.198.3"});
  claims[1].add_tags("b");
  auto two = header_by(vilnius, node.clock.now());
  two.add_tags("a");
  two.add_ecosystems("health");
  say(vilnius, two, claims);
  const auto fitting = [&](auto set) {
    v1::QueryRequest request;
    set(*request.mutable_filter());
    return values(request);
  };
  EXPECT_EQ(fitting([](auto& f) { f.add_tags("a"); }), (Texts{"45.62.198.2", "45.62.198.3", "45.62.198.1"}));
  EXPECT_EQ(fitting([](auto& f) { f.add_tags("a"), f.add_tags("b"); }), (Texts{"45.62.198.3", "45.62.198.1"}));
  EXPECT_EQ(fitting([](auto& f) { f.add_ecosystems("5g"), f.add_ecosystems("health"); }).size(), 3u);
  EXPECT_EQ(fitting([](auto& f) { f.add_origins("brussels"), f.add_origins("vilnius"); }).size(), 3u);
  EXPECT_EQ(fitting([](auto& f) { f.add_tlps(v1::TLP_AMBER), f.add_kinds(v1::KIND_REPORT); }), Texts{"45.62.198.1"});
  EXPECT_EQ(fitting([](auto& f) { f.add_kinds(v1::KIND_SIGHTING); }), Texts{});
  EXPECT_EQ(fitting([](auto& f) { f.add_types(1), f.add_types(6), f.add_tags("b"); }),
            (Texts{"45.62.198.3", "45.62.198.1"}));
}

TEST_F(SearchTest, times_are_those_of_receipt_or_of_issue) {
  const auto early = node.clock.now();
  node.clock.advance(hours(30));
  say(brussels, header_by(brussels, early), claims_of({"45.62.198.1"}));
  const auto late = node.clock.now();
  node.clock.advance(hours(3));
  say(vilnius, {"45.62.198.2"});
  v1::QueryRequest received, issued;
  received.mutable_filter()->set_received_until(late.us);
  EXPECT_EQ(values(received), Texts{"45.62.198.1"});
  received.mutable_filter()->set_received_since((late + hours(1)).us);
  EXPECT_EQ(ask(received).error().code, ErrorCode::BadInput) << "it ends before it begins";
  issued.mutable_filter()->set_issued_since(late.us);
  EXPECT_EQ(values(issued), Texts{"45.62.198.2"});
  issued.mutable_filter()->set_issued_since(0);
  issued.mutable_filter()->set_issued_until(early.us);
  EXPECT_EQ(values(issued), Texts{"45.62.198.1"});
}

TEST_F(SearchTest, text_finds_titles_texts_tags_comments_and_values) {
  auto commented = claims_of({"45.62.198.1"});
  commented[0].set_comment("dropper of QakBot");
  say_titled(brussels, "Emotet epoch 5", commented);
  say_titled(vilnius, "Another", claims_of({"login-paypal.evil.com", "http://x.com/Gate.php"}));
  EXPECT_EQ(values(text("EMOTET")), Texts{"45.62.198.1"});
  EXPECT_EQ(values(text("qakbot emotet")), Texts{"45.62.198.1"});
  EXPECT_EQ(values(text("paypal")), Texts{"login-paypal.evil.com"});
  EXPECT_EQ(values(text("gate.php another")), Texts{"http://x.com/Gate.php"});
  EXPECT_THAT(values(text("paypal gate")), IsEmpty()) << "no claim has both";
  EXPECT_EQ(values(text("emot*")), Texts{"45.62.198.1"});
  EXPECT_THAT(values(text("emot")), IsEmpty());
}

TEST_F(SearchTest, two_character_chinese_words_are_found) {
  say_titled(brussels, "假冒銀行的釣魚網站", claims_of({"evil.com"}));
  EXPECT_EQ(values(text("釣魚")), Texts{"evil.com"});
  EXPECT_EQ(values(text("銀行 釣魚網站")), Texts{"evil.com"});
  EXPECT_EQ(values(text("魚")), Texts{"evil.com"});
  EXPECT_EQ(values(text("站")), Texts{"evil.com"});
  EXPECT_THAT(values(text("釣站")), IsEmpty());
}

TEST_F(SearchTest, a_name_in_punycode_is_found_as_it_reads) {
  say_titled(brussels, "x", claims_of({"пример.com"}));
  EXPECT_EQ(values(text("пример")), Texts{"xn--e1afmkfd.com"});
}

TEST_F(SearchTest, words_that_a_url_escapes_are_found) {
  const std::string url = "http://evil-name.tw/路徑/釣魚.html?q=銀行";
  say(brussels, {url, "http://other-name.tw/a"});
  for (const auto* words : {"釣魚", "路徑", "銀行", "釣", "釣魚 html", "html"}) {
    EXPECT_EQ(values(text(words)).size(), 1u) << words;
  }
  EXPECT_THAT(values(text("攻擊")), IsEmpty());
}

TEST_F(SearchTest, text_that_asks_for_nothing_is_refused_in_words) {
  for (const auto* words : {"*", "***", "e*", "?!"}) {
    const auto answer = ask(text(words));
    ASSERT_FALSE(answer) << words;
    EXPECT_EQ(answer.error().code, ErrorCode::BadInput) << words;
  }
}

TEST_F(SearchTest, text_is_found_however_many_words_begin_so) {
  std::string all;
  for (int i = 0; i < 300; ++i) all += "zz" + std::to_string(i) + " ";
  say_titled(brussels, all.substr(0, 1'000), claims_of({"evil.com"}));
  say_titled(brussels, all.substr(1'000), claims_of({"bad.com"}));
  say_titled(brussels, "else", claims_of({"other.com"}));
  EXPECT_THAT(values(text("zz*"), 1), UnorderedElementsAre("evil.com", "bad.com"));
  EXPECT_EQ(values(text("zz299*")), Texts{"bad.com"});
}

TEST_F(SearchTest, a_page_of_another_question_or_process_is_refused_in_words) {
  say(brussels, {"45.62.198.1", "45.62.198.2"});
  v1::QueryRequest request;
  request.set_limit(1);
  const auto page = ask(request).value().next_page();
  ASSERT_FALSE(page.empty());
  request.set_page(page);
  EXPECT_EQ(ask(request).value().indicators_size(), 1);
  auto other = request;
  other.mutable_filter()->add_types(1);
  EXPECT_THAT(ask(other).error().what, testing::HasSubstr("another question"));
  auto foreign = request;
  for (const auto& garbage :
       {std::string("garbage"), page.substr(0, page.size() - 1), page + "x", std::string(1'000, 'k')}) {
    foreign.set_page(garbage);
    EXPECT_EQ(ask(foreign).error().code, ErrorCode::BadInput);
  }
}

TEST_F(SearchTest, every_page_is_bounded_and_the_last_one_comes_whatever_is_asked) {
  for (int i = 0; i < 3; ++i) {
    node.clock.advance(std::chrono::seconds(1));
    say(brussels, header_by(brussels, node.clock.now()), intake::many_claims(4'096, std::to_string(i) + "-"));
  }
  v1::QueryRequest request;
  request.mutable_filter()->set_min_score(100);  // nothing has it, and no list tells
  int pages = 0;
  while (true) {
    const auto page = ask(request).value();
    EXPECT_EQ(page.indicators_size(), 0);
    ++pages;
    if (page.next_page().empty()) break;
    ASSERT_LT(pages, 100);
    request.set_page(page.next_page());
  }
}

struct CountTest : SearchTest {
  v1::CountAnswer all(v1::CountBy by, const v1::Filter& filter = {}, Ceiling ceiling = {}) {
    v1::CountRequest request;
    *request.mutable_filter() = filter;
    request.set_by(by);
    Counts counts;
    std::string page;
    while (true) {
      const auto step = count(request, page, ceiling).value();
      counts.add(step.counted);
      if (step.next_page.empty()) return counts.sum(100);
      page = step.next_page;
    }
  }
  Texts groups(v1::CountBy by, const v1::Filter& filter = {}) {
    Texts told;
    const auto counted = all(by, filter);
    for (const auto& group : counted.groups()) told.push_back(group.name() + " " + std::to_string(group.indicators()));
    return told;
  }
};

TEST_F(CountTest, an_indicator_counts_once_and_in_each_group_that_it_belongs_to) {
  auto tagged = header_by(brussels, node.clock.now(), v1::TLP_AMBER);
  tagged.add_tags("apt");
  tagged.add_ecosystems("5g");
  say(brussels, tagged, claims_of({"45.62.198.1", "45.62.198.2", "evil.com"}));
  say(vilnius, {"45.62.198.2", "*.evil.com"});
  const auto withdrawn = say(vilnius, {"45.62.198.9"});
  withdraw(vilnius, withdrawn);
  EXPECT_EQ(all(v1::COUNT_BY_NOTHING).indicators(), 4u);
  EXPECT_THAT(groups(v1::COUNT_BY_TYPE), ElementsAre("ipv4 2", "domain 1", "domain-wildcard 1"));
  EXPECT_THAT(groups(v1::COUNT_BY_ORIGIN), ElementsAre("brussels 3", "Vilnius 2"));
  EXPECT_THAT(groups(v1::COUNT_BY_TLP), ElementsAre("amber 3", "green 2"));
  EXPECT_THAT(groups(v1::COUNT_BY_TAG), ElementsAre("apt 3"));
  EXPECT_THAT(groups(v1::COUNT_BY_ECOSYSTEM), ElementsAre("5g 3"));
  v1::Filter by_origin;
  by_origin.add_origins("vilnius");
  EXPECT_THAT(groups(v1::COUNT_BY_TYPE, by_origin), UnorderedElementsAre("ipv4 1", "domain-wildcard 1"));
}

TEST_F(CountTest, nothing_above_the_askers_ceiling_is_counted) {
  say(brussels, {"45.62.198.1"}, v1::TLP_AMBER);
  EXPECT_EQ(all(v1::COUNT_BY_NOTHING, {}, {v1::TLP_GREEN}).indicators(), 0u);
  EXPECT_EQ(all(v1::COUNT_BY_TLP, {}, {v1::TLP_GREEN}).groups_size(), 0);
}

TEST_F(CountTest, steps_add_up_to_the_whole) {
  for (int i = 0; i < 12; ++i) {
    node.clock.advance(std::chrono::seconds(1));
    say(brussels, header_by(brussels, node.clock.now()), intake::many_claims(4'096, std::to_string(i) + "-"));
  }
  v1::CountRequest request;
  EXPECT_FALSE(count(request).value().next_page.empty()) << "one step does not do it";
  EXPECT_EQ(all(v1::COUNT_BY_NOTHING).indicators(), 12u * 4'096u);
  v1::Filter narrowed;
  narrowed.add_origins("brussels");
  EXPECT_EQ(all(v1::COUNT_BY_NOTHING, narrowed).indicators(), 12u * 4'096u);
}

TEST_F(CountTest, groups_beyond_those_told_are_summed_up) {
  v1::CountAnswer step;
  for (const auto& [name, indicators] : {std::pair{"a", 3u}, {"b", 5u}, {"c", 1u}}) {
    step.add_groups()->set_name(name);
    step.mutable_groups(step.groups_size() - 1)->set_indicators(indicators);
  }
  Counts counts;
  counts.add(step);
  counts.add(step);
  const auto sum = counts.sum(2);
  ASSERT_EQ(sum.groups_size(), 2);
  EXPECT_EQ(sum.groups(0).name(), "b");
  EXPECT_EQ(sum.groups(0).indicators(), 10u);
  EXPECT_EQ(sum.in_other_groups(), 2u);
}

}  // namespace
}  // namespace tidings::query
