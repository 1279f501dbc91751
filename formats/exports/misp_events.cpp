#include "formats/exports/misp_events.hpp"

#include <unordered_set>

#include "formats/misp/original.hpp"

namespace tidings::exports {
namespace {

base::Digest publication_of(const v1::Said& said) {
  const auto& id = said.publication_id().empty() ? said.bulletin_id() : said.publication_id();
  return base::Sha256().update(said.origin()).update(id).finish();
}

}  // namespace

base::Status MispEvents::add(const Item& item) {
  if (chosen_) {
    for (const auto& said : item.indicator.said()) wanted_.insert(publication_of(said));
  }
  return writer_.add(item.indicator, item.is_disputed ? misp::Disputed::Yes : misp::Disputed::No);
}

base::Result<Left> MispEvents::add_original(const v1::Value& value, const v1::Said& said) {
  if (!misp::original_of(said.opaque().media_type())) return Left::Type;
  if (chosen_ && !wanted_.contains(publication_of(said))) return Left::Nothing;
  v1::Claim claim;
  claim.set_type(value.type());
  claim.set_value(value.value());
  *claim.mutable_opaque() = said.opaque();
  if (auto added = writer_.add_original(said, claim); !added) return added.error();
  return Left::Nothing;
}

base::Status MispEvents::finish(const std::function<base::Status(misp::WrittenEvent)>& take, Counts& counts) {
  std::unordered_set<std::string> written;
  return writer_.finish([&](misp::WrittenEvent event) -> base::Status {
    for (std::size_t i = 0; i < event.parts; ++i) counts.add(Left::InPart);
    if (written.insert(event.uuid).second) return take(std::move(event));
    counts.add(Left::SameUuid);
    return {};
  });
}

}  // namespace tidings::exports
