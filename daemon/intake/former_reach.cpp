#include "daemon/intake/former_reach.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

#include "base/digest.hpp"
#include "core/bulletin/verify.hpp"
#include "formats/misp/original.hpp"

namespace tidings::intake {
namespace {

std::uint64_t digest_of(std::string_view kind, std::string_view word) {
  return base::read_be(base::Sha256().update(kind).update(" ").update(word).finish().bytes(), 0, 8);
}

/// Packs are numbered anew in each revision, so that what they hold tells them.
void each_word(const v1::Claim& claim, const std::function<void(std::uint64_t)>& take) {
  if (misp::original_of(claim.opaque().media_type()) != misp::Original::Attributes)
    return take(digest_of(std::to_string(claim.type()), claim.value()));
  misp::each_packed(claim.opaque().content(), [&](std::string_view word) { take(digest_of("attribute", word)); });
}

auto audience_of(const policy::TargetAudience& one) { return std::tie(one.tlp, one.local, one.release_to); }

}  // namespace

void FormerReach::add_part(const bulletin::BulletinId& id, policy::TargetAudience audience) {
  parts_.push_back({id, std::move(audience)});
}

bool FormerReach::is_mixed() const {
  return std::ranges::any_of(
      parts_, [this](const Part& part) { return audience_of(part.audience) != audience_of(parts_.front().audience); });
}

base::Status FormerReach::read(store::LedgerReader& ledger, std::size_t part) {
  const auto bytes = ledger.bytes(parts_[part].id);
  if (!bytes) return bytes.error();
  if (!*bytes) return {};
  const auto read = bulletin::read_verified(**bytes);
  if (!read) return read.error();
  for (const auto& claim : read->claims) {
    each_word(claim.message, [&](std::uint64_t word) { words_.emplace_back(word, part); });
  }
  return {};
}

void FormerReach::seal() { std::ranges::sort(words_); }

bool FormerReach::permits(const v1::Audience& audience, const identity::OrgId& self,
                          std::span<const v1::Claim> claims) const {
  std::vector<bool> within;
  for (const auto& part : parts_) within.push_back(policy::reaches_no_further(audience, self, part.audience));
  if (parts_.empty() || std::ranges::find(within, false) == within.end()) return true;
  if (std::ranges::find(within, true) == within.end()) return false;
  bool permitted = true;
  const auto look = [&](std::uint64_t word) {
    const auto said = std::ranges::equal_range(words_, word, {}, &Word::first);
    const auto is_within = [&](const Word& one) { return within[one.second]; };
    permitted = permitted && (said.empty() || std::ranges::any_of(said, is_within));
  };
  for (const auto& claim : claims) each_word(claim, look);
  return permitted;
}

}  // namespace tidings::intake
