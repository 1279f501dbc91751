#include "daemon/api/shares.hpp"

#include "daemon/api/audience.hpp"

namespace tidings::api {

base::Status Shares::add(const intake::Section& section) {
  const auto [place, is_new] = places_.try_emplace(section.context.audience().SerializeAsString(), shares_.size());
  if (is_new && shares_.size() >= max_publication_audiences) {
    return base::fail(base::ErrorCode::TooLarge,
                      "a publication has at most " + std::to_string(max_publication_audiences) + " audiences");
  }
  if (is_new) shares_.push_back({section.context, 0, 0});
  auto& share = shares_[place->second];
  ++share.contexts;
  share.claims += section.count;
  return {};
}

void Shares::tell(const Service& service, v1::PublishAnswer& answer) const {
  if (shares_.empty()) return;
  *answer.mutable_audience() = audience_answer(service, shares_.front().context);
  for (const auto& share : shares_) {
    if (shares_.size() == 1) return;
    auto& told = *answer.add_shares();
    *told.mutable_audience() = audience_answer(service, share.context);
    told.set_local(share.context.audience().local());
    told.set_contexts(share.contexts);
    told.set_claims(share.claims);
  }
}

}  // namespace tidings::api
