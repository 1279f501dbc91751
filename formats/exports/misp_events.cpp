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

base::Status MispEvents::add(const v1::Indicator& indicator) {
  if (chosen_) {
    for (const auto& said : indicator.said()) wanted_.insert(publication_of(said));
  }
  return writer_.add(indicator);
}

base::Status MispEvents::add_original(const v1::Value& value, const v1::Said& said) {
  if (!misp::original_of(said.opaque().media_type())) return {};
  if (chosen_ && !wanted_.contains(publication_of(said))) return {};
  v1::Claim claim;
  claim.set_type(value.type());
  claim.set_value(value.value());
  *claim.mutable_opaque() = said.opaque();
  return writer_.add_original(said, claim);
}

base::Status MispEvents::finish(const std::function<base::Status(misp::WrittenEvent)>& take) {
  std::unordered_set<std::string> written;
  return writer_.finish([&](misp::WrittenEvent event) {
    return written.insert(event.uuid).second ? take(std::move(event)) : base::Status{};
  });
}

}  // namespace tidings::exports
