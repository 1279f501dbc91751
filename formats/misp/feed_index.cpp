// What a feed tells of its events beside them: manifest.json and hashes.csv.
#define OPENSSL_SUPPRESS_DEPRECATED  // MD5_*: hashes.csv is defined by MD5 and asks no strength of it
#include <openssl/md5.h>

#include <array>

#include "base/bytes.hpp"
#include "formats/misp/attribute_types.hpp"
#include "formats/misp/published.hpp"
#include "formats/misp/tags.hpp"

namespace tidings::misp {
namespace {

constexpr std::array<std::string_view, 7> told_members = {"info",     "date",         "timestamp", "threat_level_id",
                                                          "analysis", "distribution", "Orgc"};

void append_hash(std::string& out, std::string_view value, std::string_view uuid) {
  std::array<unsigned char, MD5_DIGEST_LENGTH> digest{};
  MD5_CTX ctx;
  MD5_Init(&ctx);
  MD5_Update(&ctx, value.data(), value.size());
  MD5_Final(digest.data(), &ctx);
  out += base::to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
  out.append(",").append(uuid).append("\n");
}

}  // namespace

void append_hashes(std::string& out, const json::object& attribute, std::string_view uuid) {
  auto value = text_of(attribute, "value");
  const auto type = text_of(attribute, "type");
  if (value.empty() || truth_of(attribute, "deleted").value_or(false)) return;
  const bool is_two = type.find('|') != std::string_view::npos || type == "malware-sample";
  for (auto bar = value.find('|'); is_two && bar != std::string_view::npos; bar = value.find('|')) {
    append_hash(out, value.substr(0, bar), uuid);
    value.remove_prefix(bar + 1);
  }
  append_hash(out, value, uuid);
}

json::object manifest_entry(const json::object& event) {
  json::object entry;
  for (const auto name : told_members) {
    if (const auto* value = event.if_contains(name)) entry[name] = *value;
  }
  json::array tags;
  each_tag(event, [&](const json::value& tag) {
    json::object told;
    told["name"] = tag_name(tag);
    const auto* object = tag.if_object();
    if (const auto* colour = object != nullptr ? object->if_contains("colour") : nullptr) told["colour"] = *colour;
    tags.emplace_back(std::move(told));
  });
  entry["Tag"] = std::move(tags);
  return entry;
}

}  // namespace tidings::misp
