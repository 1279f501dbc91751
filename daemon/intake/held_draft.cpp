#include "daemon/intake/held_draft.hpp"

#include <algorithm>

#include "tidings/v1/held.pb.h"

namespace tidings::intake {

base::Result<std::string> write_held(const Draft& draft, base::Duration lifetime, std::size_t max_bytes) {
  v1::HeldDraft kept;
  *kept.mutable_context() = draft.context;
  kept.mutable_claims()->Add(draft.claims.begin(), draft.claims.end());
  for (const auto& section : draft.sections) {
    auto& kept_section = *kept.add_sections();
    *kept_section.mutable_context() = section.context;
    kept_section.set_count(section.count);
  }
  kept.set_skip_already_said(draft.skip_already_said);
  kept.set_accepted(static_cast<std::uint32_t>(draft.accepted));
  kept.set_lifetime_us(static_cast<std::uint64_t>(lifetime.count()));
  kept.set_amends(!draft.is_new);
  kept.set_said_up_to(draft.said_up_to);
  if (kept.ByteSizeLong() > max_bytes) {
    return base::fail(base::ErrorCode::TooLarge, "a publication of more than " + std::to_string(max_bytes) +
                                                     " bytes is not held; publish it in parts");
  }
  return kept.SerializeAsString();
}

/// Messages one behind the other are read as one.
std::string made_from_behind(const MadeFrom& made_from) {
  v1::HeldDraft added;
  added.mutable_made_from()->set_revision(made_from.revision);
  added.mutable_made_from()->set_withdrawn(made_from.withdrawn);
  added.mutable_made_from()->set_begun(made_from.begun);
  return added.SerializeAsString();
}

std::optional<v1::Tlp> shared_tlp(const Draft& draft) {
  std::optional<v1::Tlp> widest;
  const auto take = [&](const v1::Audience& audience) {
    if (!audience.local()) widest = widest ? std::min(*widest, audience.tlp()) : audience.tlp();
  };
  if (draft.sections.empty()) take(draft.context.audience());
  for (const auto& section : draft.sections) take(section.context.audience());
  return widest;
}

base::Result<Draft> read_held(std::string_view bytes, base::Instant now) {
  v1::HeldDraft kept;
  if (!kept.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return base::fail(base::ErrorCode::Internal, "the draft that was kept cannot be read");
  }
  Draft draft;
  draft.context = std::move(*kept.mutable_context());
  std::uint64_t later = 0;
  if (kept.lifetime_us() != 0) {
    const auto expires = now + base::Duration(static_cast<std::int64_t>(kept.lifetime_us()));
    later = expires.us - draft.context.expires_at();
    draft.context.set_expires_at(expires.us);
  }
  draft.claims.assign(std::make_move_iterator(kept.mutable_claims()->begin()),
                      std::make_move_iterator(kept.mutable_claims()->end()));
  for (auto& section : *kept.mutable_sections()) {
    draft.sections.push_back({std::move(*section.mutable_context()), section.count()});
    auto& context = draft.sections.back().context;
    context.set_expires_at(context.expires_at() + later);
  }
  draft.skip_already_said = kept.skip_already_said();
  if (kept.accepted() <= static_cast<std::uint32_t>(Accepted::Everything)) {
    draft.accepted = static_cast<Accepted>(kept.accepted());
  }
  draft.is_new = !kept.amends();
  if (kept.said_up_to() != v1::TLP_UNSPECIFIED) draft.said_up_to = kept.said_up_to();
  if (!kept.has_made_from()) return draft;
  draft.made_from = MadeFrom{kept.made_from().revision(), kept.made_from().withdrawn(), kept.made_from().begun()};
  if (draft.made_from->begun) return draft;
  auto begun = *draft.made_from;
  begun.begun = true;
  draft.begun = store::NewHeld{{}, std::string(bytes) + made_from_behind(begun)};
  return draft;
}

}  // namespace tidings::intake
