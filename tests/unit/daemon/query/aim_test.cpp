#include "daemon/query/aim.hpp"

#include <gtest/gtest.h>

namespace tidings::query {
namespace {

using observable::Observable;
using observable::Type;

Observable seen(std::string_view text) { return observable::parse(text).value().observable; }

v1::Value value(const Observable& observable) {
  v1::Value made;
  made.set_type(static_cast<std::uint32_t>(observable.type));
  made.set_value(observable.value);
  return made;
}
v1::Value value(std::string_view text) { return value(seen(text)); }

Aim aim_at(std::vector<v1::Value> values, v1::Reach reach) { return Aim::at(values, reach).value(); }

TEST(AimTest, of_nothing_means_all) {
  EXPECT_TRUE(aim_at({}, v1::REACH_ORDINARY).means({Type::Sha256, "x"}));
  EXPECT_TRUE(Aim().is_at_all());
}

TEST(AimTest, a_value_means_itself_and_what_covers_it) {
  const auto aim = aim_at({value("www.evil.example"), value("198.51.100.7")}, v1::REACH_ORDINARY);
  for (const Observable& meant : {seen("www.evil.example"), seen("evil.example"), seen("*.evil.example"),
                                  seen("198.51.100.7"), seen("198.51.0.0/16")}) {
    EXPECT_TRUE(aim.means(meant)) << meant.value;
  }
  for (const Observable& other : {seen("mail.evil.example"), seen("198.51.100.8"), seen("http://www.evil.example/")}) {
    EXPECT_FALSE(aim.means(other)) << other.value;
  }
}

TEST(AimTest, exactly_it_means_nothing_else) {
  const auto aim = aim_at({value("www.evil.example")}, v1::REACH_EXACT);
  EXPECT_TRUE(aim.means(seen("www.evil.example")));
  EXPECT_FALSE(aim.means(seen("evil.example")));
}

TEST(AimTest, a_name_or_network_means_what_lies_within) {
  const auto aim = aim_at({value("evil.example"), value("198.51.100.0/24")}, v1::REACH_WITHIN);
  EXPECT_TRUE(aim.means(seen("a.b.evil.example")));
  EXPECT_TRUE(aim.means(seen("198.51.100.255")));
  EXPECT_FALSE(aim.means(seen("notevil.example")));
  EXPECT_FALSE(aim.means(seen("198.51.101.0")));
}

TEST(AimTest, a_wildcard_means_what_is_below_it_unless_exactly_it_is_meant) {
  const auto below = aim_at({value("*.evil.example")}, v1::REACH_ORDINARY);
  EXPECT_TRUE(below.means(seen("a.evil.example")));
  EXPECT_FALSE(below.means(seen("evil.example")));
  const auto exact = aim_at({value("*.evil.example")}, v1::REACH_EXACT);
  EXPECT_FALSE(exact.means(seen("a.evil.example")));
}

TEST(AimTest, what_holds_nothing_or_is_of_no_type_is_refused) {
  const std::vector<v1::Value> hash{value({Type::Sha256, "x"})}, unknown{value({static_cast<Type>(9999), "x"})};
  EXPECT_FALSE(Aim::at(hash, v1::REACH_WITHIN));
  EXPECT_FALSE(Aim::at(unknown, v1::REACH_ORDINARY));
}

}  // namespace
}  // namespace tidings::query
