// STIX bundles, MISP events and MISP feeds: others' words, with the objects that they came as.
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>

#include "formats/exports/folder.hpp"
#include "formats/stix/marking.hpp"
#include "tests/unit/formats/exports/originals.hpp"

namespace tidings::exports {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view uuid = "0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111";

TEST(StixExport, what_came_as_stix_is_that_object_and_what_did_not_is_made) {
  const auto bundle = bundle_of({read_of("evil.example", stix_id), reported("worse.example")},
                                {original(stix_id, R"(,"x_ours":1.50)"), original("malware--1")});
  EXPECT_EQ(types_in(bundle), (Types{"identity", "indicator", "indicator", "malware", "marking-definition"}));
  EXPECT_NE(bundle.find(R"("x_ours":1.50)"), std::string::npos);
  EXPECT_EQ(bundle.find("evil.example"), std::string::npos) << "it is told by its own object alone";
}

TEST(StixExport, an_object_that_is_not_held_is_made_anew) {
  EXPECT_EQ(types_in(bundle_of({read_of("evil.example", stix_id)}, {})),
            (Types{"identity", "indicator", "marking-definition"}));
}

TEST(StixExport, where_values_are_chosen_objects_come_with_theirs_alone) {
  Options chosen;
  chosen.chosen = true;
  const auto other = "indicator--00000000-0000-4000-8000-000000000002";
  const auto bundle = bundle_of({read_of("evil.example", stix_id)},
                                {original(stix_id), original(other), original("malware--1")}, chosen);
  EXPECT_EQ(types_in(bundle), (Types{"indicator", "marking-definition"}));
}

TEST(StixExport, an_object_leaves_with_the_marking_that_it_was_published_under_the_widest_of_several) {
  auto twice = original("malware--1");
  twice.mutable_said(0)->set_tlp(v1::TLP_AMBER);
  twice.mutable_said(0)->set_pap(v1::PAP_AMBER);
  const auto refs = [&] {
    std::string told;
    const auto bundle = json::parse(bundle_of({}, {twice}));
    for (const auto& object : bundle.at("objects").as_array()) {
      if (object.at("type") == "malware") told += json::serialize(object.at("object_marking_refs"));
    }
    return told;
  };
  const std::string amber(stix::marking_id(v1::TLP_AMBER)), green(stix::marking_id(v1::TLP_GREEN));
  EXPECT_EQ(refs(), "[\"" + amber + "\"]");
  *twice.add_said() = original("malware--1").said(0);
  EXPECT_EQ(refs(), "[\"" + green + "\"]");
}

TEST(StixExport, objects_are_counted_where_a_format_does_not_write_them_alone) {
  const std::vector<v1::Indicator> all{reported("evil-name.tw"), original("malware--1"),
                                       opaque(uuid, "application/vnd.misp.event+json", "{}")};
  EXPECT_EQ(make("csv", all).counts.text(), "1 written; left out: 2 by type");
  const auto& format = *find_format("stix");
  Export one(format, {}, Gate(format.purpose, {}, now), [](std::string_view) -> base::Status { return {}; });
  for (const auto& each : all) EXPECT_TRUE(one.add(each));
  one.begin(Pass::Originals);
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_TRUE(one.add(all[i]));
  EXPECT_TRUE(one.finish());
  EXPECT_EQ(one.counts().text(), "1 written; left out: 1 by type") << "MISP's is no object of STIX";
}

TEST(StixExport, objects_marked_narrower_than_who_reads_stay) {
  auto red = original("malware--1"), local = original("tool--1");
  red.mutable_said(0)->set_tlp(v1::TLP_RED);
  local.mutable_said(0)->set_local(true);
  EXPECT_EQ(types_in(bundle_of({}, {red, local})), Types{});
}

TEST(StixExport, what_is_marked_to_stay_is_counted_and_told_only_where_it_is_asked_for) {
  auto local = original("tool--1");
  local.mutable_said(0)->set_local(true);
  const auto& format = *find_format("stix");
  Export one(format, {}, Gate(format.purpose, {}, now), [](std::string_view) -> base::Status { return {}; });
  for (const auto pass : format.passes) {
    one.begin(pass);
    if (pass == Pass::Values) continue;
    EXPECT_TRUE(one.add(local));
  }
  EXPECT_TRUE(one.finish());
  EXPECT_EQ(one.counts().left[static_cast<std::size_t>(Left::Local)], 1U);
  GateOptions here;
  here.local = LocalWords::Told;
  EXPECT_EQ(types_in(bundle_of({}, {local}, {}, here)), (Types{"marking-definition", "tool"}));
}

TEST(StixExport, each_statement_passes_by_itself) {
  auto both = reported("evil.example");
  auto& other = *both.add_said();
  other = both.said(0);
  other.set_origin(std::string(32, 'p'));
  other.set_pap(v1::PAP_RED);
  EXPECT_EQ(types_in(bundle_of({both}, {})),
            (Types{"identity", "identity", "indicator", "indicator", "marking-definition", "marking-definition"}));
  GateOptions narrow;
  narrow.max_pap = v1::PAP_GREEN;
  EXPECT_EQ(types_in(bundle_of({both}, {}, {}, narrow)), (Types{"identity", "indicator", "marking-definition"}));
}

TEST(StixExport, bytes_of_others_that_are_no_object_spoil_nothing) {
  const auto bundle = bundle_of(
      {reported("evil.example")},
      {opaque(stix_id, "application/stix+json;version=2.1", "]}{"), opaque("malware--1", "text/plain", "{}")});
  EXPECT_EQ(types_in(bundle), (Types{"identity", "indicator", "marking-definition"}));
}

/// An event and its one attribute, as they travel.
std::vector<v1::Indicator> misp_originals(std::string_view value = "evil.example") {
  const std::string id(uuid);
  return {
      opaque(uuid, "application/vnd.misp.event+json",
             R"({"uuid":")" + id + R"(","info":"Raccoon","timestamp":"1700000000"})"),
      opaque(
          id + "/attributes/0", "application/vnd.misp.attributes+json",
          R"([{"uuid":"11110a86-3d35-4ee5-8a0f-6f7f1a4bb111","type":"domain","category":"Network activity","to_ids":true,"value":")" +
              std::string(value) + R"("}])")};
}

TEST(MispExport, an_event_comes_back_with_what_holds_of_it) {
  std::string text;
  const auto& format = *find_format("misp");
  Export one(format, {}, Gate(format.purpose, {}, now), [&](std::string_view piece) -> base::Status {
    text += piece;
    return {};
  });
  EXPECT_TRUE(one.add(reported("evil.example")));
  one.begin(Pass::Originals);
  for (const auto& each : misp_originals()) EXPECT_TRUE(one.add(each));
  EXPECT_TRUE(one.add(original("malware--1"))) << "an object of another format";
  EXPECT_TRUE(one.finish());
  const auto events = json::parse(text).at("response").as_array();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].at("Event").at("info"), "Raccoon");
  EXPECT_EQ(events[0].at("Event").at("Attribute").as_array().size(), 1u);
}

TEST(MispExport, what_is_disputed_by_who_is_trusted_is_not_to_be_detected) {
  const auto detects = [](std::uint32_t trust, const GateOptions& gate = {}) {
    auto disputed = reported("evil-name.tw");
    disputed.set_disputes(1);
    auto& dispute = *disputed.add_said();
    dispute = disputed.said(0);
    dispute.set_kind(v1::KIND_DISPUTE);
    dispute.set_counts(false);
    dispute.set_origin(std::string(32, 'p'));
    dispute.set_trust(trust);
    const auto events = json::parse(make("misp", {disputed}, {}, gate).text).at("response");
    return events.at(0).at("Event").at("Attribute").at(0).at("to_ids").as_bool();
  };
  EXPECT_FALSE(detects(50));
  EXPECT_TRUE(detects(49));
  GateOptions none;
  none.disputes = 0;
  EXPECT_TRUE(detects(50, none));
}

TEST(MispExport, an_original_of_which_a_part_stands_is_counted) {
  auto originals = misp_originals();
  auto& content = *originals[1].mutable_said(0)->mutable_opaque()->mutable_content();
  content.replace(content.find("\"domain\""), 8, "\"domain|ip\"");
  content.replace(content.find("evil.example"), 12, "evil-name.tw|45.62.198.73");
  const auto& format = *find_format("misp");
  Export one(format, {}, Gate(format.purpose, {}, now), [](std::string_view) -> base::Status { return {}; });
  EXPECT_TRUE(one.add(reported("evil-name.tw")));
  one.begin(Pass::Originals);
  for (const auto& each : originals) EXPECT_TRUE(one.add(each));
  EXPECT_TRUE(one.finish());
  EXPECT_EQ(one.counts().text(), "1 written; left out: 1 by in_part");
}

/// The same event by a partner whose id comes before ours.
std::vector<v1::Indicator> of_a_partner(std::vector<v1::Indicator> all) {
  for (auto& each : all) {
    each.mutable_said(0)->set_origin(std::string(32, 'a'));
    each.mutable_said(0)->set_received_from("brussels");
    auto& content = *each.mutable_said(0)->mutable_opaque()->mutable_content();
    if (const auto at = content.find("Raccoon"); at != std::string::npos) content.replace(at, 7, "Badger!");
  }
  return all;
}

TEST(MispExport, of_two_events_of_one_uuid_ours_is_written_and_the_other_counted) {
  std::string text;
  const auto& format = *find_format("misp");
  Export one(format, {}, Gate(format.purpose, {}, now), [&](std::string_view piece) -> base::Status {
    text += piece;
    return {};
  });
  one.begin(Pass::Originals);
  for (const auto& each : of_a_partner(misp_originals())) EXPECT_TRUE(one.add(each));
  for (const auto& each : misp_originals()) EXPECT_TRUE(one.add(each));
  EXPECT_TRUE(one.finish());
  const auto events = json::parse(text).at("response").as_array();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].at("Event").at("info"), "Raccoon");
  EXPECT_EQ(one.counts().text(), "0 written; left out: 1 by same_uuid");
}

class MispFolder : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = "/tmp/tidings-folder-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { fs::remove_all(root_); }

  fs::path folder() const { return root_ / "feed"; }
  json::value read(const std::string& name) const {
    std::ifstream in(folder() / name);
    return json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder()), fs::directory_iterator()));
  }
  bool write(const std::vector<v1::Indicator>& values, const std::vector<v1::Indicator>& originals,
             base::Instant at = now) {
    const auto& format = *find_format("misp-feed");
    auto target = begin_target(folder().string(), format, {}, Gate(format.purpose, {}, at), at);
    EXPECT_TRUE(target);
    for (const auto& each : values) EXPECT_TRUE((*target)->add(each));
    (*target)->begin(Pass::Originals);
    for (const auto& each : originals) EXPECT_TRUE((*target)->add(each));
    const auto replaced = (*target)->finish();
    EXPECT_TRUE(replaced);
    return replaced && *replaced;
  }
  std::string time() const { return std::string(read("manifest.json").at(uuid).at("timestamp").as_string()); }

  fs::path root_;
};

TEST_F(MispFolder, has_the_files_that_misp_fetches) {
  EXPECT_TRUE(write({reported("evil.example")}, misp_originals()));
  EXPECT_EQ(files(), 3u);
  EXPECT_EQ(read("manifest.json").at(uuid).at("info"), "Raccoon");
  EXPECT_EQ(read(std::string(uuid) + ".json").at("Event").at("Attribute").as_array().size(), 1u);
  std::ifstream hashes(folder() / "hashes.csv");
  std::string line;
  EXPECT_TRUE(std::getline(hashes, line));
  EXPECT_EQ(line.substr(32), "," + std::string(uuid));
}

TEST_F(MispFolder, of_an_event_that_says_little_tells_what_its_publication_says) {
  const auto bare = opaque(uuid, "application/vnd.misp.event+json", R"({"uuid":")" + std::string(uuid) + R"("})");
  EXPECT_TRUE(write({}, {bare}));
  const auto entry = read("manifest.json").at(uuid).as_object();
  for (const auto* name : {"info", "date", "timestamp", "threat_level_id", "analysis"}) {
    EXPECT_FALSE(entry.at(name).as_string().empty()) << name;
  }
  EXPECT_EQ(entry.at("info"), "Winter campaign");
  EXPECT_EQ(entry.at("Orgc").at("name"), "CERT Taipei");
  EXPECT_EQ(read(std::string(uuid) + ".json").at("Event").at("timestamp"), entry.at("timestamp"));
  EXPECT_FALSE(write({}, {bare}, now + std::chrono::minutes(30)));
}

TEST_F(MispFolder, is_left_alone_while_nothing_changed) {
  EXPECT_TRUE(write({reported("evil.example")}, misp_originals()));
  const auto before = fs::last_write_time(folder() / "manifest.json");
  EXPECT_FALSE(write({reported("evil.example")}, misp_originals(), now + std::chrono::minutes(30)));
  EXPECT_EQ(fs::last_write_time(folder() / "manifest.json"), before);
  std::ofstream(folder() / "README") << "ours";
  EXPECT_FALSE(write({reported("evil.example")}, misp_originals()));
  EXPECT_EQ(files(), 4u) << "files of others stay";
}

TEST_F(MispFolder, an_event_that_lost_something_is_dated_later_so_that_it_is_fetched_again) {
  write({reported("evil.example")}, misp_originals());
  EXPECT_EQ(time(), "1700000000");
  EXPECT_TRUE(write({}, misp_originals())) << "what is withdrawn leaves";
  EXPECT_FALSE(read(std::string(uuid) + ".json").at("Event").as_object().contains("Attribute"));
  EXPECT_EQ(time(), "1800000000");
  EXPECT_EQ(read(std::string(uuid) + ".json").at("Event").at("timestamp"), "1800000000");
  EXPECT_FALSE(write({}, misp_originals(), now + std::chrono::minutes(30)));
  EXPECT_TRUE(write({reported("evil.example")}, misp_originals(), now - std::chrono::minutes(30)))
      << "a clock set back";
  EXPECT_EQ(time(), "1800000001");
}

TEST_F(MispFolder, an_event_of_which_nothing_is_left_goes) {
  write({reported("evil.example")}, misp_originals());
  EXPECT_TRUE(write({}, {}));
  EXPECT_EQ(files(), 2u);
  EXPECT_TRUE(read("manifest.json").as_object().empty());
}

TEST_F(MispFolder, a_manifest_that_was_spoiled_is_written_anew) {
  write({reported("evil.example")}, misp_originals());
  std::ofstream(folder() / "manifest.json") << "{\"../../etc/passwd\": ";
  EXPECT_TRUE(write({reported("evil.example")}, misp_originals()));
  EXPECT_EQ(read("manifest.json").as_object().size(), 1u);
}

TEST_F(MispFolder, a_folder_that_cannot_be_made_is_told) {
  const auto& format = *find_format("misp-feed");
  const auto target = begin_target("/nowhere/at/all", format, {}, Gate(format.purpose, {}, now), now);
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().code, base::ErrorCode::Disk);
}

}  // namespace
}  // namespace tidings::exports
