#include <gmock/gmock.h>

#include <set>

#include "daemon/http/taxii/scan.hpp"
#include "formats/stix/said_object.hpp"
#include "tests/unit/daemon/http/taxii/served.hpp"

namespace tidings::taxii {
namespace {

using testing::HasSubstr;

std::string next_of(const server::Response& page) { return std::string(stix::text_member(page.body, "next")); }

TEST_F(TaxiiTest, a_sighting_names_no_target_that_its_reader_may_not_see) {
  serve({collection("all")});
  const Organisation tallinn{"Tallinn"};
  node.befriend(tallinn, "tallinn");
  const auto target = sign(tallinn, header_by(tallinn, node.clock.now(), v1::TLP_AMBER), claims_of({"evil-name.tw"}));
  auto sighting = header_by(brussels, node.clock.now(), v1::TLP_GREEN);
  sighting.set_kind(v1::KIND_SIGHTING);
  sighting.add_targets()->set_bulletin_id(target.header.id.str());
  auto claims = claims_of({"evil-name.tw"});
  claims[0].mutable_sighting()->set_count(3);
  say(brussels, sighting, claims);
  const auto of = [&](v1::Tlp max_tlp) {
    const auto page = get("collections/all/objects/?match[type]=sighting", caller(AccessRole::Reader, max_tlp));
    return std::string(page.body.substr(page.body.find("sighting_of_ref") + 18, 47));
  };
  const auto value = query::value_of("evil-name.tw");
  const auto own = stix::indicator_id(brussels.id().bytes(), value);
  EXPECT_EQ(of(v1::TLP_GREEN), own) << "the target is not here yet";
  const auto taken = node.submit(target, tallinn.id());
  ASSERT_EQ(taken.ending, intake::Ending::Stored) << taken.error.what;
  EXPECT_EQ(of(v1::TLP_GREEN), own) << "at the second reading, too";
  EXPECT_EQ(of(v1::TLP_AMBER), stix::indicator_id(tallinn.id().bytes(), value));
}

struct CrowdTest : TaxiiTest {
  static constexpr int versions = 120;
  CrowdTest() {
    serve({collection("all")});
    for (int from = 0; from < versions; from += 40) {  // in three bulletins, beside another object
      std::string objects = posted(2, v1::TLP_AMBER, from);
      for (int version = from; version < from + 40; ++version) objects += "," + posted(1, v1::TLP_AMBER, version);
      EXPECT_THAT(post("all", objects).body, HasSubstr("\"failure_count\":0"));
    }
  }
  std::string all() const { return "collections/all/objects/" + object_id(1) + "/"; }
};

TEST_F(CrowdTest, all_versions_of_an_object_come_page_by_page_and_each_reads_no_more_than_it_tells) {
  ScanQuestion question{query::Filter::of({}, *node.book->current()).value(), v1::TLP_RED, {}, {}, Telling::Outline};
  question.asked.versions = {false, false, true, {}};
  std::size_t told = 0;
  Window window{0, 7};
  while (true) {
    std::vector<Told> found;
    node.read([&](store::Reading& reading) {
      query::Asking asking(reading, query->outlook(), {v1::TLP_RED, {}});
      found = taxii::look_up(asking, question, object_id(1), std::nullopt, window).value().told;
    });
    if (found.empty()) break;
    ASSERT_LE(found.size(), 7u);
    EXPECT_GT(found.front().date, window.from);
    EXPECT_TRUE(std::ranges::is_sorted(found, {}, &Told::date));
    told += found.size();
    window.from = found.back().date;
  }
  EXPECT_EQ(told, static_cast<std::size_t>(versions));
}

TEST_F(CrowdTest, pages_of_versions_lose_and_repeat_nothing_and_end) {
  for (const auto& [rest, each] : {std::pair(all() + "versions/?limit=7", "2026-03-01T"),
                                   std::pair(all() + "?limit=7&match[version]=all", "\"modified\":")}) {
    std::set<std::string> pages;
    std::size_t told = 0;
    std::string next;
    do {
      const auto page = get(rest + (next.empty() ? "" : "&next=" + next));
      ASSERT_EQ(page.status, 200u) << page.body;
      EXPECT_TRUE(pages.insert(page.body).second);
      EXPECT_LE(times(page.body, each), 7u);
      told += times(page.body, each);
      next = next_of(page);
    } while (!next.empty());
    EXPECT_EQ(told, static_cast<std::size_t>(versions)) << rest;
  }
}

TEST_F(TaxiiTest, a_page_of_long_versions_is_no_longer_than_a_page_of_others) {
  serve({collection("all")});
  constexpr int versions = 40;
  for (int version = 0; version < versions; version += 20) {
    std::string objects;
    for (int at = version; at < version + 20; ++at) {
      auto one = posted(1, v1::TLP_AMBER, at);
      one.insert(one.size() - 1, R"(,"description":")" + std::string(200'000, 'x') + "\"");
      objects += (objects.empty() ? "" : ",") + one;
    }
    EXPECT_THAT(post("all", objects).body, HasSubstr("\"failure_count\":0"));
  }
  std::size_t told = 0;
  std::string next;
  do {
    const auto page = get("collections/all/objects/" + object_id(1) + "/?match[version]=all" + next);
    EXPECT_LT(page.body.size(), ScanBounds{}.told_bytes + 300'000);
    EXPECT_GT(times(page.body, "\"modified\":"), 0u);
    told += times(page.body, "\"modified\":");
    next = next_of(page).empty() ? "" : "&next=" + next_of(page);
  } while (!next.empty());
  EXPECT_EQ(told, static_cast<std::size_t>(versions));
}

TEST_F(CrowdTest, an_object_without_anything_newer_is_still_there) {
  const auto later = "added_after=2099-01-01T00:00:00Z";
  EXPECT_EQ(get(all() + "versions/?" + later).body, "{}");
  EXPECT_EQ(get(all() + "?match[version]=all&" + later).body, "{}");
  EXPECT_EQ(get(all() + "?" + later).body, "{}");
  EXPECT_EQ(get("collections/all/objects/" + object_id(7) + "/versions/?" + later).status, 404u);
  EXPECT_EQ(get("collections/all/objects/" + object_id(7) + "/?" + later).status, 404u);
  EXPECT_EQ(get(all() + "?match[version]=2020-01-01T00:00:00Z").status, 404u);
}

TEST_F(CrowdTest, the_first_and_the_last_version_are_told_of_all_though_pages_are_short) {
  EXPECT_EQ(times(get(all() + "?limit=1").body, "08:00:00.119Z"), 1u);
  EXPECT_EQ(times(get(all() + "?limit=1&match[version]=first").body, "\"modified\":\"2026-03-01T08:00:00.000Z"), 1u);
  const auto both = get(all() + "?match[version]=first,last,2026-03-01T08:00:00.033Z");
  EXPECT_EQ(times(both.body, "\"modified\":"), 3u) << both.body;
}

TEST_F(CrowdTest, a_page_is_never_longer_than_the_server_lets_it_be) {
  for (const auto* rest : {"?limit=51&match[version]=all", "?limit=99999999999999999999&match[version]=all"}) {
    const auto page = get("collections/all/objects/" + std::string(rest));
    EXPECT_EQ(times(page.body, "\"modified\":"), 50u);
    EXPECT_THAT(page.body, HasSubstr("\"more\":true"));
  }
}

TEST_F(CrowdTest, next_belongs_to_one_collection_one_caller_and_one_question) {
  serve({collection("all"), collection("other")});
  const std::string objects = "/objects/?match[version]=all&limit=2";
  const auto next = "&next=" + next_of(get("collections/all" + objects));
  ASSERT_GT(next.size(), 6u);
  EXPECT_EQ(get("collections/all" + objects + next).status, 200u);
  EXPECT_EQ(get("collections/all/objects/?match[version]=all&limit=3" + next).status, 200u) << "of any length";
  EXPECT_EQ(get("collections/other" + objects + next).status, 400u);
  EXPECT_EQ(get("collections/all" + objects + next, caller(AccessRole::Operator, v1::TLP_RED, "lin")).status, 400u);
  EXPECT_EQ(get("collections/all/objects/?limit=2" + next).status, 400u) << "other versions";
  EXPECT_EQ(get("collections/all/manifest/?match[version]=all&limit=2" + next).status, 400u);
  EXPECT_EQ(get("collections/all" + objects + "&match[type]=indicator" + next).status, 400u);
}

TEST_F(TaxiiTest, a_date_within_a_bulletin_resumes_in_it) {
  serve({collection("all")});
  say(taipei, header_by(taipei, node.clock.now()), intake::many_claims(120));
  const auto header = [](const server::Response& page, std::string_view name) {
    const auto found = std::ranges::find(page.headers, name, &std::pair<std::string, std::string>::first);
    return found == page.headers.end() ? std::string() : found->second;
  };
  std::string after = "1970-01-01T00:00:00Z", last;
  std::size_t told = 0;
  for (auto page = get("collections/all/manifest/?limit=50"); page.body != "{}";
       page = get("collections/all/manifest/?limit=50&added_after=" + after)) {
    EXPECT_GT(header(page, "X-TAXII-Date-Added-First"), last);
    last = after = header(page, "X-TAXII-Date-Added-Last");
    told += times(page.body, "\"id\":");
  }
  EXPECT_EQ(told, 120u);
}

TEST_F(TaxiiTest, a_field_that_is_not_known_is_not_looked_at_and_spec_versions_are) {
  serve({collection("all")});
  auto old = posted(2, v1::TLP_AMBER);
  old.replace(old.find(R"("spec_version":"2.1",)"), 21, "");
  old.insert(old.size() - 1, R"(,"labels":["malicious-activity"])");
  const auto status = post("all", posted(1, v1::TLP_AMBER) + "," + old);
  EXPECT_THAT(status.body, HasSubstr("\"success_count\":2"));
  const auto ids = [&](const std::string& conditions) {
    const auto page = get("collections/all/manifest/?" + conditions);
    return std::pair(times(page.body, object_id(1)), times(page.body, object_id(2)));
  };
  using Both = std::pair<std::size_t, std::size_t>;
  EXPECT_EQ(ids(""), Both(1, 1));
  EXPECT_EQ(ids("match[spec_version]=2.0"), Both(0, 1));
  EXPECT_EQ(ids("match[spec_version]=2.1"), Both(1, 0));
  EXPECT_EQ(ids("match[spec_version]=2.0,2.1"), Both(1, 1));
  EXPECT_EQ(ids("match[spec_version]=2.2"), Both(0, 0));
  EXPECT_EQ(ids("match[confidence]=80&match[name]=x&unknown=1"), Both(1, 1));
  EXPECT_EQ(get("collections/all/manifest/?match[spec_version]=").status, 400u);
}

}  // namespace
}  // namespace tidings::taxii
