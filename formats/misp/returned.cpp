#include "formats/misp/returned.hpp"

#include <boost/json/parse.hpp>
#include <charconv>

#include "base/uuid.hpp"

namespace tidings::misp {
namespace {

constexpr std::string_view packs = "attributes/";
// What was read may be 64 deep; a pack is an array around it.
constexpr std::size_t max_depth = 65;

std::size_t pack_number(std::string_view what) {
  if (!what.starts_with(packs)) return 0;
  what.remove_prefix(packs.size());
  std::size_t number = 0;
  std::from_chars(what.data(), what.data() + what.size(), number);
  return number;
}

void take_object(std::vector<json::object>& into, json::value&& value) {
  if (value.is_object()) into.push_back(std::move(value.get_object()));
}

void put(ReturnedEvent& event, Original kind, json::value&& value) {
  switch (kind) {
    case Original::Event:
      if (value.is_object()) event.event = std::move(value.get_object());
      break;
    case Original::Attributes:
      if (auto* array = value.if_array()) {
        for (auto& each : *array) take_object(event.attributes, std::move(each));
      }
      break;
    case Original::Object: take_object(event.objects, std::move(value)); break;
    case Original::Report: take_object(event.reports, std::move(value)); break;
  }
}

}  // namespace

bool Returned::take(const v1::Claim& claim) {
  const auto kind = original_of(claim.opaque().media_type());
  auto key = read_original_key(claim.value());
  if (!kind || !key || !base::uuid_from_text(key->event)) return false;
  const auto number = *kind == Original::Attributes ? pack_number(key->what) : 0;
  auto& pieces = pieces_[{std::move(key->event), *kind, number, std::move(key->what)}];
  const auto [piece, is_new] = pieces.by_number.try_emplace(key->piece, claim.opaque().content());
  if (is_new) bytes_ += piece->second.size();
  pieces.count = key->pieces;
  return true;
}

std::map<std::string, ReturnedEvent> Returned::finish() {
  std::map<std::string, ReturnedEvent> events;
  while (!pieces_.empty()) {
    const auto first = pieces_.extract(pieces_.begin());
    const auto& key = first.key();
    const auto& pieces = first.mapped();
    if (pieces.by_number.size() != pieces.count) continue;
    std::string text;
    for (const auto& [number, piece] : pieces.by_number) text += piece;
    boost::system::error_code error;
    json::parse_options how;
    how.max_depth = max_depth;
    auto value = json::parse(text, error, {}, how);
    if (!error) put(events[key.event], key.kind, std::move(value));
  }
  bytes_ = 0;
  return events;
}

}  // namespace tidings::misp
