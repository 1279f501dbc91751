#include "daemon/intake/held_draft.hpp"

#include "tidings/v1/held.pb.h"

namespace tidings::intake {

base::Result<std::string> write_held(const Draft& draft, base::Duration lifetime, std::size_t max_bytes) {
  v1::HeldDraft kept;
  *kept.mutable_context() = draft.context;
  kept.mutable_claims()->Add(draft.claims.begin(), draft.claims.end());
  for (const auto& cut : draft.cuts) {
    auto& kept_cut = *kept.add_cuts();
    *kept_cut.mutable_context() = cut.context;
    kept_cut.set_count(cut.count);
  }
  kept.set_skip_already_said(draft.skip_already_said);
  kept.set_accepted(static_cast<std::uint32_t>(draft.accepted));
  kept.set_lifetime_us(static_cast<std::uint64_t>(lifetime.count()));
  kept.set_amends(!draft.is_new);
  if (kept.ByteSizeLong() > max_bytes) {
    return base::fail(base::ErrorCode::TooLarge, "a publication of more than " + std::to_string(max_bytes) +
                                                     " bytes is not held; publish it in parts");
  }
  return kept.SerializeAsString();
}

base::Result<Draft> read_held(std::string_view bytes, base::Instant now) {
  v1::HeldDraft kept;
  if (!kept.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return base::fail(base::ErrorCode::Internal, "the draft that was kept cannot be read");
  }
  Draft draft;
  draft.context = std::move(*kept.mutable_context());
  if (kept.lifetime_us() != 0) {
    draft.context.set_expires_at((now + base::Duration(static_cast<std::int64_t>(kept.lifetime_us()))).us);
  }
  draft.claims.assign(std::make_move_iterator(kept.mutable_claims()->begin()),
                      std::make_move_iterator(kept.mutable_claims()->end()));
  for (auto& cut : *kept.mutable_cuts()) draft.cuts.push_back({std::move(*cut.mutable_context()), cut.count()});
  draft.skip_already_said = kept.skip_already_said();
  if (kept.accepted() <= static_cast<std::uint32_t>(Accepted::Everything)) {
    draft.accepted = static_cast<Accepted>(kept.accepted());
  }
  draft.is_new = !kept.amends();
  return draft;
}

}  // namespace tidings::intake
