#pragma once
/// A node of the simulated world: an in-memory ledger, a partner book, and one real sync::Link a connected partner.
/// What it keeps across connections (tokens, want-list, what was acknowledged) is what a real node keeps in its store.
/// Lives on: the simulation's thread.
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/sync/link.hpp"
#include "daemon/sharing/wanting.hpp"
#include "tests/simulation/world/saying.hpp"

namespace tidings::world {

using base::Duration;

struct Partner {
  policy::Terms terms;
  policy::Standing standing{policy::Standing::Active};
  std::map<Lane, std::string> tokens;  ///< the partner's, kept for it
  std::set<BulletinId> delivered;      ///< acknowledged there, or given by it
  std::set<BulletinId> want_list;
  std::set<BulletinId> wanted, waited_for;  ///< from it now; from another, though it offers it too
  std::unique_ptr<sync::Link> link;         ///< while connected
  std::array<std::size_t, bulletin::lane_count> position{};
};

class Node {
 public:
  /// `clock` tells the simulation's time, and outlives it.
  Node(std::size_t number, sync::LinkOptions options, const Duration& clock)
      : id_(org(number)), options_(options), clock_(clock) {}

  const OrgId& id() const { return id_; }
  Partner& partner(const OrgId& organisation) { return partners_[organisation]; }
  const std::map<OrgId, Partner>& partners() const { return partners_; }

  void publish(Said said);
  bool holds(const BulletinId& bulletin) const { return held_.contains(bulletin); }
  const std::map<BulletinId, Said>& held() const { return held_; }

  void connect(const OrgId& partner, Duration now);
  void disconnect(const OrgId& partner);
  /// Fulfils what the links wish, until they wish no more. The code of a link that wants to be closed.
  void serve();
  std::optional<base::ErrorCode> closed(const OrgId& partner) const;
  /// Asks each connected partner again for what was refused for now.
  void retry();
  /// Wants elsewhere what is not delivered; called every few seconds.
  void hurry();

  /// Refuses what comes for now while set: a full disk, an unknown key.
  bool refusing_for_now{false};
  /// Offers, and never delivers what is wanted of it.
  bool withholding{false};

  struct Tally {
    std::size_t stored{0}, refused{0}, leaks{0};
    std::size_t in_vain{0};  ///< bodies that came though they were held already
    std::size_t offered_entries{0};
  };
  const Tally& tally() const { return tally_; }

 private:
  void append(Said said, const OrgId& giver);
  bool serve(const OrgId& organisation, Partner& partner);
  policy::Decision judge(const Said& said, policy::Side side, const OrgId& other, const Partner& partner) const;
  void find(Partner& partner, const OrgId& organisation, const sync::wish::FindCandidates& wish);
  void judge_offer(Partner& partner, const sync::wish::JudgeOffer& wish);
  void submit(Partner& partner, const OrgId& organisation, sync::wish::Submit wish);
  void wait_for_turn(Partner& partner, std::uint64_t offer, std::uint32_t entry, const BulletinId& id);
  void ended(Partner& partner, const BulletinId& id);
  void answer(const OrgId& organisation, Partner& partner, sync::Wish& wish);

  OrgId id_;
  sync::LinkOptions options_;
  const Duration& clock_;
  std::map<OrgId, Partner> partners_;
  std::map<BulletinId, Said> held_;
  std::vector<BulletinId> ledger_;  ///< its index plus one is the sequence
  sharing::Wanting wanting_;
  std::map<OrgId, base::ErrorCode> closed_;
  Tally tally_;
};

}  // namespace tidings::world
