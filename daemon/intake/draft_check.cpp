#include "daemon/intake/draft_check.hpp"

#include <algorithm>

#include "core/bulletin/words.hpp"
#include "daemon/intake/draft.hpp"

namespace tidings::intake {
namespace {

constexpr std::size_t checked_at_once = 10'000;  // claims a task: some milliseconds, between which others go
constexpr std::size_t checked_here = 100;        // claims for which a hop to the crypto pool costs more than the check

/// By such a tag a feed knows what it may take back.
template <class Tagged>
base::Status check_feed_tags(const Tagged& tagged, std::string_view own) {
  const auto is_feeds = [&](std::string_view tag) { return tag.starts_with(bulletin::feed_tag) && tag != own; };
  if (std::ranges::none_of(tagged.tags(), is_feeds)) return {};
  return base::fail(base::ErrorCode::Policy, "tags that begin with feed: are for feeds of this node alone");
}

}  // namespace

DraftCheck::DraftCheck(const Desk& desk, std::shared_ptr<Draft> draft, Then then)
    : desk_(desk),
      draft_(std::move(draft)),
      then_(std::move(then)),
      lists_(desk.warnings.current()),
      now_(desk.clock.now()) {}

void DraftCheck::start() {
  if (auto checked = check_contexts(); !checked) {
    then_(checked.error());
  } else if (draft_->claims.size() > checked_here) {
    check_from(0);
  } else if (auto claims = check(0); !claims) {
    then_(claims.error());
  } else {
    then_(std::move(warned_));
  }
}

base::Status DraftCheck::check_contexts() const {
  const auto book = desk_.book.current();
  if (draft_->context.kind() == v1::KIND_WITHDRAWAL && !draft_->claims.empty()) {
    // It is never reviewed, and has the audience of anything that we ever said.
    return base::fail(base::ErrorCode::BadInput, "a withdrawal takes back: it says nothing of values itself");
  }
  std::size_t claims = 0;
  for (const auto& section : draft_->sections) {
    if (auto checked = check_context(section.context, now_); !checked) return checked;
    if (auto checked = check_feed_tags(section.context, draft_->feed_tag); !checked) return checked;
    // What replaces something may name whom that named, and waits for it to be looked up.
    const bool may_replace = !draft_->context.publication_id().empty();
    const auto named = may_replace ? base::Status() : check_names(*book, section.context, {});
    if (!named) return named;
    claims += section.count;
  }
  if (claims == draft_->claims.size()) return {};
  return base::fail(base::ErrorCode::Internal, "the sections of a draft do not hold its claims");
}

base::Status DraftCheck::check(std::size_t first) {
  auto checked = check_claims(draft_->claims, first, checked_at_once, now_);
  if (checked) checked = settle_verdicts(*draft_, first, checked_at_once);
  for (auto i = first; checked && i < std::min(first + checked_at_once, draft_->claims.size()); ++i) {
    checked = check_feed_tags(draft_->claims[i], {});
  }
  if (!checked) return checked;
  for_each_section(*draft_, first, checked_at_once, [&](const Section& section, std::size_t, const auto& claims) {
    find_warned(*lists_, section.context, claims, draft_->accepted, warned_);
  });
  return {};
}

void DraftCheck::check_from(std::size_t first) {
  if (first >= draft_->claims.size()) {
    then_(std::move(warned_));
    return;
  }
  desk_.crypto.post([self = shared_from_this(), first] {
    auto checked = self->check(first);
    self->desk_.home.post([self, first, checked = std::move(checked)] {
      if (checked)
        self->check_from(first + checked_at_once);
      else
        self->then_(checked.error());
    });
  });
}

}  // namespace tidings::intake
