#include <gmock/gmock.h>

#include "tests/unit/formats/misp/drafted.hpp"

namespace tidings::misp {
namespace {

using draft::Fate;
using testing::ElementsAre;
using testing::EndsWith;

TEST(MispBroken, an_attribute_or_object_that_cannot_be_read_is_refused_and_the_rest_goes_on) {
  const auto domain = [](std::string_view name) {
    return R"({"type":"domain","category":"Network activity","to_ids":true,"value":")" + std::string(name) + "\"}";
  };
  const auto text = R"({"Event":{"info":"x","distribution":"3","Attribute":[)" + domain("first-name.tw") +
                    R"(,{"type":"domain","value":"a.tw","value":"b.tw"},{"type":"domain","value":NaN},)" +
                    domain("fourth-name.tw") + R"(],"Object":[{"name":"file","name":"url"}]}})";
  const auto made = draft_of(text);
  ASSERT_TRUE(made.status) << made.status.error().what;
  EXPECT_THAT(made.lines(), ElementsAre(EndsWith("domain first-name.tw"), EndsWith("domain fourth-name.tw")));
  EXPECT_EQ(made.count(Fate::Refused), 3U);
  EXPECT_EQ(made.noted(Fate::Refused)->where, "/Event/Attribute/1");
  EXPECT_EQ(made.noted(Fate::Refused)->reason, "has \"value\" twice");
}

}  // namespace
}  // namespace tidings::misp
