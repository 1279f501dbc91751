#pragma once
/// Questions of every reach, and what there is to be found. Lives on: the test's thread.
#include "core/observable/reach.hpp"
#include "tests/unit/daemon/query/fixture.hpp"

namespace tidings::query {

struct SearchTest : QueryTest {
  /// Each indicator as "match value".
  Texts matches(const v1::QueryRequest& request) {
    Texts found;
    const auto answer = ask(request).value();
    for (const auto& indicator : answer.indicators()) {
      const auto type = static_cast<observable::Type>(indicator.value().type());
      found.push_back(std::string(observable::name(static_cast<observable::Match>(indicator.match()))) + " " +
                      observable::to_text(type, indicator.value().value()));
    }
    return found;
  }
  static v1::QueryRequest near(std::string_view value, v1::Reach reach = v1::REACH_ORDINARY) {
    v1::QueryRequest request;
    *request.mutable_value() = value_of(value);
    request.set_reach(reach);
    return request;
  }
  static v1::QueryRequest text(std::string_view words) {
    v1::QueryRequest request;
    request.mutable_filter()->set_text(std::string(words));
    return request;
  }
  /// Each part of 4,096 addresses of 45.62.0.0/16 in a bulletin of its own.
  void say_addresses(std::uint32_t first, std::uint32_t end, v1::Tlp tlp = v1::TLP_GREEN) {
    std::vector<v1::Claim> claims(4'096);
    for (auto part = first; part < end; ++part) {
      for (std::uint32_t i = 0; i < claims.size(); ++i) {
        claims[i].set_type(static_cast<std::uint32_t>(observable::Type::Ipv4));
        std::string address;
        base::append_be32(address, 0x2d3e0000 + part * 4'096 + i);
        claims[i].set_value(address);
      }
      node.clock.advance(std::chrono::seconds(1));
      auto header = header_by(brussels, node.clock.now(), tlp);
      if (tlp == v1::TLP_RED) header.mutable_audience()->add_release_to(taipei.id().str());
      say(brussels, header, claims);
    }
  }
  bulletin::Signed say_titled(const Organisation& origin, std::string_view title,
                              const std::vector<v1::Claim>& claims) {
    node.clock.advance(std::chrono::seconds(1));
    auto header = header_by(origin, node.clock.now());
    header.set_title(std::string(title));
    return say(origin, header, claims);
  }
};

}  // namespace tidings::query
