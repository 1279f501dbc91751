#include "formats/misp/original.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "core/observable/type.hpp"
#include "formats/misp/marking.hpp"
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
constexpr std::array<std::string_view, 7> kept_back = {"ShadowAttribute", "RelatedEvent", "RelatedAttribute",   "Event",
                                                       "extensionEvents", "SharingGroup", "event_creator_email"};
constexpr std::array<std::string_view, 3> own_travel = {"Attribute", "Object", "EventReport"};

bool is_local(const json::value& value) { return !may_travel(value); }

bool has_local_tag(const json::value& tags) {
  bool found = false;
  each_tag_in(tags, [&](const json::value& tag) { found |= is_local(tag); });
  return found;
}

/// What is left of a thing that was deleted: that it was, and what it was a part of. MISP takes no attribute without a
/// value and no report without a name.
constexpr std::array<std::string_view, 10> remains = {
    "uuid",        "timestamp",     "deleted",         "distribution",    "meta-category", "object_relation",
    "object_uuid", "template_uuid", "referenced_uuid", "template_version"};
constexpr std::string_view gone = "deleted";

bool is_deleted(const json::object& thing) { return truth_of(thing, "deleted").value_or(false); }

json::object remains_of(Original kind, const json::object& thing) {
  json::object left;
  for (const auto name : remains) {
    if (const auto* value = thing.if_contains(name)) left[name] = *value;
  }
  if (kind == Original::Object) left["name"] = text_of(thing, "name");
  if (kind == Original::Report) left["name"] = gone;
  if (kind != Original::Attributes) return left;
  left["type"] = "comment";
  left["category"] = "Other";
  left["value"] = gone;
  return left;
}

/// Of these the marking counts for the whole in which they stand, and others learn from them what was deleted.
bool are_read(std::string_view list) { return list == "Attribute" || list == "ObjectReference"; }

bool stays(std::string_view list, const json::object& part) {
  if (are_read(list)) return false;
  const bool is_of_galaxy = list == "Galaxy" || list == "GalaxyCluster";
  return is_deleted(part) || is_for_fewer(part) || (is_of_galaxy && !may_travel(part));
}

bool needs_stripping(const json::object& thing);

bool has_to_stay(std::string_view list, const json::value& value) {
  if (const auto* array = value.if_array())
    return std::ranges::any_of(*array, [&](const json::value& each) { return has_to_stay(list, each); });
  const auto* part = value.if_object();
  return part != nullptr && (is_deleted(*part) || stays(list, *part) || needs_stripping(*part));
}

/// One walk over the members: of 400,000 attributes, seven look-ups each are most of the time.
bool needs_stripping(const json::object& thing) {
  bool found = false;
  for (const auto& member : thing) {
    const std::string_view name(member.key());
    if (holds_tags(name))
      found |= has_local_tag(member.value());
    else if (std::ranges::find(kept_back, name) != kept_back.end())
      found |= !is_empty(member.value());
    else
      found |= has_to_stay(name, member.value());
  }
  return found;
}

void strip(json::object& thing);

/// Whether nothing of it is left.
bool strip_part(std::string_view list, json::value& value) {
  if (auto* array = value.if_array()) {
    for (auto at = array->begin(); at != array->end();) at = strip_part(list, *at) ? array->erase(at) : at + 1;
  }
  auto* part = value.if_object();
  if (part == nullptr) return false;
  if (stays(list, *part)) return true;
  if (is_deleted(*part)) *part = remains_of(list == "Attribute" ? Original::Attributes : Original::Event, *part);
  strip(*part);
  return false;
}

void strip(json::object& thing) {
  drop_tags(thing, [kept = kept_tags(thing)](const json::value& tag) { return is_local(tag) || is_among(tag, kept); });
  for (auto at = thing.begin(); at != thing.end();) {
    const std::string_view name(at->key());
    const bool is_kept_back = std::ranges::find(kept_back, name) != kept_back.end() && !is_empty(at->value());
    at = is_kept_back || (!holds_tags(name) && strip_part(name, at->value())) ? thing.stable_erase(at) : at + 1;
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

void append_original(std::string& out, Original kind, const json::value& value, std::string_view bytes) {
  const auto* object = value.if_object();
  if (object == nullptr || (!is_deleted(*object) && !needs_stripping(*object))) {
    out += bytes;
    return;
  }
  auto stripped = is_deleted(*object) ? remains_of(kind, *object) : *object;
  strip(stripped);
  out += json::serialize(stripped);
}

std::string event_original(const json::object& event) {
  json::object stripped(event);
  strip(stripped);
  for (const auto name : own_travel) {
    // An empty list stays as the place of what travels by itself.
    if (auto* value = stripped.if_contains(name); value != nullptr && value->is_structured()) *value = json::array();
  }
  return json::serialize(stripped);
}

std::uint64_t changed_at(const v1::Claim& claim) {
  if (original_of(claim.opaque().media_type()) != Original::Event) return 0;
  boost::system::error_code error;
  json::parse_options how;
  how.max_depth = max_pack_depth;
  const auto value = json::parse(claim.opaque().content(), error, {}, how);
  const auto* event = error ? nullptr : value.if_object();
  return event == nullptr ? 0 : instant_of(*event, "timestamp");
}

void each_packed(std::string_view pack, const std::function<void(std::string_view word)>& take) {
  boost::system::error_code error;
  json::parse_options how;
  how.max_depth = max_pack_depth;
  const auto value = json::parse(pack, error, {}, how);
  const auto* attributes = error ? nullptr : value.if_array();
  if (attributes == nullptr) return take(pack);
  for (const auto& attribute : *attributes) {
    const auto uuid = attribute.is_object() ? text_of(attribute.get_object(), "uuid") : std::string_view();
    uuid.empty() ? take(json::serialize(attribute)) : take(uuid);
  }
}

}  // namespace tidings::misp
