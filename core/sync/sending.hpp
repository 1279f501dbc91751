#pragma once
/// Our ledger on its way out, a lane at a time: candidates → offers within the other side's window → bodies for what it
/// wants → settled. Every lane has its own window, so that a full normal lane never holds up a higher one.
/// An id is in flight from its offer until it is settled: by the answer, by an Ack, or because the body is gone.
/// Lives on: the link's executor.
#include <array>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "core/sync/body_queue.hpp"
#include "core/sync/channel.hpp"

namespace tidings::sync {

class Sending {
 public:
  Sending(Channel& channel, const LinkOptions& options);

  /// Both sides have greeted: begin.
  void start(std::uint32_t window_bytes);
  void on_append();
  void candidates(Lane lane, std::vector<Candidate> found, std::string token, bool at_end);
  void body(const BulletinId& id, std::optional<std::string> bytes);
  void on_want(const v1::Want& want);
  void on_ack(const v1::Ack& ack);

  bool has_piece() const { return bodies_.has_piece(); }
  void write_piece(std::string& out);
  void count(Link::Counts& counts) const;

 private:
  enum class Phase : std::uint8_t { Offered, Wanted, Sent };
  struct InFlight {
    Lane lane;
    std::uint32_t size;
    Phase phase;
    bool offered;  ///< false: wanted from the other side's want-list, outside the window
  };
  struct Offer {
    Lane lane;
    std::vector<BulletinId> ids;
    std::vector<bool> decided;
  };
  /// One answer of our ledger: candidates not offered yet, and the cursor behind them.
  struct Segment {
    std::deque<Candidate> candidates;
    std::string token;
  };
  struct LaneState {
    std::deque<Segment> pending;
    std::string last_token;
    bool asked{false}, at_end{false}, rang{false};
    std::size_t unsettled{0}, unsettled_bytes{0};
  };
  using Flight = std::map<BulletinId, InFlight>;

  void refill(Lane lane);
  bool offer_next(Lane lane);
  void take_entries(Lane lane, Segment& segment, v1::Offer& offer);
  bool has_room(const LaneState& state) const;
  bool fits(const LaneState& state, const Candidate& candidate) const;
  void ask(Lane lane);
  bool decide(Offer& offer, std::uint32_t entry);
  bool answer_offer(Offer& offer, const v1::Want& want, std::vector<BulletinId>& known);
  void want_ids(const v1::Want& want);
  void settle(Flight::iterator at);
  void note_known(std::vector<BulletinId> ids);

  Channel& channel_;
  LinkOptions options_;
  BodyQueue bodies_;
  std::uint32_t window_bytes_{0};
  bool started_{false};
  std::uint64_t next_offer_{1};
  std::map<std::uint64_t, Offer> offers_;  ///< not answered to the end
  Flight flight_;                          // ordered: a partner who grinds ids cannot slow it down
  std::size_t wanted_outside_{0};
  std::array<LaneState, bulletin::lane_count> lanes_;
  std::uint64_t offered_{0}, delivered_{0}, delivered_bytes_{0}, acked_{0};
};

}  // namespace tidings::sync
