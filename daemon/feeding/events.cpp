#include "daemon/feeding/events.hpp"

#include <algorithm>
#include <iterator>

#include "daemon/feeding/words.hpp"
#include "formats/draft/feed_tags.hpp"

namespace tidings::feeding {

using base::ErrorCode;

bulletin::PublicationId publication_of(const identity::OrgId& self, const std::string& feed, std::string_view uuid) {
  base::Sha256 digest;
  digest.update("tidings/1 feed").update(self.bytes()).update(tag_of(feed)).update(uuid);
  return *bulletin::PublicationId::from_bytes(digest.finish().bytes().substr(0, bulletin::PublicationId::size));
}

std::uint32_t Events::context(v1::Header header) {
  if (header.publication_id() != event_) {
    if (failed_) failed_ = publish();
    if (failed_ && !only_.empty() && header.publication_id() != only_) {
      failed_ = base::fail(ErrorCode::BadInput, "it holds another event than the manifest says");
    }
    event_ = header.publication_id();
    is_kept_ = false;
  }
  if (draft::drop_feed_tags(header)) counts_.take(draft::note_of_feed_tags(header.title()));
  if (options_.share && !header.based_on().empty() && !std::exchange(is_kept_, true)) {
    counts_.remark("kept here: " + header.title() + " (" + names_a_bulletin + ")");
  }
  contexts_.push_back({context_of(options_, std::move(header)), {}});
  return first_ + static_cast<std::uint32_t>(contexts_.size() - 1);
}

base::Status Events::claim(std::uint32_t number, v1::Claim claim) {
  if (!failed_) return failed_;
  if (number < first_) return base::fail(ErrorCode::Internal, "a claim of an event that was published before");
  auto& context = contexts_.at(number - first_);
  ++counts_.values;
  if (draft::drop_feed_tags(claim)) counts_.take(draft::note_of_feed_tags(text_of(claim)));
  if (!is_said(context.header)) {
    ++counts_.left_out;
    return {};
  }
  if (!counts_.settle(context.header, claim)) return {};
  if (counts_.leave_out_withdrawn(by_hand_, claim)) return {};
  intake::Warned warned;
  intake::find_warned(desk_.warnings(), context.header, {&claim, 1}, intake::Accepted::Nothing, warned);
  if (warned.claims > 0) {
    counts_.leave_out_warned(warned);
    return {};
  }
  if (++claims_ > options_.max_values) {
    return base::fail(ErrorCode::TooLarge, "an event has more than " + std::to_string(options_.max_values) + " values");
  }
  context.claims.push_back(std::move(claim));
  return {};
}

base::Status Events::publish() {
  const auto uuid = std::exchange(event_, {});
  first_ += static_cast<std::uint32_t>(contexts_.size());
  auto contexts = std::exchange(contexts_, {});
  if (std::exchange(claims_, 0) == 0) return {};
  intake::Draft draft;
  draft.skip_already_said = true;
  draft.is_new = true;
  const auto expires_at = (desk_.now() + options_.lifetime).us;
  const auto publication = publication_of(desk_.self(), options_.name, uuid);
  for (auto& context : contexts) {
    if (context.claims.empty()) continue;
    context.header.set_expires_at(expires_at);
    context.header.set_publication_id(publication.str());
    if (draft.sections.empty()) draft.context = context.header;
    draft.sections.push_back({std::move(context.header), context.claims.size()});
    std::ranges::move(context.claims, std::back_inserter(draft.claims));
  }
  draft.feed_tag = tag_of(options_.name);
  const auto published = desk_.publish(draft);
  if (!published) return published.error();
  counts_.added += published->claims;
  if (published->older.event) {
    ++counts_.left_out;
    counts_.remark("a newer version of the event was read before: " + draft.context.title());
  }
  return {};
}

base::Status Events::finish_document() {
  if (!failed_) return failed_;
  auto published = publish();
  first_ = 0;  // the next document counts from the beginning
  return published;
}

}  // namespace tidings::feeding
