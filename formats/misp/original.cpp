#include "formats/misp/original.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "core/observable/type.hpp"
#include "formats/misp/tags.hpp"

namespace tidings::misp {
namespace {

struct Media {
  Original what;
  std::string_view name;
};
constexpr std::array<Media, 4> media = {{{Original::Event, "application/vnd.misp.event+json"},
                                         {Original::Attributes, "application/vnd.misp.attributes+json"},
                                         {Original::Object, "application/vnd.misp.object+json"},
                                         {Original::Report, "application/vnd.misp.report+json"}}};

// Objects of others, of users, and of those who share: empty ones tell nothing and stay.
constexpr std::array<std::string_view, 4> kept_back = {"ShadowAttribute", "RelatedEvent", "SharingGroup",
                                                       "event_creator_email"};
constexpr std::array<std::string_view, 3> own_travel = {"Attribute", "Object", "EventReport"};

bool is_local(const json::value& value) { return !may_travel(value); }

bool has_local_tag(const json::value& tags) {
  bool found = false;
  each_tag_in(tags, [&](const json::value& tag) { found |= is_local(tag); });
  return found;
}

bool stays(const json::value& galaxy) { return galaxy.is_object() && !is_for_all(galaxy.get_object()); }
bool cluster_stays(const json::value& cluster) { return is_local(cluster) || stays(cluster); }

bool has_kept_galaxy(const json::value& galaxies) {
  const auto* list = galaxies.if_array();
  return list != nullptr && std::ranges::any_of(*list, [](const json::value& galaxy) {
           const auto* clusters = galaxy.is_object() ? array_of(galaxy.get_object(), "GalaxyCluster") : nullptr;
           return stays(galaxy) || (clusters != nullptr && std::ranges::any_of(*clusters, cluster_stays));
         });
}

void drop_from(json::value* value, bool (*is_dropped)(const json::value&)) {
  if (value == nullptr || !value->is_array()) return;
  auto& array = value->get_array();
  for (auto at = array.begin(); at != array.end();) at = is_dropped(*at) ? array.erase(at) : at + 1;
}

void drop_galaxies(json::object& thing) {
  auto* galaxies = thing.if_contains("Galaxy");
  drop_from(galaxies, stays);
  if (galaxies == nullptr || !galaxies->is_array()) return;
  for (auto& galaxy : galaxies->get_array()) {
    if (galaxy.is_object()) drop_from(galaxy.get_object().if_contains("GalaxyCluster"), cluster_stays);
  }
}

/// One walk over the members: of 400,000 attributes, seven look-ups each are most of the time.
bool needs_stripping(const json::object& thing) {
  bool found = false;
  for (const auto& member : thing) {
    const std::string_view name(member.key());
    if (holds_tags(name))
      found |= has_local_tag(member.value());
    else if (name == "Galaxy")
      found |= has_kept_galaxy(member.value());
    else if (name == "Attribute")
      each_object(thing, name, [&](const json::object& attribute) { found |= needs_stripping(attribute); });
    else if (std::ranges::find(kept_back, name) != kept_back.end())
      found |= !is_empty(member.value());
  }
  return found;
}

void strip(json::object& thing) {
  for (const auto name : kept_back) {
    if (const auto* value = thing.if_contains(name); value != nullptr && !is_empty(*value)) thing.erase(name);
  }
  drop_tags(thing, [kept = kept_tags(thing)](const json::value& tag) { return is_local(tag) || is_among(tag, kept); });
  drop_galaxies(thing);
  if (auto* attributes = thing.if_contains("Attribute"); attributes != nullptr && attributes->is_array()) {
    for (auto& attribute : attributes->get_array()) {
      if (attribute.is_object()) strip(attribute.get_object());
    }
  }
}

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

}  // namespace

std::string_view media_type(Original what) { return std::ranges::find(media, what, &Media::what)->name; }

std::optional<Original> original_of(std::string_view name) {
  const auto found = std::ranges::find(media, name, &Media::name);
  return found == media.end() ? std::nullopt : std::optional(found->what);
}

std::optional<OriginalKey> read_original_key(std::string_view value) {
  OriginalKey key;
  if (const auto hash = value.rfind('#'); hash != std::string_view::npos) {
    const auto pieces = value.substr(hash + 1);
    const auto slash = pieces.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto piece = number_in(pieces.substr(0, slash));
    const auto count = number_in(pieces.substr(slash + 1));
    if (!piece || !count || *piece == 0 || *piece > *count) return std::nullopt;
    key.piece = *piece;
    key.pieces = *count;
    value = value.substr(0, hash);
  }
  const auto slash = std::min(value.find('/'), value.size());
  key.event = value.substr(0, slash);
  if (slash < value.size()) key.what = value.substr(slash + 1);
  return key.event.empty() ? std::nullopt : std::optional(std::move(key));
}

base::Status carry(Original what, const std::string& key, std::string_view text,
                   const std::function<base::Status(v1::Claim)>& take) {
  const auto pieces = std::max<std::size_t>(1, (text.size() + max_piece_bytes - 1) / max_piece_bytes);
  for (std::size_t i = 0; i < pieces; ++i) {
    v1::Claim claim;
    claim.set_type(static_cast<std::uint32_t>(observable::Type::Opaque));
    claim.set_value(pieces == 1 ? key : key + "#" + std::to_string(i + 1) + "/" + std::to_string(pieces));
    auto& opaque = *claim.mutable_opaque();
    opaque.set_media_type(std::string(media_type(what)));
    opaque.set_external_id(claim.value());
    opaque.set_content(std::string(text.substr(i * max_piece_bytes, max_piece_bytes)));
    if (auto taken = take(std::move(claim)); !taken) return taken;
  }
  return {};
}

void append_original(std::string& out, const json::value& value, std::string_view bytes) {
  const auto* object = value.if_object();
  if (object == nullptr || !needs_stripping(*object)) {
    out += bytes;
    return;
  }
  json::object stripped(*object);
  strip(stripped);
  out += json::serialize(stripped);
}

std::string event_original(const json::object& event) {
  json::object stripped(event);
  strip(stripped);
  for (const auto name : own_travel) {
    // An empty list stays as the place of what travels by itself.
    if (auto* value = stripped.if_contains(name); value != nullptr && value->is_array()) *value = json::array();
  }
  return json::serialize(stripped);
}

}  // namespace tidings::misp
