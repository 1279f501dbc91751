#pragma once
/// The other side's ledger on its way in: offers are judged, what is wanted is assembled and submitted, every answer
/// settles an entry, and a lane's cursor is kept when everything before it is settled.
/// Lives on: the link's executor.
#include <array>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "core/sync/assembly.hpp"
#include "core/sync/channel.hpp"

namespace tidings::sync {

class Receiving {
 public:
  Receiving(Channel& channel, const LinkOptions& options) : channel_(channel), options_(options) {}

  void on_offer(const v1::Offer& offer);
  /// True if it brought a piece of what we want, or says that this is gone.
  bool on_deliver(const v1::Deliver& deliver);
  void judged(std::uint64_t offer, const std::vector<Judgement>& judgements);
  void submitted(const BulletinId& id, Outcome outcome, base::ErrorCode reason);
  void want_again(const std::vector<BulletinId>& ids);

  bool has_acks() const { return !acks_.empty(); }
  void flush_acks();
  bool is_awaiting() const { return awaited_ > 0; }
  void count(Link::Counts& counts) const;

 private:
  enum class Phase : std::uint8_t { Undecided, Wanted, Arriving, Submitted };
  /// An id that is between us: offered and unsettled, or wanted from our want-list, or both.
  struct Expected {
    Lane lane;
    std::uint64_t offer;  ///< 0: not offered
    std::uint32_t size;   ///< 0: not known
    Phase phase;
    bool again;  ///< its settling is told to the want-list
  };
  struct Offer {
    std::vector<BulletinId> ids;
    std::vector<bool> decided;
    std::string token;
    std::size_t unsettled, undecided;
    std::vector<Postponed> later;
  };
  struct LaneState {
    std::map<std::uint64_t, Offer> offers;  ///< unsettled, or behind an unsettled one
    std::size_t unsettled{0}, unsettled_bytes{0};
    std::vector<Postponed> later;  ///< of settled offers that had no token
    Assembly assembly;
  };
  using Entries = std::map<BulletinId, Expected>;

  bool check(const v1::Offer& offer);
  bool add_entry(const v1::OfferEntry& entry, Lane lane, std::uint64_t number, std::vector<Candidate>& candidates);
  void move_cursor(Lane lane, const std::string& token);
  void answer(Offer& offer, const Judgement& judgement, v1::Want& want);
  void settle(Entries::iterator at, Outcome outcome, base::ErrorCode reason);
  void advance(Lane lane);
  void enter(Expected& entry, Phase phase);
  bool begin(const v1::Deliver& deliver, Lane lane);
  bool gone(const v1::Deliver& deliver);
  void finish(Assembled whole, Lane lane);
  bool count_unwanted();
  void acknowledge(const BulletinId& id, Outcome outcome, base::ErrorCode reason);
  void fail(const base::Error& error) { channel_.fail(error.code, error.what); }

  Channel& channel_;
  LinkOptions options_;
  std::uint64_t last_offer_{0};
  Entries entries_;  // ordered: ids are the other side's choice, and a hash table could be made slow
  std::array<LaneState, bulletin::lane_count> lanes_;
  std::vector<v1::AckEntry> acks_;
  std::size_t awaited_{0}, again_{0};
  std::uint64_t received_{0}, unwanted_{0}, known_{0};
};

}  // namespace tidings::sync
