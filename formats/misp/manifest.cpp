#include "formats/misp/manifest.hpp"

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "base/utf8.hpp"
#include "base/uuid.hpp"
#include "formats/draft/chunks.hpp"
#include "formats/json/cutter.hpp"
#include "formats/misp/attribute.hpp"
#include "formats/misp/members.hpp"

namespace tidings::misp {
namespace {

using base::ErrorCode;

// The largest public feed tells 2 MB of 1,700 events.
constexpr std::size_t max_manifest_bytes = std::size_t{64} << 20;
constexpr std::size_t max_line_bytes = 256;  // 32 digits, ',', 36 characters
constexpr std::size_t max_tags = 256;
constexpr std::size_t max_info_bytes = 1024;

ManifestEvent event_of(const base::Uuid& uuid, const json::object& entry) {
  ManifestEvent event;
  event.uuid = base::to_text(uuid);
  event.timestamp = instant_of(entry, "timestamp");
  event.info = std::string(base::cut(text_of(entry, "info"), max_info_bytes));
  if (const auto* author = object_of(entry, "Orgc")) {
    event.author = std::string(base::cut(text_of(*author, "name"), max_info_bytes));
  }
  event.tags = tags_of(entry, max_tags);
  return event;
}

void take_entry(Manifest& manifest, std::string_view name, const json::value& value) {
  const auto uuid = base::uuid_from_text(name);
  const auto* entry = value.if_object();
  if (uuid && entry != nullptr) {
    manifest.events.push_back(event_of(*uuid, *entry));
    return;
  }
  manifest.notes.push_back({draft::Fate::Refused, "/" + std::string(base::cut(name, 64)), "an entry of the manifest",
                            uuid ? "it tells nothing of its event" : "its name is no UUID"});
}

/// Adds up a digest a value, byte by byte with carries, so that their order does not matter and a repeat does.
class Sum {
 public:
  void add(std::string_view value) {
    const auto digest = base::sha256(value);
    unsigned carry = 0;
    for (std::size_t i = 0; i < sum_.size(); ++i) {
      carry += sum_[i] + static_cast<unsigned>(digest.data()[i]);
      sum_[i] = static_cast<unsigned char>(carry);
      carry >>= 8;
    }
    is_empty_ = false;
  }
  std::string text() const {
    return is_empty_ ? std::string() : base::to_hex({reinterpret_cast<const char*>(sum_.data()), sum_.size()});
  }

 private:
  std::array<unsigned char, 32> sum_{};
  bool is_empty_{true};
};

struct Line {
  std::string hash, uuid;
};
std::optional<Line> line_of(std::string_view text) {
  if (text.ends_with('\r')) text.remove_suffix(1);
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto hash = base::from_hex(text.substr(0, comma));
  const auto uuid = base::uuid_from_text(text.substr(comma + 1));
  if (!hash || hash->size() != 16 || !uuid) return std::nullopt;
  return Line{*hash, base::to_text(*uuid)};
}

}  // namespace

base::Result<Manifest> read_manifest(draft::Source& source) {
  json_stream::CutterOptions options;
  options.max_rest_bytes = max_manifest_bytes;
  const auto document = json_stream::cut(source, options, [](const json_stream::Element&) { return base::Status{}; });
  if (!document) return document.error();
  if (!document->is_object()) return base::fail(ErrorCode::BadInput, "a manifest must be one object");
  Manifest manifest;
  for (const auto& [name, entry] : document->get_object()) take_entry(manifest, name, entry);
  std::ranges::sort(manifest.events, {}, &ManifestEvent::uuid);
  return manifest;
}

base::Status read_hashes(draft::Source& source, Manifest& manifest) {
  std::map<std::string, Sum, std::less<>> sums;
  for (const auto& event : manifest.events) sums.try_emplace(event.uuid);
  std::string line;
  const auto take = [&] {
    const auto read = line_of(line);
    line.clear();
    if (!read) return;
    if (const auto sum = sums.find(read->uuid); sum != sums.end()) sum->second.add(read->hash);
  };
  const auto read = draft::each_chunk(source, [&](std::string_view chunk) -> base::Status {
    for (const char c : chunk) {
      if (c == '\n')
        take();
      else if (line.size() <= max_line_bytes)
        line.push_back(c);
    }
    return {};
  });
  if (!read) return read;
  take();
  for (auto& event : manifest.events) event.values = sums.at(event.uuid).text();
  return {};
}

std::string file_name(std::string_view uuid) { return std::string(uuid) + ".json"; }

Plan plan(const Manifest& manifest, const Known& known) {
  Plan out;
  for (const auto& event : manifest.events) {
    const auto had = known.find(event.uuid);
    const bool is_new = had == known.end();
    const bool is_newer = !is_new && event.timestamp > had->second.timestamp;
    const bool is_other =
        !is_new && !event.values.empty() && !had->second.values.empty() && event.values != had->second.values;
    if (is_new || is_newer || is_other) out.fetch.push_back(&event);
  }
  for (const auto& [uuid, had] : known) {
    if (!std::ranges::binary_search(manifest.events, uuid, {}, &ManifestEvent::uuid)) out.gone.push_back(uuid);
  }
  return out;
}

}  // namespace tidings::misp
