#include "client/commands/publication.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "client/text/words.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::commands {
namespace {

using base::ErrorCode;
using base::fail;

template <class Repeated>
void put_list(Repeated& held, const Repeated& given, Settling::Over over) {
  if (given.empty()) return;
  if (over == Settling::Over::Replace) held.Clear();
  for (const auto& each : given) {
    if (std::ranges::find(held, each) == held.end()) *held.Add() = each;
  }
}

}  // namespace

std::uint64_t Publication::claims() const {
  std::uint64_t claims = 0;
  for (const auto& part : parts) claims += part.claims->size();
  return claims;
}

std::uint64_t Publication::values_in(std::uint64_t claims) const {
  // Of what is said in part (--list) nobody tells which these are.
  if (outcome.claims() > 0 && outcome.already_said() > 0) return claims;
  std::uint64_t originals = 0;
  for (const auto& part : parts) originals += part.claims->originals();
  return claims - std::min(claims, originals);
}

void Settling::put_over(v1::Header& header) const {
  const auto& given = asked_.context;
  if (!given.title().empty()) header.set_title(given.title());
  if (!given.text().empty()) header.set_text(given.text());
  if (!given.producer().empty()) header.set_producer(given.producer());
  put_list(*header.mutable_tags(), given.tags(), over_);
  put_list(*header.mutable_references(), given.references(), over_);
  put_list(*header.mutable_ecosystems(), given.ecosystems(), over_);
  if (given.role() != v1::ROLE_UNSPECIFIED) header.set_role(given.role());
  if (given.verdict() != v1::VERDICT_UNSPECIFIED) header.set_verdict(given.verdict());
  if (given.confidence() != 0) header.set_confidence(given.confidence());
  if (given.priority() != v1::PRIORITY_NORMAL) header.set_priority(given.priority());
  if (asked_.expiry_given) header.set_expires_at(given.expires_at());
  auto& audience = *header.mutable_audience();
  audience.set_pap(std::max(audience.pap(), given.audience().pap()));
  if (given.audience().local()) audience.set_local(true);
}

base::Status Settling::settle_marking(const input::Context& context, Part& part) {
  auto& audience = *part.context.mutable_audience();
  const auto marked = audience.tlp();
  if (asked_.tlp && *asked_.tlp < marked) {
    if (override_reason_.empty()) {
      return fail(ErrorCode::Policy,
                  context.file + " has what is marked " + text::marking(marked) + ", which --tlp " +
                      bulletin::name(*asked_.tlp) +
                      " would widen; leave --tlp out to publish each part as it is marked, or say why it "
                      "may go further with --override-marking REASON (audited)");
    }
    widened_ = true;
  }
  if (asked_.tlp) audience.set_tlp(*asked_.tlp);
  part.tlp_given = audience.tlp() != v1::TLP_UNSPECIFIED;
  return {};
}

/// Both only narrow: of a sharing group those partners are left that are named, too.
base::Status Settling::settle_names(Part& part) {
  auto& audience = *part.context.mutable_audience();
  const auto group = audience.release_to();
  audience.clear_release_to();
  if (group.empty()) {
    part.release_to = asked_.release_to;
    return {};
  }
  if (asked_.release_to.empty()) {
    for (const auto& organisation : group) part.release_to.push_back(base::to_hex(organisation));
    return {};
  }
  for (const auto& name : asked_.release_to) {
    const auto id = id_of_(name);
    if (!id) return id.error();
    if (std::ranges::find(group, *id) != group.end()) part.release_to.push_back(name);
  }
  if (part.release_to.empty()) audience.set_local(true);
  return {};
}

base::Result<Part> Settling::settle(input::Context& context) {
  Part part{context.header, {}, false, &context.claims};
  part.context.clear_publication_id();
  const bool was_local = part.context.audience().local();
  if (auto settled = settle_marking(context, part); !settled) return settled.error();
  if (auto settled = settle_names(part); !settled) return settled.error();
  put_over(part.context);
  auto& audience = *part.context.mutable_audience();
  const bool is_for_nobody = audience.tlp() == v1::TLP_RED && part.release_to.empty();
  if (is_for_nobody && asked_.tlp == v1::TLP_RED && !audience.local()) {
    return fail(ErrorCode::Policy, "TLP:RED is for named recipients only: name them with --release-to PARTNER");
  }
  if (is_for_nobody) audience.set_local(true);
  if (audience.local()) part.release_to.clear();
  if (audience.local() && !was_local && !asked_.context.audience().local()) kept_here_ += context.claims.size();
  return part;
}

}  // namespace tidings::commands
