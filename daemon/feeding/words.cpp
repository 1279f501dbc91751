#include "daemon/feeding/words.hpp"

#include <algorithm>

#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/context.hpp"
#include "core/observable/observable.hpp"
#include "formats/draft/feed_tags.hpp"
#include "formats/stix/versions.hpp"

namespace tidings::feeding {
namespace {

void add_text(google::protobuf::RepeatedPtrField<std::string>& texts, const std::string& text) {
  if (std::ranges::find(texts, text) != texts.end()) return;
  if (texts.size() == static_cast<int>(bulletin::max_list_entries)) texts.RemoveLast();
  *texts.Add() = text;
}

void narrow(const FeedOptions& options, v1::Audience& audience) {
  audience.set_tlp(std::max(audience.tlp(), options.tlp));
  audience.set_pap(std::max(audience.pap(), options.pap));
  if (!options.share) audience.set_local(true);
  // RED goes to whom it names; a feed names nobody here.
  if (audience.tlp() == v1::TLP_RED && audience.release_to().empty()) audience.set_local(true);
}

}  // namespace

bool is_said(const v1::Header& context) { return context.kind() == v1::KIND_REPORT; }

v1::Header context_of(const FeedOptions& options, v1::Header context) {
  narrow(options, *context.mutable_audience());
  // What came from other bulletins is under their audiences, to which nobody holds a feed as it runs.
  if (!context.based_on().empty()) context.mutable_audience()->set_local(true);
  context.clear_based_on();
  if (context.title().empty()) context.set_title(options.title);
  if (context.producer().empty()) context.set_producer(options.producer);
  if (context.role() == v1::ROLE_UNSPECIFIED) context.set_role(options.role);
  if (context.confidence() == 0 && options.confidence) {
    context.set_confidence(bulletin::encode_confidence(*options.confidence));
  }
  if (context.ecosystems().empty()) {
    for (const auto& ecosystem : options.ecosystems) context.add_ecosystems(ecosystem);
  }
  for (const auto& tag : options.tags) add_text(*context.mutable_tags(), tag);
  draft::drop_feed_tags(context);
  add_text(*context.mutable_tags(), tag_of(options.name));
  context.clear_expires_at();
  return context;
}

std::string text_of(const v1::Claim& claim) {
  const auto type = observable::type_from_number(claim.type());
  return type ? observable::to_text(*type, claim.value()) : claim.value();
}

std::string_view subject_of(const v1::Claim& claim) {
  return stix::carries_object(claim) ? std::string_view(claim.value()) : stix::original_of(claim);
}

}  // namespace tidings::feeding
