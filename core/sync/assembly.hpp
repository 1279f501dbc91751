#pragma once
/// One bulletin in the making: the pieces of one lane, in order.
/// Errors: Protocol and TooLarge, where the pieces do not make what the first one announced.
/// Lives on: the link's executor.
#include <optional>
#include <string>

#include "base/result.hpp"
#include "core/sync/link.hpp"
#include "tidings/v1/link.pb.h"

namespace tidings::sync {

struct Assembled {
  BulletinId id;
  std::string bytes;  ///< empty where discarded
  bool discarded{false};
};

class Assembly {
 public:
  bool is_busy() const { return busy_; }
  bool is_wanted() const { return busy_ && !discard_; }  ///< what is being made is kept
  const BulletinId& id() const { return id_; }           ///< of what is being made
  /// Takes the announcement of a first piece; its bytes follow through add(). A discarded one is counted, not kept.
  base::Status begin(const BulletinId& id, std::uint32_t size, bool discard);
  /// The whole, once the last piece is in.
  base::Result<std::optional<Assembled>> add(std::string_view piece);

 private:
  BulletinId id_;
  std::uint32_t size_{0}, got_{0};
  bool busy_{false}, discard_{false};
  std::string bytes_;
};

/// Whether `bytes` are a Bulletin whose header has this id.
bool is_bulletin(std::string_view bytes, const BulletinId& id);

}  // namespace tidings::sync
