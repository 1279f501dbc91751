// Events, types and feeds that others published: read from the folder that TIDINGS_CORPUS names, skipped without.
#include <gmock/gmock.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "core/bulletin/bulletin.hpp"
#include "formats/misp/attribute_types.hpp"
#include "formats/misp/feed_files.hpp"
#include "formats/misp/manifest.hpp"
#include "formats/misp/tags.hpp"
#include "formats/misp/writer.hpp"
#include "tests/unit/formats/misp/drafted.hpp"

namespace tidings::misp {
namespace {

namespace fs = std::filesystem;
using draft::Fate;

std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class MispCorpus : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("TIDINGS_CORPUS");
    if (folder == nullptr || *folder == '\0') GTEST_SKIP() << "TIDINGS_CORPUS names no folder";
    folder_ = folder;
  }
  std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    for (const auto* part : {"misp", "reports/eset-malware-ioc"}) {
      for (const auto& entry : fs::recursive_directory_iterator(folder_ / part)) {
        if (entry.path().extension() == ".json") out.push_back(entry.path());
      }
    }
    std::ranges::sort(out);
    return out;
  }
  fs::path folder_;
};

void collect(const json::value& value, std::vector<json::object>& out) {
  if (const auto* array = value.if_array()) {
    for (const auto& each : *array) collect(each, out);
    return;
  }
  const auto* object = value.if_object();
  if (object == nullptr) return;
  for (const auto* wrapper : {"Event", "response"}) {
    if (object->contains(wrapper) && object->at(wrapper).is_structured()) return collect(object->at(wrapper), out);
  }
  if (object->contains("info") || object->contains("Attribute") || object->contains("Object")) out.push_back(*object);
}

void drop(json::object& from, std::string_view list, const std::function<bool(const json::object&)>& is_dropped) {
  auto* value = from.if_contains(list);
  if (value == nullptr || !value->is_array()) return;
  json::array kept;
  for (const auto& each : value->get_array()) {
    if (!is_dropped(each.as_object())) kept.push_back(each);
  }
  *value = std::move(kept);
}

/// Clusters that are for fewer than their event, and the tags that repeat them.
void drop_clusters(json::object& thing) {
  auto* galaxies = thing.if_contains("Galaxy");
  if (galaxies == nullptr || !galaxies->is_array()) return;
  std::vector<json::value> tags;
  for (auto& galaxy : galaxies->get_array()) {
    drop(galaxy.as_object(), "GalaxyCluster", [&](const json::object& cluster) {
      const auto* level = cluster.if_contains("distribution");
      if (level == nullptr || *level == json::value("3")) return false;
      tags.push_back(cluster.at("tag_name"));
      return true;
    });
  }
  drop(thing, "Tag", [&](const json::object& tag) { return std::ranges::count(tags, tag.at("name")) != 0; });
}

/// Of a deleted attribute, what others learn of the deletion from.
void leave_remains(json::object& thing) {
  const auto* deleted = thing.if_contains("deleted");
  if (deleted == nullptr || *deleted != json::value(true) || !thing.contains("value")) return;
  json::object left{{"deleted", true}, {"type", "comment"}, {"category", "Other"}, {"value", "deleted"}};
  for (const auto* name : {"uuid", "timestamp", "distribution", "object_relation"}) {
    if (const auto* value = thing.if_contains(name)) left[name] = *value;
  }
  thing = std::move(left);
}

/// What docs/formats.md says that does not travel.
void drop_what_stays(json::value& value) {
  if (auto* array = value.if_array()) {
    for (auto& each : *array) drop_what_stays(each);
    return;
  }
  auto* object = value.if_object();
  if (object == nullptr) return;
  for (const auto* name : {"ShadowAttribute", "RelatedEvent", "SharingGroup", "event_creator_email"}) {
    const auto* member = object->if_contains(name);
    if (member == nullptr || member->is_null()) continue;
    const bool empty =
        member->is_array() ? member->get_array().empty() : member->is_string() && member->get_string().empty();
    if (!empty) object->stable_erase(name);
  }
  drop_clusters(*object);
  leave_remains(*object);
  for (auto& member : *object) drop_what_stays(member.value());
}

std::vector<json::object> written_of(const Drafted& made) {
  Writer writer({});
  for (const auto& [context, claim] : made.claims) {
    const auto& header = made.contexts[context];
    const auto added = is_original(claim) ? writer.add_original(said_of(header, claim), claim)
                                          : writer.add(indicator_of(header, claim));
    EXPECT_TRUE(added);
  }
  std::vector<json::object> out;
  EXPECT_TRUE(writer.finish([&](const WrittenEvent& each) -> base::Status {
    out.push_back(json::parse(each.text()).at("Event").as_object());
    return {};
  }));
  return out;
}

/// The things of a list by uuid, since those of different markings come back one marking after the other.
std::multimap<std::string, std::string> by_uuid(const json::object& event, std::string_view list) {
  std::multimap<std::string, std::string> out;
  const auto* array = event.if_contains(list);
  if (array == nullptr || !array->is_array()) return out;
  for (const auto& each : array->get_array()) {
    const auto* uuid = each.is_object() ? each.get_object().if_contains("uuid") : nullptr;
    out.emplace(uuid != nullptr ? json::serialize(*uuid) : "", json::serialize(each));
  }
  return out;
}

void expect_same(json::object was, json::object is, const std::string& where) {
  drop_tags(is, [](const json::value& tag) { return tag_name(tag).starts_with("tidings:bulletin="); });
  if (!was.contains("Tag") && is.contains("Tag") && is_empty(is.at("Tag"))) is.erase("Tag");
  if (!was.contains("uuid")) is.erase("uuid");  // what had none got one, without which MISP takes nothing
  for (const auto* list : {"Attribute", "Object", "EventReport"}) {
    EXPECT_EQ(by_uuid(was, list), by_uuid(is, list)) << where << " " << list;
    was.erase(list);
    is.erase(list);
  }
  EXPECT_EQ(was, is) << where;
}

TEST_F(MispCorpus, every_event_comes_back_object_by_object) {
  std::size_t events = 0, attributes = 0, claims = 0, refused = 0;
  for (const auto& path : files()) {
    const auto text = read_all(path);
    boost::system::error_code error;
    auto document = json::parse(text, error);
    if (error) continue;
    std::vector<json::object> were;
    collect(document, were);
    auto made = draft_of(text);
    if (were.empty()) {
      EXPECT_FALSE(made.status) << path;
      continue;
    }
    if (path.filename() == "search_index_result.json") {  // of events without what is in them
      EXPECT_EQ(made.count(Fate::Refused), were.size());
      EXPECT_THAT(made.contexts, testing::IsEmpty());
      continue;
    }
    ASSERT_TRUE(made.status) << path << made.status.error().what;
    // Events without an id of their own are one publication here, and told apart by the ids that were made for them.
    auto are = written_of(made);
    ASSERT_EQ(are.size(), were.size()) << path;
    for (auto& was : were) {
      json::value stripped(std::move(was));
      drop_what_stays(stripped);
      was = std::move(stripped.get_object());
      const auto found = std::ranges::find_if(
          are, [&](const json::object& is) { return !was.contains("uuid") || is.at("uuid") == was.at("uuid"); });
      ASSERT_NE(found, are.end()) << path;
      attributes += by_uuid(was, "Attribute").size();
      expect_same(was, *found, path.string());
      are.erase(found);
    }
    events += were.size();
    claims += made.lines().size();
    refused += made.count(Fate::Refused);
    for (const auto& note : made.notes) {
      if (note.fate == Fate::Refused)
        std::printf("%s %s: %s: %s\n", path.filename().c_str(), note.where.c_str(), note.what.c_str(),
                    note.reason.c_str());
    }
  }
  std::printf("%zu events, %zu attributes outside of objects, %zu claims, %zu refused\n", events, attributes, claims,
              refused);
  EXPECT_GT(events, 90u);
}

TEST_F(MispCorpus, every_header_and_claim_keeps_the_limits_of_a_bulletin) {
  for (const auto& path : files()) {
    const auto made = draft_of(read_all(path));
    for (const auto& context : made.contexts) {
      EXPECT_LE(context.ByteSizeLong(), bulletin::max_header_bytes) << path;
      EXPECT_LE(static_cast<std::size_t>(context.tags_size()), bulletin::max_list_entries) << path;
      EXPECT_LE(static_cast<std::size_t>(context.references_size()), bulletin::max_list_entries) << path;
    }
    for (const auto& [context, claim] : made.claims) {
      EXPECT_LE(claim.ByteSizeLong(), bulletin::max_claim_bytes) << path;
      const auto type = observable::type_from_number(claim.type());
      ASSERT_TRUE(type);
      EXPECT_TRUE(observable::is_canonical(*type, claim.value())) << path << " " << claim.value();
    }
  }
}

TEST_F(MispCorpus, every_type_of_the_reference_is_known) {
  const auto reference = json::parse(read_all(folder_ / "reference/misp/describeTypes.json"));
  std::size_t seen = 0;
  for (const auto& type : reference.at("result").at("types").as_array()) {
    const std::string name(type.as_string());
    EXPECT_EQ(attribute_type(name).name, name);
    ++seen;
  }
  EXPECT_EQ(seen, attribute_types().size());
}

TEST_F(MispCorpus, what_is_written_stands_in_a_category_of_its_type) {
  const auto reference = json::parse(read_all(folder_ / "reference/misp/describeTypes.json"));
  const auto& categories = reference.at("result").at("category_type_mappings").as_object();
  const auto expect_allowed = [&](std::string_view type, std::string_view category) {
    const auto* types = categories.if_contains(category);
    ASSERT_NE(types, nullptr) << category;
    const auto& list = types->as_array();
    EXPECT_NE(std::ranges::find(list, json::value(type)), list.end()) << type << " in " << category;
  };
  for (const auto type : observable::all_types()) {
    for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
      const auto form = attribute_form(type, std::string(24, '\x04'), static_cast<v1::Role>(role));
      expect_allowed(form.type, form.category);
    }
  }
  for (const auto& type : attribute_types()) {
    if (type.form == Form::Foreign) expect_allowed(type.name, foreign_category(type.name));
  }
}

TEST_F(MispCorpus, a_feeds_index_is_read_and_made_again) {
  const auto feed = folder_ / "misp/feed-tweetfeed";
  const auto manifest_text = read_all(feed / "manifest.json");
  const auto hashes_text = read_all(feed / "hashes.csv");
  TextSource manifest_source(manifest_text), hashes_source(hashes_text);
  auto manifest = read_manifest(manifest_source);
  ASSERT_TRUE(manifest);
  ASSERT_TRUE(read_hashes(hashes_source, *manifest));
  EXPECT_EQ(plan(*manifest, {}).fetch.size(), 31u);
  FeedFiles files;
  for (const auto& event : manifest->events) {
    Writer writer({});
    const auto made = draft_of(read_all(feed / file_name(event.uuid)));
    for (const auto& [context, claim] : made.claims) {
      const auto& header = made.contexts[context];
      ASSERT_TRUE(is_original(claim) ? writer.add_original(said_of(header, claim), claim)
                                     : writer.add(indicator_of(header, claim)));
    }
    ASSERT_TRUE(writer.finish([&](const WrittenEvent& each) -> base::Status {
      files.add(each);
      return {};
    }));
  }
  EXPECT_EQ(json::parse(files.manifest()), json::parse(manifest_text));
  Manifest again = *manifest;
  TextSource again_source(files.hashes());
  ASSERT_TRUE(read_hashes(again_source, again));
  for (std::size_t i = 0; i < again.events.size(); ++i) {
    EXPECT_EQ(again.events[i].values, manifest->events[i].values) << again.events[i].uuid;
  }
}

}  // namespace
}  // namespace tidings::misp
