// What revisions and withdrawals end is told as revoked where that happened, and once.
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "tests/unit/daemon/http/taxii/served.hpp"

namespace tidings::taxii {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;

struct TakenBackTest : TaxiiTest {
  TakenBackTest() { serve({collection("all")}); }

  bulletin::Signed revise(std::uint32_t revision, std::initializer_list<std::string_view> values,
                          v1::Tlp tlp = v1::TLP_GREEN, std::uint32_t part = 1, std::uint32_t parts = 1) {
    node.clock.advance(std::chrono::seconds(1));
    return say(brussels, header_of(revision, tlp, part, parts), claims_of(values));
  }
  v1::Header header_of(std::uint32_t revision, v1::Tlp tlp, std::uint32_t part, std::uint32_t parts) {
    auto header = header_by(brussels, node.clock.now(), tlp);
    header.set_publication_id(std::string(16, 'p'));
    header.set_revision(revision);
    header.set_part(part);
    header.set_parts(parts);
    return header;
  }
  json::array told(const std::string& more = {}, v1::Tlp max_tlp = v1::TLP_RED) {
    const auto page = get("collections/all/objects/" + more, caller(AccessRole::Reader, max_tlp));
    const auto value = json::parse(page.body);
    return value.as_object().contains("objects") ? value.at("objects").as_array() : json::array();
  }
  /// The values that are told as revoked, in their order.
  std::vector<std::string> revoked(const std::string& more = {}, v1::Tlp max_tlp = v1::TLP_RED) {
    std::vector<std::string> all;
    for (const auto& object : told(more, max_tlp)) {
      if (!object.as_object().contains("revoked")) continue;
      const std::string pattern(object.at("pattern").as_string());
      const auto begin = pattern.find('\'') + 1;
      all.push_back(pattern.substr(begin, pattern.rfind('\'') - begin));
    }
    return all;
  }
};

constexpr const char* every = "?match[version]=all";

TEST_F(TakenBackTest, what_a_revision_drops_is_told_once_whatever_follows) {
  revise(1, {"kept-one.tw", "gone-one.tw", "gone-two.tw"});
  revise(2, {"kept-one.tw", "new-one.tw"});
  revise(3, {"kept-one.tw", "new-one.tw", "new-two.tw"});
  revise(4, {"kept-one.tw", "new-two.tw"});
  EXPECT_THAT(revoked(), ElementsAre("gone-one.tw", "gone-two.tw", "new-one.tw"));
  EXPECT_THAT(revoked(every), ElementsAre("gone-one.tw", "gone-two.tw", "new-one.tw"));
  EXPECT_EQ(told().size(), 5u);
}

TEST_F(TakenBackTest, what_several_revisions_said_is_told_where_the_last_of_them_was_replaced) {
  revise(1, {"kept-one.tw", "gone-one.tw"});
  revise(2, {"kept-one.tw", "gone-one.tw"});
  revise(3, {"kept-one.tw", "gone-one.tw"});
  revise(4, {"kept-one.tw"});
  const auto all = told(every);
  ASSERT_THAT(revoked(every), ElementsAre("gone-one.tw"));
  EXPECT_THAT(revoked("?match[version]=first"), ElementsAre("gone-one.tw"));
  EXPECT_EQ(all[1].at("modified"), all[0].at("modified")) << "with the revision that dropped it";
}

TEST_F(TakenBackTest, what_comes_and_goes_is_one_object_with_one_newest_version) {
  revise(1, {"kept-one.tw", "gone-one.tw"});
  revise(2, {"kept-one.tw"});
  revise(3, {"kept-one.tw", "gone-one.tw"});
  revise(4, {"kept-one.tw"});
  const auto all = told(every);
  ASSERT_THAT(revoked(every), ElementsAre("gone-one.tw", "gone-one.tw"));
  EXPECT_EQ(all[0].at("id"), all[2].at("id"));
  EXPECT_EQ(all[0].at("created"), all[2].at("created"));
  EXPECT_NE(all[0].at("modified"), all[2].at("modified"));
  EXPECT_THAT(revoked(), ElementsAre("gone-one.tw"));
  EXPECT_EQ(told().back().at("modified"), all[2].at("modified"));
  const std::string first(all[0].at("modified").as_string());
  EXPECT_THAT(revoked("?match[version]=" + first), ElementsAre("gone-one.tw"));
  EXPECT_THAT(revoked("?match[version]=first"), ElementsAre("gone-one.tw"));
}

TEST_F(TakenBackTest, what_is_said_twice_is_revoked_where_the_last_that_said_it_ended) {
  const auto first = say(brussels, {"twice-one.tw"});
  const auto second = say(brussels, {"twice-one.tw"});
  withdraw(brussels, second);
  EXPECT_THAT(revoked(every), IsEmpty());
  withdraw(brussels, first);
  EXPECT_THAT(revoked(every), ElementsAre("twice-one.tw"));
  withdraw(brussels, second);
  EXPECT_THAT(revoked(every), ElementsAre("twice-one.tw")) << "nothing ended there";
}

TEST_F(TakenBackTest, parts_of_one_revision_for_several_audiences_end_a_value_once_to_each_who_saw_it) {
  revise(1, {"gone-one.tw"});
  revise(2, {"new-one.tw"});
  revise(2, {"narrow-one.tw"}, v1::TLP_AMBER);
  EXPECT_THAT(revoked(every), ElementsAre("gone-one.tw"));
  EXPECT_THAT(revoked(every, v1::TLP_GREEN), ElementsAre("gone-one.tw"));
}

TEST_F(TakenBackTest, a_revision_that_comes_late_ends_nothing_again) {
  revise(1, {"gone-one.tw"});
  revise(3, {"new-one.tw"});
  revise(2, {"late-one.tw"});
  EXPECT_THAT(revoked(every), ElementsAre("gone-one.tw"));
}

}  // namespace
}  // namespace tidings::taxii
