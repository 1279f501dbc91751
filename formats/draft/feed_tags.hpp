#pragma once
/// A document says nothing for a feed: tags that begin as a feed's are taken from what was read of it.
/// Lives on: any executor.
#include <algorithm>
#include <string>

#include "core/bulletin/words.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::draft {

/// From a context or a claim; whether there were any.
template <class Tagged>
bool drop_feed_tags(Tagged& tagged) {
  auto& tags = *tagged.mutable_tags();
  const auto kept = std::remove_if(tags.begin(), tags.end(),
                                   [](const std::string& tag) { return tag.starts_with(bulletin::feed_tag); });
  const bool any = kept != tags.end();
  tags.erase(kept, tags.end());
  return any;
}

/// What is told of it.
inline Note note_of_feed_tags(std::string what) {
  return {Fate::LeftOut, {}, std::move(what), "its tags that begin with feed: are for feeds of this node alone"};
}

}  // namespace tidings::draft
