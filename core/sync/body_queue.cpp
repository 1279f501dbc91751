#include "core/sync/body_queue.hpp"

#include <algorithm>

#include "core/bulletin/wire.hpp"
#include "proto/frame.hpp"

namespace tidings::sync {
namespace {

/// Bodies in memory ahead of the socket, a lane: enough to keep a store's readers busy, and one bulletin of any size.
constexpr std::size_t max_ahead_bytes = 1024 * 1024;
/// What a body of unknown size is taken for while it is read.
constexpr std::uint32_t assumed_bytes = 64 * 1024;

void write_deliver(std::string& out, const BulletinId* id, Lane lane, std::size_t size, std::string_view piece) {
  std::string message;
  message.reserve(piece.size() + 64);
  if (id != nullptr) bulletin::append_bytes_field(message, v1::Deliver::kBulletinIdFieldNumber, id->bytes());
  bulletin::append_varint_field(message, v1::Deliver::kLaneFieldNumber, index(lane));
  if (id != nullptr) bulletin::append_varint_field(message, v1::Deliver::kSizeFieldNumber, size);
  bulletin::append_bytes_field(message, v1::Deliver::kPieceFieldNumber, piece);
  proto::append_frame(out, v1::FRAME_DELIVER, message);
}

}  // namespace

void BodyQueue::want(const BulletinId& id, Lane lane, std::uint32_t size) {
  lanes_[index(lane)].wanted.emplace_back(id, size);
  fetch(lane);
}

void BodyQueue::fetch(Lane lane) {
  auto& state = lanes_[index(lane)];
  while (!state.wanted.empty()) {
    const auto [id, size] = state.wanted.front();
    const std::uint32_t counted = size == 0 ? assumed_bytes : size;
    if (state.ahead > 0 && state.ahead + counted > max_ahead_bytes) return;
    state.wanted.pop_front();
    state.ahead += counted;
    asked_.emplace(id, Asked{lane, size});
    channel_.wish(wish::FetchBody{id, lane});
  }
}

BodyQueue::Answer BodyQueue::take(const BulletinId& id, std::optional<std::string> bytes) {
  const auto found = asked_.find(id);
  if (found == asked_.end()) return Answer::NotAsked;
  const Asked asked = found->second;
  asked_.erase(found);
  auto& state = lanes_[index(asked.lane)];
  const std::size_t reserved = asked.size == 0 ? assumed_bytes : asked.size;
  if (bytes && !bytes->empty() && (asked.size == 0 || bytes->size() == asked.size)) {
    state.ready.push_back(Body{id, *std::move(bytes), reserved});
    return Answer::Queued;
  }
  state.ahead -= reserved;
  v1::Deliver gone;
  gone.set_bulletin_id(id.str());
  gone.set_lane(to_wire(asked.lane));
  gone.set_gone(true);
  channel_.send(v1::FRAME_DELIVER, gone);
  fetch(asked.lane);
  return Answer::Gone;
}

bool BodyQueue::has_piece() const {
  return std::any_of(lanes_.begin(), lanes_.end(), [](const LaneState& state) { return !state.ready.empty(); });
}

std::optional<BulletinId> BodyQueue::write_piece(std::string& out, std::uint64_t& sent_bytes) {
  const auto at =
      std::find_if(lanes_.begin(), lanes_.end(), [](const LaneState& state) { return !state.ready.empty(); });
  if (at == lanes_.end()) return std::nullopt;
  const auto lane = static_cast<Lane>(at - lanes_.begin());
  Body& body = at->ready.front();
  const std::string_view piece = std::string_view(body.bytes).substr(at->sent, piece_bytes_);
  write_deliver(out, at->sent == 0 ? &body.id : nullptr, lane, body.bytes.size(), piece);
  at->sent += piece.size();
  sent_bytes += piece.size();
  if (at->sent < body.bytes.size()) return std::nullopt;
  const BulletinId id = body.id;
  at->ahead -= body.reserved;
  at->sent = 0;
  at->ready.pop_front();
  fetch(lane);
  return id;
}

}  // namespace tidings::sync
