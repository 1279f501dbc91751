#pragma once
/// How far each word went in the revision that a publication of ours replaces: a value, an object that was carried, an
/// attribute of MISP wherever it was packed. None of them goes further in the next one than it did, nor does what is
/// new go further than all of the former. Kept are some bytes a word. Errors: what the store says. Lives on: one
/// thread at a time; reads on a reader thread.
#include <span>
#include <utility>
#include <vector>

#include "core/policy/may_hold.hpp"
#include "daemon/store/ledger.hpp"

namespace tidings::intake {

class FormerReach {
 public:
  void add_part(const bulletin::BulletinId& id, policy::TargetAudience audience);
  std::size_t parts() const { return parts_.size(); }
  /// Whether its parts went to different audiences, so that their claims are to be read.
  bool is_mixed() const;
  base::Status read(store::LedgerReader& ledger, std::size_t part);
  void seal();  ///< after the last was read

  /// Whether these claims may be said to `audience`.
  bool permits(const v1::Audience& audience, const identity::OrgId& self, std::span<const v1::Claim> claims) const;

 private:
  struct Part {
    bulletin::BulletinId id;
    policy::TargetAudience audience;
  };
  using Word = std::pair<std::uint64_t, std::size_t>;  ///< a digest, and a part that said it
  std::vector<Part> parts_;
  std::vector<Word> words_;
};

}  // namespace tidings::intake
