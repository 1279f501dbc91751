#include <gmock/gmock.h>

#include "tests/unit/daemon/http/taxii/served.hpp"

namespace tidings::taxii {
namespace {

using testing::HasSubstr;
using testing::Not;

/// `posted()` with another name in its pattern, or more members.
std::string of(std::string object, std::string_view name, std::string_view more = "") {
  const auto pattern = object.find("n1.evil-name.tw");
  object.replace(pattern, 15, name);
  object.pop_back();
  return object + std::string(more) + "}";
}

struct ReplacingTest : TaxiiTest {
  ReplacingTest() { serve({collection("all")}); }
  bool holds(std::string_view name) {
    const auto claim = claims_of({name}).front();
    const auto key = observable::index_key(static_cast<observable::Type>(claim.type()), claim.value());
    bool found = false;
    node.read([&](store::Reading& reading) {
      const auto hits = reading.index.exact(std::span(&key, 1)).value();
      for (const auto& hit : hits.front()) {
        const auto standing = reading.index.standing(std::span(&hit.sequence, 1)).value().front();
        found = found || !std::ranges::binary_search(standing->withdrawn_claims, hit.claim);
      }
    });
    return found;
  }
};

TEST_F(ReplacingTest, what_is_posted_as_revoked_is_withdrawn_and_its_status_says_so) {
  post("all", of(posted(1, v1::TLP_AMBER, 1), "a.evil-name.tw"));
  EXPECT_TRUE(holds("a.evil-name.tw"));
  const auto done = post("all", of(posted(1, v1::TLP_AMBER, 2), "a.evil-name.tw", R"(,"revoked":true)"));
  EXPECT_THAT(done.body, HasSubstr("\"success_count\":1"));
  EXPECT_THAT(done.body, HasSubstr("its author has revoked it: no value of it is claimed"));
  EXPECT_THAT(done.body, HasSubstr("values of older ones are withdrawn"));
  EXPECT_FALSE(holds("a.evil-name.tw"));
  const auto versions = get("collections/all/objects/" + object_id(1) + "/versions/");
  EXPECT_THAT(versions.body, HasSubstr("00.001000Z"));
  EXPECT_THAT(versions.body, HasSubstr("00.002000Z"));
}

TEST_F(ReplacingTest, a_newer_version_holds_also_where_the_older_is_posted_after_it) {
  post("all", of(posted(1, v1::TLP_AMBER, 2), "b.evil-name.tw"));
  const auto done = post("all", of(posted(1, v1::TLP_AMBER, 1), "a.evil-name.tw"));
  EXPECT_THAT(done.body, HasSubstr("its newest version alone holds"));
  EXPECT_TRUE(holds("b.evil-name.tw"));
  EXPECT_FALSE(holds("a.evil-name.tw"));
  EXPECT_THAT(post("all", of(posted(1, v1::TLP_AMBER, 3), "b.evil-name.tw")).body, Not(HasSubstr("message")));
}

TEST_F(ReplacingTest, a_deleted_object_takes_what_was_made_of_it_along_and_no_other) {
  post("all", of(posted(1, v1::TLP_AMBER, 1), "a.evil-name.tw") + "," + posted(2, v1::TLP_AMBER, 1));
  EXPECT_EQ(ask("DELETE", "collections/all/objects/" + object_id(1) + "/").status, 200);
  EXPECT_FALSE(holds("a.evil-name.tw"));
  EXPECT_TRUE(holds("n2.evil-name.tw"));
}

}  // namespace
}  // namespace tidings::taxii
