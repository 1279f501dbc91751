// Whose object an id is: what others say under it is told to nobody.
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "formats/stix/said_object.hpp"
#include "tests/unit/daemon/http/taxii/served.hpp"

namespace tidings::taxii {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// A later version, which takes the object back.
std::string forged(std::string object) {
  object = with(std::move(object), "\"modified\":\"2026-03-01", "\"modified\":\"2031-03-01");
  return object.insert(object.size() - 1, R"(,"revoked":true)");
}

v1::Claim claim_of_object(std::string_view id, std::string text) {
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(observable::Type::Opaque));
  claim.set_value(std::string(id));
  claim.mutable_opaque()->set_media_type("application/stix+json;version=2.1");
  claim.mutable_opaque()->set_external_id(std::string(id));
  claim.mutable_opaque()->set_content(std::move(text));
  return claim;
}

struct OwnerTest : TaxiiTest {
  OwnerTest() {
    auto options = options_of({collection("all")});
    options.unattended_tlp = v1::TLP_CLEAR;
    taxii = make(options).value();
  }

  bulletin::Signed say_object(const Organisation& origin, std::string_view id, std::string text,
                              v1::Tlp tlp = v1::TLP_GREEN) {
    node.clock.advance(std::chrono::seconds(1));
    return say(origin, header_by(origin, node.clock.now(), tlp), {claim_of_object(id, std::move(text))});
  }
  json::array told(const std::string& more = {}, Caller who = caller(AccessRole::Operator)) {
    const auto page = get("collections/all/objects/" + more, std::move(who));
    const auto value = json::parse(page.body);
    return value.as_object().contains("objects") ? value.at("objects").as_array() : json::array();
  }
  std::string id_by(const Organisation& origin, std::string_view value) {
    return stix::indicator_id(origin.id().bytes(), query::value_of(value));
  }
};

TEST_F(OwnerTest, an_object_that_is_made_of_what_its_origin_says_is_nobody_elses_to_change) {
  say(brussels, {"evil-name.tw"});
  const auto id = id_by(brussels, "evil-name.tw"), identity = stix::identity_id(brussels.id().bytes());
  const auto before = get("collections/all/objects/").body;
  say_object(vilnius, id,
             R"({"type":"indicator","spec_version":"2.1","id":")" + id + R"(","created_by_ref":")" + identity +
                 R"(","created":"2026-01-01T00:00:00.000Z","modified":"2030-01-01T00:00:00.000Z","revoked":true})");
  say_object(vilnius, identity,
             R"({"type":"identity","spec_version":"2.1","id":")" + identity +
                 R"(","created":"2026-01-01T00:00:00.000Z","modified":"2030-01-01T00:00:00.000Z","name":"Gotcha"})");
  EXPECT_EQ(get("collections/all/objects/").body, before);
  EXPECT_EQ(told("?match[version]=all").size(), 1u);
  EXPECT_EQ(times(get("collections/all/manifest/").body, "\"id\":"), 1u);
  EXPECT_EQ(times(get("collections/all/objects/" + id + "/versions/").body, "20"), 1u) << "one version";
  EXPECT_THAT(get("collections/all/objects/" + identity + "/").body, HasSubstr("\"name\":\"brussels\""));
}

TEST_F(OwnerTest, what_is_claimed_of_anothers_object_is_told_under_the_name_of_who_claims_it) {
  const auto id = id_by(brussels, "evil-name.tw");
  auto claims = claims_of({"bad-host.tw"});
  claims[0].add_tags("stix:" + id);
  claims.push_back(claim_of_object(id, with(posted(1, v1::TLP_GREEN), object_id(1), id)));
  say(vilnius, header_by(vilnius, node.clock.now()), claims);
  const auto all = told();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("id").as_string(), id_by(vilnius, "bad-host.tw"));
}

TEST_F(OwnerTest, what_is_left_of_an_object_that_was_taken_back_with_one_of_its_values_is_told_by_itself) {
  auto claims = claims_of({"or-one.tw", "or-two.tw"});
  for (auto& claim : claims) claim.add_tags("stix:" + object_id(1));
  claims.push_back(claim_of_object(object_id(1), posted(1, v1::TLP_GREEN)));
  const auto said = say(brussels, header_by(brussels, node.clock.now()), claims);
  const auto ids = [&] {
    std::vector<std::string> out;
    for (const auto& one : told()) out.emplace_back(one.at("id").as_string());
    return out;
  };
  const auto withdraw_claims = [&](std::initializer_list<std::uint32_t> numbers) {
    node.clock.advance(std::chrono::seconds(1));
    auto header = intake::withdrawal_of(brussels, said, node.clock.now());
    for (const auto number : numbers) header.mutable_targets(0)->add_claims(number);
    say(brussels, header, {});
  };
  EXPECT_THAT(ids(), testing::ElementsAre(object_id(1)));
  withdraw_claims({0, 2});
  EXPECT_THAT(ids(), testing::ElementsAre(id_by(brussels, "or-two.tw"))) << "and nothing was told as revoked";
  withdraw_claims({1});
  const auto all = told();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("id").as_string(), id_by(brussels, "or-two.tw"));
  EXPECT_EQ(all[0].at("revoked"), true);
}

TEST_F(OwnerTest, what_is_said_here_is_ours_to_change_and_to_delete) {
  EXPECT_THAT(post("all", posted(1, v1::TLP_GREEN)).body, HasSubstr("\"success_count\":1"));
  const auto theirs = forged(posted(1, v1::TLP_GREEN));
  say_object(brussels, object_id(1), theirs);
  auto all = told("?match[version]=all");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("modified"), "2026-03-01T08:00:00.000Z");
  EXPECT_THAT(post("all", posted(1, v1::TLP_GREEN, 7)).body, HasSubstr("\"success_count\":1"));
  all = told();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("modified"), "2026-03-01T08:00:00.007Z") << "ours is the last";
  EXPECT_EQ(ask("DELETE", "collections/all/objects/" + object_id(1) + "/").status, 200u);
  all = told();
  ASSERT_EQ(all.size(), 1u) << "now it is theirs";
  EXPECT_EQ(all[0].at("modified"), "2031-03-01T08:00:00.000Z");
  EXPECT_EQ(ask("DELETE", "collections/all/objects/" + object_id(1) + "/").status, 403u);
}

TEST_F(OwnerTest, who_says_our_object_before_us_hinders_nothing) {
  say_object(brussels, object_id(1), with(posted(1, v1::TLP_GREEN), "n1.evil-name.tw", "squat.evil-name.tw"));
  EXPECT_EQ(told().size(), 1u);
  const auto done = post("all", posted(1, v1::TLP_GREEN));
  EXPECT_THAT(done.body, HasSubstr("\"success_count\":1"));
  const auto all = told("?match[version]=all");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("pattern"), "[domain-name:value = 'n1.evil-name.tw']");
  EXPECT_THAT(post("all", posted(1, v1::TLP_GREEN)).body, HasSubstr("\"success_count\":1")) << "the same again";
}

TEST_F(OwnerTest, of_two_others_it_is_whose_came_first_as_far_as_the_reader_may_know) {
  const auto first = say_object(brussels, object_id(1), posted(1, v1::TLP_AMBER), v1::TLP_AMBER);
  const auto theirs = with(forged(posted(1, v1::TLP_GREEN)), "n1.evil-name.tw", "other.evil-name.tw");
  say_object(vilnius, object_id(1), theirs);
  const auto pattern = [&](v1::Tlp max_tlp) {
    const auto all = told("?match[version]=all", caller(AccessRole::Reader, max_tlp));
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? std::string() : std::string(all[0].at("pattern").as_string());
  };
  EXPECT_EQ(pattern(v1::TLP_AMBER), "[domain-name:value = 'n1.evil-name.tw']");
  EXPECT_EQ(pattern(v1::TLP_GREEN), "[domain-name:value = 'other.evil-name.tw']") << "there is no other to him";
  withdraw(brussels, first);
  EXPECT_EQ(pattern(v1::TLP_AMBER), "[domain-name:value = 'other.evil-name.tw']");
}

TEST_F(OwnerTest, every_version_of_an_indicator_was_created_when_its_origin_first_reported_the_value) {
  const auto day = [](const json::value& object, std::string_view name) {
    return std::string(object.at(name).as_string());
  };
  say(brussels, {"evil-name.tw"}, v1::TLP_AMBER);
  say(brussels, {"evil-name.tw"}, v1::TLP_GREEN);
  const auto all = told("?match[version]=all");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_NE(day(all[0], "modified"), day(all[1], "modified"));
  EXPECT_EQ(day(all[0], "created"), day(all[0], "modified"));
  EXPECT_EQ(day(all[1], "created"), day(all[0], "created"));
  const auto last = told();
  ASSERT_EQ(last.size(), 1u);
  EXPECT_EQ(day(last[0], "created"), day(all[0], "created")) << "also where the last alone is told";
  const auto wide = told("", caller(AccessRole::Reader, v1::TLP_GREEN));
  ASSERT_EQ(wide.size(), 1u);
  EXPECT_EQ(day(wide[0], "created"), day(wide[0], "modified")) << "of a narrower report nothing is told";
}

TEST_F(OwnerTest, under_the_id_of_a_standards_marking_nothing_else_is_told) {
  const std::string red(stix::marking_id(v1::TLP_RED));
  const auto clear = R"({"type":"marking-definition","spec_version":"2.1","id":")" + red +
                     R"(","created":"2026-01-01T00:00:00.000Z","definition_type":"tlp","definition":{"tlp":"clear"}})";
  say_object(brussels, red, clear);
  EXPECT_TRUE(told("?match[version]=all").empty());
  EXPECT_THAT(get("collections/all/objects/" + red + "/").body, HasSubstr("\"tlp_2_0\":\"red\""));
  const auto done = post(
      "all", clear + "," + *stix::marking_object(stix::marking_id(v1::TLP_GREEN)) + "," + posted(1, v1::TLP_AMBER));
  EXPECT_THAT(done.body, HasSubstr("\"success_count\":2"));
  EXPECT_THAT(done.body, HasSubstr("the standard's own definition"));
  EXPECT_THAT(done.body, HasSubstr("\"failure_count\":1"));
  EXPECT_THAT(done.body, HasSubstr("which says something else"));
  EXPECT_EQ(told("?match[version]=all").size(), 1u);
}

TEST_F(OwnerTest, what_is_posted_under_anothers_id_is_told_so) {
  const auto id = id_by(brussels, "evil-name.tw");
  const auto done = post("all", with(posted(1, v1::TLP_AMBER), object_id(1), id));
  EXPECT_THAT(done.body, HasSubstr("its id is another organisation's"));
  const auto all = told();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("id").as_string(), id_by(taipei, "n1.evil-name.tw"));
}

TEST_F(OwnerTest, other_content_of_a_version_that_the_poster_may_not_see_is_told_to_operators_alone) {
  EXPECT_THAT(post("all", posted(1, v1::TLP_AMBER)).body, HasSubstr("\"success_count\":1"));
  const auto green = caller(AccessRole::Publisher, v1::TLP_GREEN, "lin");
  const auto done = post("all", posted(1, v1::TLP_GREEN), green);
  EXPECT_THAT(done.body, HasSubstr("\"success_count\":1"));
  EXPECT_THAT(done.body, Not(HasSubstr("message")));
  EXPECT_THAT(node.log.lines().back(), HasSubstr("differing=1"));
}

}  // namespace
}  // namespace tidings::taxii
