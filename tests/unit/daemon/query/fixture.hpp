#pragma once
/// A node that holds what three organisations say, and its query.
#include "daemon/query/query.hpp"
#include "tests/unit/daemon/intake/node.hpp"

namespace tidings::query {

using base::ErrorCode;
using intake::claims_of;
using intake::header_by;
using intake::sign;
using intake::test_start;
using partners::Organisation;
using std::chrono::hours;

inline v1::Value value_of(std::string_view text) {
  const auto parsed = observable::parse(text).value();
  v1::Value value;
  value.set_type(static_cast<std::uint32_t>(parsed.observable.type));
  value.set_value(parsed.observable.value);
  return value;
}

struct QueryTest : testing::Test {
  QueryTest() {
    node.befriend(brussels, "brussels");
    node.introduce(brussels, vilnius);
    query = Query::make(*node.store, *node.book, node.warnings, node.home, node.clock);
  }

  bulletin::Signed say(const Organisation& origin, v1::Header header, const std::vector<v1::Claim>& claims) {
    const auto bulletin = sign(origin, header, claims);
    const auto giver = origin.id() == taipei.id() ? identity::OrgId{} : brussels.id();
    const auto answer = node.submit(bulletin, giver);
    EXPECT_EQ(answer.ending, intake::Ending::Stored) << answer.error.what;
    return bulletin;
  }
  bulletin::Signed say(const Organisation& origin, std::initializer_list<std::string_view> values,
                       v1::Tlp tlp = v1::TLP_GREEN) {
    node.clock.advance(std::chrono::seconds(1));
    return say(origin, header_by(origin, node.clock.now(), tlp), claims_of(values));
  }
  void withdraw(const Organisation& origin, const bulletin::Signed& target) {
    node.clock.advance(std::chrono::seconds(1));
    say(origin, intake::withdrawal_of(origin, target, node.clock.now()), {});
  }

  v1::LookupAnswer look_up(std::initializer_list<std::string_view> values, Ceiling ceiling = {}) {
    v1::LookupRequest request;
    for (const auto value : values) *request.add_values() = value_of(value);
    return node.wait<base::Result<v1::LookupAnswer>>([&](auto done) { query->lookup(request, ceiling, done); }).value();
  }
  base::Result<CountStep> count(const v1::CountRequest& request, const std::string& page = {}, Ceiling ceiling = {}) {
    return node.wait<base::Result<CountStep>>([&](auto done) { query->count(request, page, ceiling, done); });
  }
  base::Result<v1::QueryAnswer> ask(const v1::QueryRequest& request, Ceiling ceiling = {}) {
    return node.wait<base::Result<v1::QueryAnswer>>([&](auto done) { query->query(request, ceiling, done); });
  }
  /// All pages of `page_size`.
  std::vector<std::string> values(v1::QueryRequest request, std::uint32_t page_size = 100, Ceiling ceiling = {}) {
    std::vector<std::string> all;
    request.set_limit(page_size);
    for (int pages = 0; pages < 1'000; ++pages) {
      const auto page = ask(request, ceiling).value();
      for (const auto& indicator : page.indicators()) {
        all.push_back(
            observable::to_text(static_cast<observable::Type>(indicator.value().type()), indicator.value().value()));
      }
      if (page.next_page().empty()) return all;
      request.set_page(page.next_page());
    }
    ADD_FAILURE() << "the pages do not end";
    return all;
  }
  base::Result<std::vector<v1::ShowAnswer>> show(const std::string& id, Ceiling ceiling = {}) {
    v1::ShowRequest request;
    request.set_id(id);
    return node.wait<base::Result<std::vector<v1::ShowAnswer>>>(
        [&](auto done) { query->show(request, ceiling, done); });
  }
  base::Result<v1::ExplainAnswer> explain(const v1::ExplainRequest& request) {
    return node.wait<base::Result<v1::ExplainAnswer>>([&](auto done) { query->explain(request, {}, done); });
  }

  Organisation taipei{"Taipei"}, brussels{"Brussels"}, vilnius{"Vilnius"};
  intake::Node node{taipei};
  std::unique_ptr<Query> query;
};

using Texts = std::vector<std::string>;

}  // namespace tidings::query
