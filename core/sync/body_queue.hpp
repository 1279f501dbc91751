#pragma once
/// The way out for bodies that the other side wants: read ahead by a bounded amount, cut into pieces, a lane at a time,
/// the higher lane's pieces between those of a lower one.
/// Lives on: the link's executor.
#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "core/sync/channel.hpp"

namespace tidings::sync {

class BodyQueue {
 public:
  BodyQueue(Channel& channel, std::uint32_t piece_bytes) : channel_(channel), piece_bytes_(piece_bytes) {}

  /// `size` 0: not known.
  void want(const BulletinId& id, Lane lane, std::uint32_t size);
  /// The answer to FetchBody. False: gone (or not the size that was offered), and said so to the other side.
  enum class Answer : std::uint8_t { Queued, Gone, NotAsked };
  Answer take(const BulletinId& id, std::optional<std::string> bytes);

  bool has_piece() const;
  /// Appends one Deliver frame; the id of a body that is out whole.
  std::optional<BulletinId> write_piece(std::string& out, std::uint64_t& sent_bytes);

 private:
  struct Asked {
    Lane lane;
    std::uint32_t size;
  };
  struct Body {
    BulletinId id;
    std::string bytes;
    std::size_t reserved;
  };
  struct LaneState {
    std::deque<std::pair<BulletinId, std::uint32_t>> wanted;  ///< not asked for yet
    std::deque<Body> ready;
    std::size_t sent{0};   ///< of the first ready one
    std::size_t ahead{0};  ///< bytes asked for or ready
  };
  void fetch(Lane lane);

  Channel& channel_;
  std::uint32_t piece_bytes_;
  std::map<BulletinId, Asked> asked_;
  std::array<LaneState, bulletin::lane_count> lanes_;
};

}  // namespace tidings::sync
