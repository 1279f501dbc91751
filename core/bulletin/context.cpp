#include "core/bulletin/context.hpp"

#include <algorithm>

namespace tidings::bulletin {

v1::Role effective_role(const v1::Header& header, const v1::Claim& claim) {
  return claim.role() != v1::ROLE_UNSPECIFIED ? claim.role() : header.role();
}

v1::Verdict effective_verdict(const v1::Header& header, const v1::Claim& claim) {
  if (claim.verdict() != v1::VERDICT_UNSPECIFIED) return claim.verdict();
  return header.verdict() != v1::VERDICT_UNSPECIFIED ? header.verdict() : v1::VERDICT_MALICIOUS;
}

std::uint32_t encode_confidence(std::uint32_t confidence) { return std::min(confidence, 100U) + 1; }

std::optional<std::uint32_t> decode_confidence(std::uint32_t encoded) {
  if (encoded == 0) return std::nullopt;
  return std::min(encoded - 1, 100U);
}

std::optional<std::uint32_t> effective_confidence(const v1::Header& header, const v1::Claim& claim) {
  return decode_confidence(claim.confidence() != 0 ? claim.confidence() : header.confidence());
}

Window valid_window(const v1::Header& header, const v1::Claim& claim) {
  const std::uint64_t until = claim.valid_until() != 0 ? claim.valid_until() : header.expires_at();
  return {{claim.valid_from() != 0 ? claim.valid_from() : header.issued_at()}, {std::min(until, header.expires_at())}};
}

v1::Pap effective_pap(const v1::Audience& audience) {
  if (audience.pap() >= v1::PAP_CLEAR && audience.pap() <= v1::PAP_RED) return audience.pap();
  if (audience.pap() != v1::PAP_UNSPECIFIED) return v1::PAP_RED;
  if (audience.tlp() == v1::TLP_CLEAR) return v1::PAP_CLEAR;
  if (audience.tlp() == v1::TLP_GREEN) return v1::PAP_GREEN;
  return audience.tlp() == v1::TLP_AMBER || audience.tlp() == v1::TLP_AMBER_STRICT ? v1::PAP_AMBER : v1::PAP_RED;
}

}  // namespace tidings::bulletin
