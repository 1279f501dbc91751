#include "daemon/feeding/said.hpp"

#include <algorithm>
#include <tuple>

#include "daemon/intake/already_said.hpp"

namespace tidings::feeding {

base::Digest digest_of(const v1::Header& context) { return base::sha256(intake::said_context(context)); }

std::uint64_t digest_of(const base::Digest& context, const v1::Claim& claim) {
  const auto digest = base::Sha256().update(context.bytes()).update(intake::said_claim(claim)).finish();
  return base::read_be(digest.bytes(), 0, 8);
}

std::uint64_t digest_of_subject(std::string_view subject) { return base::read_be(base::sha256(subject).bytes(), 0, 8); }

std::uint64_t digest_of_value(const v1::Claim& claim) {
  return digest_of_subject(std::to_string(claim.type()) + " " + claim.value());
}

base::Status Said::add(std::uint64_t digest, std::uint64_t ends_at) {
  if (claims_.size() == most_) {
    return base::fail(base::ErrorCode::TooLarge, "it has more than " + std::to_string(most_) + " values");
  }
  claims_.push_back({digest, ends_at});
  return {};
}

void Said::seal() {
  std::ranges::sort(claims_, [](const Claim& a, const Claim& b) {
    return std::tie(a.digest, b.ends_at) < std::tie(b.digest, a.ends_at);  // of repeats, the one that lives longest
  });
  const auto repeats = std::ranges::unique(claims_, {}, &Claim::digest);
  claims_.erase(repeats.begin(), repeats.end());
  held_.assign(claims_.size(), false);
}

std::optional<std::size_t> Said::find(std::uint64_t digest) const {
  const auto found = std::ranges::lower_bound(claims_, digest, {}, &Claim::digest);
  if (found == claims_.end() || found->digest != digest) return std::nullopt;
  return static_cast<std::size_t>(found - claims_.begin());
}

}  // namespace tidings::feeding
