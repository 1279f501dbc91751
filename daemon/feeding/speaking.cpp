#include "daemon/feeding/speaking.hpp"

#include <algorithm>

#include "core/bulletin/benign.hpp"
#include "core/bulletin/build.hpp"
#include "daemon/feeding/words.hpp"
#include "formats/draft/feed_tags.hpp"
#include "formats/stix/versions.hpp"

namespace tidings::feeding {
namespace {

constexpr std::size_t max_waiting_bytes = std::size_t{8} << 20;
constexpr std::size_t max_waiting = 16 * bulletin::default_claims_each;  ///< of all contexts
/// Beside a header of 64 KiB and tags this stays below a bulletin's 1 MiB.
constexpr std::size_t max_claims_bytes = std::size_t{640} << 10;

}  // namespace

std::uint32_t Speaking::context(v1::Header header) {
  Context context;
  context.is_said = is_said(header);
  if (context.is_said) {
    context.header = context_of(options_, std::move(header));
    context.digest = digest_of(context.header);
    context.header.clear_publication_id();
  }
  // What named different bulletins is said alike here.
  const auto [known, is_new] = numbers_.try_emplace(context.digest.str(), contexts_.size());
  if (context.is_said && !is_new) return static_cast<std::uint32_t>(known->second);
  contexts_.push_back(std::move(context));
  return static_cast<std::uint32_t>(contexts_.size() - 1);
}

base::Status Speaking::claim(std::uint32_t number, v1::Claim claim) {
  auto& context = contexts_.at(number);
  draft::drop_feed_tags(claim);                                                        // the survey has told it
  if (!context.is_said || !bulletin::settle_benign(context.header, claim)) return {};  // the survey has told it
  const bool is_made = !stix::original_of(claim).empty();
  if (const auto place = said_.find(digest_of(context.digest, claim)); place && !said_.is_held(*place)) {
    said_.hold(*place);
    if (!counts_.leave_out_withdrawn(by_hand_, claim) && !is_warned(context.header, claim))
      add(context, std::move(claim));
  }
  // The object of STIX that it was made of comes behind it and goes with it: that tells which version it is.
  return is_made ? base::Status() : publish_full(context);
}

void Speaking::add(Context& context, v1::Claim claim) {
  const auto size = claim.ByteSizeLong();
  context.claims.push_back(std::move(claim));
  context.bytes += size;
  waiting_bytes_ += size;
  ++waiting_;
}

base::Status Speaking::publish_full(Context& context) {
  if (context.claims.size() >= bulletin::default_claims_each || context.bytes >= max_claims_bytes) {
    return publish(context);
  }
  if (waiting_ < max_waiting && waiting_bytes_ < max_waiting_bytes) return {};
  return publish(*fullest());
}

bool Speaking::is_warned(const v1::Header& header, const v1::Claim& claim) {
  intake::Warned warned;
  intake::find_warned(desk_.warnings(), header, {&claim, 1}, intake::Accepted::Nothing, warned);
  if (warned.claims == 0) return false;
  counts_.leave_out_warned(warned);
  return true;
}

Speaking::Context* Speaking::fullest() {
  return &*std::ranges::max_element(contexts_, {}, [](const Context& context) { return context.bytes; });
}

base::Status Speaking::publish(Context& context) {
  if (context.claims.empty()) return {};
  intake::Draft draft;
  draft.context = context.header;
  draft.context.set_expires_at((desk_.now() + options_.lifetime).us);
  draft.claims = std::exchange(context.claims, {});
  waiting_ -= draft.claims.size();
  waiting_bytes_ -= std::exchange(context.bytes, 0);
  draft.feed_tag = tag_of(options_.name);
  const auto published = desk_.publish(draft);
  if (!published) return published.error();
  counts_.added += published->claims;
  counts_.taken_back += published->older.withdrawn;
  return {};
}

base::Status Speaking::finish_document() {
  for (auto& context : contexts_) {
    if (auto published = publish(context); !published) return published;
  }
  contexts_.clear();
  numbers_.clear();
  return {};
}

}  // namespace tidings::feeding
