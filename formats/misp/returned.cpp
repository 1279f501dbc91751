#include "formats/misp/returned.hpp"

#include <boost/json/parse.hpp>
#include <charconv>

#include "base/uuid.hpp"

namespace tidings::misp {
namespace {

constexpr std::string_view packs = "attributes/";

std::size_t pack_number(std::string_view what) {
  if (!what.starts_with(packs)) return 0;
  what.remove_prefix(packs.size());
  std::size_t number = 0;
  std::from_chars(what.data(), what.data() + what.size(), number);
  return number;
}

}  // namespace

bool Returned::take(const v1::Said& said, const v1::Claim& claim) {
  const auto kind = original_of(claim.opaque().media_type());
  auto key = read_original_key(claim.value());
  if (!kind || !key || !base::uuid_from_text(key->event)) return false;
  const auto number = *kind == Original::Attributes ? pack_number(key->what) : 0;
  auto& pieces = pieces_[{std::move(key->event), *kind, number, std::move(key->what)}];
  const auto [piece, is_new] = pieces.by_number.try_emplace(key->piece, claim.opaque().content());
  if (is_new) bytes_ += piece->second.size();
  pieces.count = key->pieces;
  pieces.reach.take(said);
  return true;
}

void Returned::finish(const std::function<void(std::string uuid, const Reach& reach, json::object event)>& begin,
                      const std::function<void(Original kind, const Reach& reach, json::object&& thing)>& take) {
  std::string begun;
  while (!pieces_.empty()) {
    const auto first = pieces_.extract(pieces_.begin());
    const auto& [event, kind, number, what] = first.key();
    if (kind != Original::Event && event != begun) continue;
    const auto& reach = first.mapped().reach;
    auto value = read(first.mapped());
    if (auto* object = value.if_object(); object != nullptr && kind == Original::Event) {
      begun = event;
      begin(event, reach, std::move(*object));
    } else if (object != nullptr && kind != Original::Attributes) {
      take(kind, reach, std::move(*object));
    }
    auto* pack = kind == Original::Attributes ? value.if_array() : nullptr;
    if (pack == nullptr) continue;
    for (auto& each : *pack) {
      if (each.is_object()) take(kind, reach, std::move(each.get_object()));
    }
  }
  bytes_ = 0;
}

/// Null for what is not whole or no JSON.
json::value Returned::read(const Pieces& pieces) {
  if (pieces.by_number.size() != pieces.count) return nullptr;
  std::string text;
  for (const auto& [number, piece] : pieces.by_number) text += piece;
  boost::system::error_code error;
  json::parse_options how;
  how.max_depth = max_pack_depth;
  auto value = json::parse(text, error, {}, how);
  return error ? json::value() : value;
}

}  // namespace tidings::misp
