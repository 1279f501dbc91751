#include <gmock/gmock.h>

#include "tests/unit/daemon/http/taxii/served.hpp"

namespace tidings::taxii {
namespace {

using testing::HasSubstr;

CollectionOptions closed(std::string name) {
  CollectionOptions made;
  made.name = std::move(name);
  made.read = false;
  return made;
}
CollectionOptions showing(std::string name, std::initializer_list<v1::Tlp> tlps) {
  auto made = TaxiiTest::collection(std::move(name));
  for (const auto tlp : tlps) made.filter.add_tlps(tlp);
  return made;
}

TEST_F(TaxiiTest, what_a_collection_does_not_show_is_not_taken_by_it) {
  auto options = options_of({showing("odd", {v1::TLP_GREEN, v1::TLP_AMBER_STRICT}), collection("all")});
  options.unattended_tlp = v1::TLP_CLEAR;
  taxii = make(options).value();
  const auto done =
      post("odd", posted(1, v1::TLP_GREEN) + "," + posted(2, v1::TLP_AMBER) + "," + posted(3, v1::TLP_AMBER_STRICT) +
                      "," + posted(4, v1::TLP_UNSPECIFIED) + "," + posted(5, v1::TLP_CLEAR));
  EXPECT_THAT(done.body, HasSubstr("\"success_count\":2"));
  EXPECT_THAT(done.body, HasSubstr("\"failure_count\":3"));
  EXPECT_EQ(times(done.body, "as this collection shows nothing: TLP:AMBER (what is not marked is given"), 2u);
  EXPECT_EQ(times(done.body, "as this collection shows nothing: TLP:CLEAR; post it to a collection that shows it"), 1u);
  const auto shown = get("collections/odd/objects/");
  EXPECT_EQ(times(shown.body, "\"pattern\""), 2u);
  EXPECT_EQ(get("collections/all/objects/").body, shown.body) << "nothing else was kept";
}

TEST_F(TaxiiTest, who_posts_is_shown_what_he_posted) {
  auto green = collection("green");
  green.filter.add_ecosystems("health");
  green.filter.add_tags("project:x");
  serve({green});
  const auto who = caller(AccessRole::Publisher, v1::TLP_AMBER);
  const auto done = post("green", posted(1, v1::TLP_AMBER) + "," + posted(2, v1::TLP_AMBER_STRICT), who);
  EXPECT_THAT(done.body, HasSubstr("\"success_count\":1"));
  EXPECT_THAT(done.body, HasSubstr("narrower than you are shown: TLP:AMBER+STRICT, where TLP:AMBER is the narrowest"));
  EXPECT_EQ(times(get("collections/green/objects/", who).body, "\"pattern\""), 1u) << "with its ecosystem and tag";
  EXPECT_EQ(times(get("collections/green/objects/").body, "\"pattern\""), 1u);
}

TEST_F(TaxiiTest, a_collection_that_leaves_this_node_out_is_not_written_to) {
  auto others = collection("others");
  others.line = 17;
  others.filter.add_origins("brussels");
  const auto refused = make(options_of({others}));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("17: taxii_collection others: origins: it is written to"));
  others.write = false;
  EXPECT_TRUE(make(options_of({others})));
  others.write = true;
  others.filter.add_origins("self");
  EXPECT_TRUE(make(options_of({others})));
  others.filter.add_origins("nobody");
  EXPECT_THAT(make(options_of({others})).error().what, HasSubstr("17: taxii_collection others: "));
}

TEST_F(TaxiiTest, each_role_is_told_what_it_may_do_and_held_to_it) {
  auto shown = collection("shown");
  shown.write = shown.remove = false;
  auto taken = collection("taken");
  taken.read = false;
  serve({collection("both"), shown, taken, closed("closed")});
  const auto partner = [&] {
    auto who = caller(AccessRole::Admin);
    who.organisation = brussels.id();
    return who;
  }();
  struct Held {
    Caller who;
    bool writes, removes;
  };
  for (const auto& [who, writes, removes] :
       {Held{caller(AccessRole::Reader), false, false}, Held{caller(AccessRole::Publisher), true, false},
        Held{caller(AccessRole::Operator), true, true}, Held{caller(AccessRole::Admin), true, true},
        Held{partner, false, false}}) {
    const auto told = get("collections/", who).body;
    EXPECT_EQ(times(told, "\"can_read\":true"), 2u);
    EXPECT_EQ(times(told, "\"can_write\":true"), writes ? 2u : 0u);
    for (const std::string name : {"both", "shown", "taken", "closed"}) {
      const bool is_read = name == "both" || name == "shown", is_written = name == "both" || name == "taken";
      const auto path = "collections/" + name + "/";
      EXPECT_THAT(get(path, who).body, HasSubstr(is_read ? "\"can_read\":true" : "\"can_read\":false"));
      const auto object = path + "objects/" + object_id(7) + "/";
      for (const auto& rest : {path + "objects/", path + "manifest/"}) {
        EXPECT_EQ(get(rest, who).status, is_read ? 200u : 403u) << rest;
      }
      EXPECT_EQ(get(object, who).status, is_read ? 404u : 403u) << "of what is not read it is not told what there is";
      EXPECT_EQ(post(name, "", who).status, writes && is_written ? 202u : 403u) << name;
      EXPECT_EQ(ask("DELETE", object, who).status, removes && name == "both" ? 404u : 403u) << name;
    }
  }
}

TEST_F(TaxiiTest, what_a_resource_does_not_take_is_405_and_what_is_not_there_404) {
  serve({collection("all")});
  const auto object = "collections/all/objects/" + object_id(7) + "/";
  struct Wrong {
    std::string method, path, allowed;
  };
  for (const auto& [method, path, allowed] :
       {Wrong{"POST", "", "GET"}, Wrong{"DELETE", "collections/", "GET"}, Wrong{"POST", "collections/all/", "GET"},
        Wrong{"DELETE", "collections/all/objects/", "GET, POST"}, Wrong{"PUT", "collections/all/manifest/", "GET"},
        Wrong{"POST", "collections/all/manifest/", "GET"}, Wrong{"POST", object, "GET, DELETE"},
        Wrong{"DELETE", object + "versions/", "GET"}, Wrong{"DELETE", "status/x/", "GET"}}) {
    const auto refused = ask(method, path);
    EXPECT_EQ(refused.status, 405u) << method << " " << path;
    EXPECT_THAT(refused.headers, testing::Contains(std::pair<std::string, std::string>("Allow", allowed))) << path;
  }
  for (const auto* path : {"nothing/", "collections/none/", "collections/none/objects/", "collections/all/nothing/",
                           "collections/all/objects", "collections/all/objects/x/", "collections/all/manifest/x/",
                           "status/2d086da7-4bdc-4f91-900e-d77486753710/"}) {
    EXPECT_EQ(get(path).status, 404u) << path;
  }
}

TEST_F(TaxiiTest, a_body_or_an_answer_of_another_type_is_refused) {
  serve({collection("all")});
  const auto send = [&](server::Headers headers) {
    return ask("POST", "collections/all/objects/", caller(AccessRole::Operator), R"({"objects":[]})",
               std::move(headers))
        .status;
  };
  const std::string taxii_2_1 = "application/taxii+json;version=2.1";
  EXPECT_EQ(send({{"content-type", taxii_2_1}}), 202u);
  EXPECT_EQ(send({{"content-type", "application/taxii+json"}}), 202u);
  EXPECT_EQ(send({}), 415u);
  EXPECT_EQ(send({{"content-type", "application/json"}}), 415u);
  EXPECT_EQ(send({{"content-type", "application/taxii+json;version=2.0"}}), 415u);
  EXPECT_EQ(send({{"content-type", taxii_2_1}, {"content-encoding", "gzip"}}), 415u);
  EXPECT_EQ(send({{"content-type", taxii_2_1}, {"accept", "application/json"}}), 406u);
  EXPECT_EQ(ask("GET", "", caller(AccessRole::Reader), {}, {{"accept", "text/html"}}).status, 406u);
  const auto page = get("collections/all/objects/");
  EXPECT_THAT(page.headers, testing::Contains(std::pair<std::string, std::string>("Content-Type", taxii_2_1)));
}

}  // namespace
}  // namespace tidings::taxii
