#include "formats/misp/event_text.hpp"

#include <boost/json/serialize.hpp>

#include "formats/misp/published.hpp"

namespace tidings::misp {
namespace {

constexpr std::size_t piece_bytes = 256 * 1024;

std::size_t list_of(Original kind) {
  switch (kind) {
    case Original::Event:
    case Original::Attributes: return 0;
    case Original::Object: return 1;
    case Original::Report: return 2;
  }
  return 0;
}

}  // namespace

EventText::EventText(std::string uuid, json::object head)
    : uuid_(std::move(uuid)), head_(std::move(head)), lists_{{{"Attribute", {}}, {"Object", {}}, {"EventReport", {}}}} {
  for (std::size_t i = 0; i < lists_.size(); ++i) is_told_[i] = head_.erase(lists_[i].name) > 0;
  head_["uuid"] = uuid_;
}

void EventText::add(Original kind, const json::object& thing) {
  auto& list = lists_.at(list_of(kind));
  list.text.append(list.text.empty() ? "" : ",").append(json::serialize(thing));
  if (kind == Original::Attributes) append_hashes(hashes_, thing, uuid_);
  if (kind != Original::Object) return;
  each_object(thing, "Attribute", [&](const json::object& attribute) { append_hashes(hashes_, attribute, uuid_); });
}

WrittenEvent EventText::finish() && {
  WrittenEvent written{std::move(uuid_), std::move(head_), {}, std::move(hashes_), {}};
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    if (is_told_[i] || !lists_[i].text.empty()) written.lists.push_back(std::move(lists_[i]));
  }
  return written;
}

base::Status WrittenEvent::each_piece(const std::function<base::Status(std::string_view)>& take) const {
  auto before = "{\"Event\":" + json::serialize(head);
  before.pop_back();
  for (const auto& list : lists) {
    if (auto taken = take(before.append(",\"").append(list.name).append("\":[")); !taken) return taken;
    for (std::size_t at = 0; at < list.text.size(); at += piece_bytes) {
      if (auto taken = take(std::string_view(list.text).substr(at, piece_bytes)); !taken) return taken;
    }
    before = "]";
  }
  return take(before.append("}}"));
}

std::string WrittenEvent::text() const {
  std::string out;
  (void)each_piece([&](std::string_view piece) -> base::Status {
    out += piece;
    return {};
  });
  return out;
}

}  // namespace tidings::misp
