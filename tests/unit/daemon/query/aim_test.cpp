#include "daemon/query/aim.hpp"

#include <gtest/gtest.h>

namespace tidings::query {
namespace {

using observable::Observable;
using observable::Type;

v1::Value value(Type type, const char* text) {
  v1::Value made;
  made.set_type(static_cast<std::uint32_t>(type));
  made.set_value(text);
  return made;
}

Aim aim_at(std::vector<v1::Value> values, v1::Reach reach) { return Aim::at(values, reach).value(); }

TEST(AimTest, of_nothing_means_all) {
  EXPECT_TRUE(aim_at({}, v1::REACH_ORDINARY).means({Type::Sha256, "x"}));
  EXPECT_TRUE(Aim().is_at_all());
}

TEST(AimTest, a_value_means_itself_and_what_covers_it) {
  const auto aim =
      aim_at({value(Type::Domain, "www.evil.example"), value(Type::Ipv4, "198.51.100.7")}, v1::REACH_ORDINARY);
  for (const Observable& meant :
       {Observable{Type::Domain, "www.evil.example"}, Observable{Type::Domain, "evil.example"},
        Observable{Type::DomainWildcard, "*.evil.example"}, Observable{Type::Ipv4, "198.51.100.7"},
        Observable{Type::Ipv4Cidr, "198.51.0.0/16"}}) {
    EXPECT_TRUE(aim.means(meant)) << meant.value;
  }
  for (const Observable& other : {Observable{Type::Domain, "mail.evil.example"}, Observable{Type::Ipv4, "198.51.100.8"},
                                  Observable{Type::Url, "www.evil.example"}}) {
    EXPECT_FALSE(aim.means(other)) << other.value;
  }
}

TEST(AimTest, exactly_it_means_nothing_else) {
  const auto aim = aim_at({value(Type::Domain, "www.evil.example")}, v1::REACH_EXACT);
  EXPECT_TRUE(aim.means({Type::Domain, "www.evil.example"}));
  EXPECT_FALSE(aim.means({Type::Domain, "evil.example"}));
}

TEST(AimTest, a_name_or_network_means_what_lies_within) {
  const auto aim =
      aim_at({value(Type::Domain, "evil.example"), value(Type::Ipv4Cidr, "198.51.100.0/24")}, v1::REACH_WITHIN);
  EXPECT_TRUE(aim.means({Type::Domain, "a.b.evil.example"}));
  EXPECT_TRUE(aim.means({Type::Ipv4, "198.51.100.255"}));
  EXPECT_FALSE(aim.means({Type::Domain, "notevil.example"}));
  EXPECT_FALSE(aim.means({Type::Ipv4, "198.51.101.0"}));
}

TEST(AimTest, a_wildcard_means_what_is_below_it_unless_exactly_it_is_meant) {
  const auto below = aim_at({value(Type::DomainWildcard, "*.evil.example")}, v1::REACH_ORDINARY);
  EXPECT_TRUE(below.means({Type::Domain, "a.evil.example"}));
  EXPECT_FALSE(below.means({Type::Domain, "evil.example"}));
  const auto exact = aim_at({value(Type::DomainWildcard, "*.evil.example")}, v1::REACH_EXACT);
  EXPECT_FALSE(exact.means({Type::Domain, "a.evil.example"}));
}

TEST(AimTest, what_holds_nothing_or_is_of_no_type_is_refused) {
  const std::vector<v1::Value> hash{value(Type::Sha256, "x")}, unknown{value(static_cast<Type>(9999), "x")};
  EXPECT_FALSE(Aim::at(hash, v1::REACH_WITHIN));
  EXPECT_FALSE(Aim::at(unknown, v1::REACH_ORDINARY));
}

}  // namespace
}  // namespace tidings::query
