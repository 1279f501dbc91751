#include "core/sync/assembly.hpp"

#include <utility>

#include "base/digest.hpp"
#include "core/bulletin/wire.hpp"
#include "proto/wire_limits.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::sync {

using base::ErrorCode;

base::Status Assembly::begin(const BulletinId& id, std::uint32_t size, bool discard) {
  if (busy_) return base::fail(ErrorCode::Protocol, "a new bulletin begins in a lane before the one before it ended");
  if (size == 0 || size > bulletin::max_bulletin_bytes) {
    return base::fail(ErrorCode::TooLarge, "a bulletin of " + std::to_string(size) + " bytes is delivered");
  }
  busy_ = true;
  id_ = id;
  size_ = size;
  got_ = 0;
  discard_ = discard;
  if (!discard) bytes_.reserve(size);
  return {};
}

base::Result<std::optional<Assembled>> Assembly::add(std::string_view piece) {
  if (!busy_) return base::fail(ErrorCode::Protocol, "a piece of no bulletin");
  if (piece.empty()) return base::fail(ErrorCode::Protocol, "a piece of no bytes");
  if (piece.size() > proto::max_piece_bytes) return base::fail(ErrorCode::TooLarge, "a piece beyond its limit");
  if (piece.size() > size_ - got_) return base::fail(ErrorCode::Protocol, "more pieces than the bulletin has bytes");
  got_ += static_cast<std::uint32_t>(piece.size());
  if (!discard_) bytes_.append(piece);
  if (got_ < size_) return std::optional<Assembled>{};
  busy_ = false;
  return std::optional<Assembled>{Assembled{id_, std::exchange(bytes_, {}), discard_}};
}

bool is_bulletin(std::string_view bytes, const BulletinId& id) {
  bulletin::FieldWalker walker(bytes);
  bulletin::Field field;
  while (walker.next(field)) {
    if (field.number != v1::Bulletin::kHeaderFieldNumber || field.type != bulletin::WireType::Bytes) continue;
    return base::sha256(field.bytes).bytes() == id.bytes();
  }
  return false;
}

}  // namespace tidings::sync
