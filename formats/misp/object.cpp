#include "formats/misp/object.hpp"

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"

namespace tidings::misp {
namespace {

using observable::Type;

// An object of more addresses and ports than this lists a range rather than places where something listens.
constexpr std::size_t max_joined = 64;

struct Place {
  std::size_t number{0};  ///< of the attribute in its object
  std::string_view relation, type, value;
};

std::vector<Place> places_of(const json::object& object) {
  std::vector<Place> places;
  const auto* attributes = array_of(object, "Attribute");
  for (std::size_t i = 0; attributes != nullptr && i < attributes->size(); ++i) {
    const auto* attribute = (*attributes)[i].if_object();
    if (attribute == nullptr || truth_of(*attribute, "deleted").value_or(false)) continue;
    places.push_back(
        {i, text_of(*attribute, "object_relation"), text_of(*attribute, "type"), text_of(*attribute, "value")});
  }
  return places;
}

bool is_of(const ObjectReading::Claim& claim, const Place& place) {
  return std::ranges::find(claim.from, place.number) != claim.from.end();
}

/// The claim of an attribute, its type and value replaced by those of both together.
bool join(ObjectReading& reading, const Place& main, const Place& other, Type type, const std::string& text) {
  const auto found = std::ranges::find_if(reading.claims, [&](const auto& claim) { return is_of(claim, main); });
  const auto parsed = observable::parse(text, {type, false});
  if (found == reading.claims.end() || !parsed || parsed->observable.type != type) return false;
  ObjectReading::Claim joined{found->claim, {main.number, other.number}};
  joined.claim.set_type(static_cast<std::uint32_t>(parsed->observable.type));
  joined.claim.set_value(parsed->observable.value);
  reading.claims.push_back(std::move(joined));
  return true;
}

void drop_alone(ObjectReading& reading, const Place& place) {
  std::erase_if(reading.claims,
                [&](const auto& claim) { return claim.from.size() == 1 && claim.from.front() == place.number; });
}

/// One name and a hash, the strongest of those we have a type with a name for.
void join_file(ObjectReading& reading, const std::vector<Place>& places) {
  const Place* name = nullptr;
  const Place* hash = nullptr;
  Type type = Type::None;
  for (const auto& place : places) {
    if (place.type == "filename" && place.relation == "filename") {
      if (name != nullptr) return;
      name = &place;
    }
    const auto strength = place.type == "sha256" ? Type::FilenameSha256
                          : place.type == "sha1" ? Type::FilenameSha1
                          : place.type == "md5"  ? Type::FilenameMd5
                                                 : Type::None;
    if (strength > type) {
      type = strength;
      hash = &place;
    }
  }
  if (name == nullptr || hash == nullptr) return;
  if (!join(reading, *hash, *name, type, std::string(name->value) + "|" + std::string(hash->value))) return;
  drop_alone(reading, *name);  // the digest also counts by itself, whatever a file of it is called elsewhere
}

std::string_view port_relation(const Place& place) {
  if (place.type != "ip-dst" && place.type != "ip-src") return {};
  if (place.relation == "ip" || place.relation == "ip-dst" || place.relation == "dst-ip") return "dst-port";
  return place.relation == "ip-src" || place.relation == "src-ip" ? "src-port" : std::string_view{};
}

void join_ports(ObjectReading& reading, const std::vector<Place>& places) {
  std::vector<std::pair<const Place*, const Place*>> pairs;
  for (const auto& address : places) {
    const auto relation = port_relation(address);
    if (relation.empty()) continue;
    for (const auto& port : places) {
      if (port.type == "port" && port.relation == relation) pairs.emplace_back(&address, &port);
      if (pairs.size() > max_joined) return;
    }
  }
  std::vector<const Place*> joined;
  for (const auto& [address, port] : pairs) {
    const auto text = std::string(address->value) + "|" + std::string(port->value);
    if (join(reading, *address, *port, Type::IpPort, text)) joined.push_back(address);
  }
  for (const auto* address : joined) drop_alone(reading, *address);
}

/// What made a claim together with others is opaque by itself no more.
void settle_fates(ObjectReading& reading) {
  for (const auto& claim : reading.claims) {
    for (const auto number : claim.from) {
      auto& fate = reading.attributes[number].fate;
      if (fate == draft::Fate::Opaque) fate.reset();
    }
  }
}

}  // namespace

ObjectReading read_object(const json::object& object) {
  ObjectReading reading;
  const auto* attributes = array_of(object, "Attribute");
  const bool deleted = truth_of(object, "deleted").value_or(false);
  for (std::size_t i = 0; attributes != nullptr && i < attributes->size(); ++i) {
    const auto* attribute = (*attributes)[i].if_object();
    auto& made = reading.attributes.emplace_back();
    if (attribute == nullptr) continue;
    made = read_attribute(*attribute);
    if (deleted) made = {{}, draft::Fate::Withdrawn, "its author deleted the object"};
    for (auto& claim : made.claims) {
      if (claim.comment().empty())
        claim.set_comment(std::string(base::cut(text_of(object, "comment"), bulletin::max_comment_bytes)));
      reading.claims.push_back({std::move(claim), {i}});
    }
    made.claims.clear();
  }
  if (deleted) return reading;
  const auto places = places_of(object);
  join_file(reading, places);
  join_ports(reading, places);
  settle_fates(reading);
  return reading;
}

}  // namespace tidings::misp
