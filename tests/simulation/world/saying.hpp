#pragma once
/// What is said in a simulated world: bulletins without signatures, of which policy and protocol look at everything.
/// Lives on: the simulation's thread.
#include <string>
#include <vector>

#include "core/policy/may_hold.hpp"

namespace tidings::world {

using bulletin::BulletinId;
using bulletin::Lane;
using bulletin::OrgId;

struct Said {
  bulletin::Header header;
  std::string bytes;  ///< a v1::Bulletin whose header hashes to the id
};

struct Words {
  OrgId origin;
  std::uint64_t number{0};  ///< makes the id
  v1::Tlp tlp{v1::TLP_CLEAR};
  std::vector<OrgId> release_to;
  v1::Kind kind{v1::KIND_REPORT};
  v1::Priority priority{v1::PRIORITY_NORMAL};
  std::vector<BulletinId> targets;
  std::size_t size{600};
  base::Instant expires_at{std::uint64_t{4'000'000'000} * 1'000'000};
};
Said say(const Words& words);

/// Node number `n`'s id.
OrgId org(std::size_t n);

}  // namespace tidings::world
