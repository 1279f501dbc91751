#include "core/warning/built_in.hpp"

#include <gmock/gmock.h>

#include "tests/unit/core/warning/lists.hpp"

namespace tidings::warning {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(BuiltIn, resolvers_are_known_by_address_by_name_and_as_the_host_of_a_url) {
  const auto lists = built(built_in_lists());
  for (const auto* value : {"8.8.8.8", "101.101.101.101:53", "2001:4860:4860::8888", "https://8.8.8.8/dns-query",
                            "https://[2001:4860:4860::8888]/dns-query"}) {
    EXPECT_THAT(told(*lists, value_of(value)), ElementsAre(testing::StartsWith("public resolvers: "))) << value;
  }
  for (const auto* value : {"dns.google", "*.dns.google", "https://dns.google/dns-query", "https://a.dns.google/"}) {
    EXPECT_THAT(told(*lists, value_of(value)), ElementsAre("names of resolvers: dns.google")) << value;
  }
  EXPECT_THAT(told(*lists, value_of("https://a.root-servers.net/")),
              ElementsAre("names of resolvers: root-servers.net"));
  EXPECT_THAT(told(*lists, value_of("198.41.0.4")), ElementsAre("root name servers: 198.41.0.4"));
}

TEST(BuiltIn, what_only_looks_like_a_resolver_is_none) {
  const auto lists = built(built_in_lists());
  for (const auto* value : {"8.8.8.9", "notdns.google", "https://evil.tw/8.8.8.8", "https://dns.google.evil.tw/"}) {
    EXPECT_THAT(told(*lists, value_of(value)), IsEmpty()) << value;
  }
}

}  // namespace
}  // namespace tidings::warning
