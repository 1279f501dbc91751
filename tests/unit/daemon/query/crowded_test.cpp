// One who talks much of a value, and what becomes of everybody else's word.
#include "tests/unit/daemon/query/fixture.hpp"

namespace tidings::query {
namespace {

constexpr std::string_view value = "evil.example.net";

struct CrowdedTest : QueryTest {
  /// More than is read of one value at once, by Brussels: in each bulletin as many claims as are filed.
  void talk(v1::Kind kind, const bulletin::Signed& target) {
    constexpr std::size_t claims_each = 16;
    auto claims = std::vector<v1::Claim>(claims_each, intake::claim_of(value));
    for (std::size_t i = 0; i < claims_each; ++i) claims[i].set_confidence(static_cast<std::uint32_t>(i + 1));
    for (std::size_t said = 0; said <= store::max_hits_a_key; said += claims_each) {
      node.clock.advance(std::chrono::milliseconds(1));
      auto header = header_by(brussels, node.clock.now());
      header.set_kind(kind);
      if (kind == v1::KIND_DISPUTE) header.add_targets()->set_bulletin_id(target.header.id.str());
      say(brussels, header, claims);
    }
  }
};

TEST_F(CrowdedTest, nobody_is_talked_out_of_an_answer) {
  const auto report = say(vilnius, {value});
  talk(v1::KIND_DISPUTE, report);
  const auto found = look_up({value});
  EXPECT_TRUE(found.results(0).cut()) << "told that there is more";
  EXPECT_EQ(found.results(0).verdict(), v1::VERDICT_MALICIOUS);
  ASSERT_EQ(found.results(0).origins_size(), 1);
  EXPECT_EQ(found.names(static_cast<int>(found.results(0).origins(0))), "Vilnius");
  EXPECT_EQ(found.results(0).disputes(), 1U) << "however often";
  EXPECT_GT(found.results(0).score(), 0U);
  v1::ExplainRequest why;
  *why.mutable_value() = value_of(value);
  const auto explained = explain(why).value();
  const auto& said = explained.indicator().said();
  EXPECT_TRUE(std::ranges::any_of(said, [&](const auto& one) { return one.bulletin_id() == report.header.id.bytes(); }))
      << "what counts is told";
  withdraw(vilnius, report);
  EXPECT_EQ(look_up({value}).results(0).verdict(), v1::VERDICT_UNSPECIFIED);
}

TEST_F(CrowdedTest, a_listing_passes_over_what_is_said_again_in_a_few_steps) {
  const auto report = say(vilnius, {value, "quiet.example.net"});
  talk(v1::KIND_REPORT, report);
  v1::QueryRequest request;
  request.set_limit(10);
  Texts found;
  int pages = 0;
  do {
    const auto page = ask(request).value();
    for (const auto& indicator : page.indicators()) found.push_back(indicator.value().value());
    request.set_page(page.next_page());
  } while (!request.page().empty() && ++pages < 1'000);
  EXPECT_EQ(found.size(), 2U);
  EXPECT_LE(pages, 30) << "ten thousand statements in six hundred bulletins";
}

}  // namespace
}  // namespace tidings::query
