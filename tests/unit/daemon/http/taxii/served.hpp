#pragma once
/// A node that serves TAXII, asked without a network.
#include "daemon/http/taxii/resources.hpp"
#include "daemon/http/taxii/taxii.hpp"
#include "formats/stix/marking.hpp"
#include "formats/stix/member_text.hpp"
#include "tests/unit/daemon/query/fixture.hpp"

namespace tidings::taxii {

using access::AccessRole;
using access::Caller;
using intake::claims_of;
using intake::header_by;
using intake::sign;
using partners::Organisation;
using std::chrono::hours;

struct TaxiiTest : query::QueryTest {
  static TaxiiOptions options_of(std::vector<CollectionOptions> collections) {
    TaxiiOptions options;
    options.title = "A node";
    options.max_page = 50;
    options.lifetimes = {hours(24 * 30), hours(24 * 365), {}};
    options.collections = std::move(collections);
    return options;
  }
  static CollectionOptions collection(std::string name) {
    CollectionOptions made;
    made.name = std::move(name);
    made.write = made.remove = true;
    return made;
  }
  base::Result<std::unique_ptr<Taxii>> make(TaxiiOptions options) {
    return Taxii::make(
        {*node.store, *query, *node.publisher, node.home, *node.crypto, node.clock, node.log, node.counters},
        std::move(options));
  }
  void serve(std::vector<CollectionOptions> collections) { taxii = make(options_of(std::move(collections))).value(); }

  static Caller caller(AccessRole role, v1::Tlp max_tlp = v1::TLP_RED, std::string name = "siem") {
    return {std::move(name), role, max_tlp, {}};
  }
  /// `target`: behind the API root; with what stands behind a `?`.
  server::Response ask(std::string method, const std::string& target, Caller who = caller(AccessRole::Operator),
                       std::string body = {}, server::Headers headers = {}) {
    server::Request request;
    request.method = std::move(method);
    const auto mark = target.find('?');
    request.path = "/taxii2/tidings/" + target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    request.headers = std::move(headers);
    request.body = std::move(body);
    request.caller = std::move(who);
    const auto route = taxii->route();
    return node.wait<server::Response>(
        [&](auto done) { route.handle(std::make_shared<const server::Request>(request), done); });
  }
  server::Response get(const std::string& target, Caller who = caller(AccessRole::Operator)) {
    return ask("GET", target, std::move(who));
  }
  server::Response post(const std::string& name, const std::string& objects,
                        Caller who = caller(AccessRole::Operator)) {
    return ask("POST", "collections/" + name + "/objects/", std::move(who), "{\"objects\":[" + objects + "]}",
               {{"content-type", std::string(media_type)}});
  }

  std::unique_ptr<Taxii> taxii;
};

inline std::string object_id(int number) {
  auto digits = std::to_string(number);
  return "indicator--" + std::string(8 - digits.size(), '0') + digits + "-0000-4000-8000-0123456789ab";
}

/// An indicator as somebody posts it. `version`: of a thousand milliseconds.
inline std::string posted(int number, v1::Tlp tlp, int version = 0) {
  constexpr std::string_view march = "2026-03-01T08:00:00.";
  auto digits = std::to_string(1'000 + version).substr(1);
  const std::string marking = tlp == v1::TLP_UNSPECIFIED
                                  ? std::string()
                                  : R"(,"object_marking_refs":[")" + std::string(stix::marking_id(tlp)) + "\"]";
  return R"({"type":"indicator","spec_version":"2.1","id":")" + object_id(number) + R"(","created":")" +
         std::string(march) + R"(000Z","modified":")" + std::string(march) + digits +
         R"(Z","pattern_type":"stix","pattern":"[domain-name:value = 'n)" + std::to_string(number) +
         R"(.evil-name.tw']","valid_from":")" + std::string(march) + "000Z\"" + marking + "}";
}

inline std::size_t times(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

}  // namespace tidings::taxii
