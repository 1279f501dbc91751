#include "formats/stix/borrowed.hpp"

#include <algorithm>

namespace tidings::stix {
namespace {

constexpr std::size_t entry_bytes = 96;  ///< what a map's entry costs beside its text
/// An object, its definition, the author of that and his organisation: real files go no further.
constexpr int longest_chain = 4;

bool may_borrow(std::string_view type) { return type == "identity" || type == "marking-definition"; }

bool has(const Object& object, std::string_view list) {
  const auto* value = object.if_contains(list);
  return value != nullptr && (!value->is_array() || !value->get_array().empty());
}

bool is_borrower(const Object& object) {
  return may_borrow(text_of(object, "type")) && !has(object, "object_marking_refs") &&
         !has(object, "granular_markings") && stated_marks(object).empty();
}

/// The ids of identities and definitions that it refers to, some twice.
template <class Take>
void each_reference(const Object& object, const Take& take) {
  const auto consider = [&](std::string_view id) {
    if (is_id(id) && may_borrow(type_of_id(id))) take(id);
  };
  for (const auto& member : object) {
    const std::string_view name = member.key();
    if (name.ends_with("_ref") || name.ends_with("_refs")) for_each_text(object, name, consider);
  }
  const auto* value = object.if_contains("granular_markings");
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return;
  for (const auto& each : *list) {
    if (const auto* granular = each.if_object()) consider(text_of(*granular, "marking_ref"));
  }
}

}  // namespace

std::size_t Borrowed::take(const Object& object, const Version& version, bool may_be_held) {
  std::size_t bytes = 0;
  const bool borrows = is_borrower(object);
  const auto own = text_of(object, "id");
  each_reference(object, [&](std::string_view id) {
    if (id == own) return;
    if (borrows) {
      if (chains_[std::string(id)].emplace(own).second) bytes += id.size() + own.size() + 2 * entry_bytes;
    } else {
      auto found = lenders_.find(id);
      if (found == lenders_.end()) found = lenders_.try_emplace(std::string(id)).first;
      auto& [sets, held] = found->second;
      if (sets.empty() && held.empty()) bytes += id.size() + entry_bytes;
      if (may_be_held) {
        held.push_back(version);
        bytes += sizeof version;
      } else if (sets.insert(version.second).second) {
        bytes += entry_bytes;
      }
    }
  });
  return bytes;
}

void Borrowed::finish(const std::vector<Marking>& markings, const Bound& bound, std::optional<v1::Tlp> unmarked) {
  const auto widen = [&](const std::string& id, const Marking& lender) {
    const Marking lent{lender.tlp, v1::PAP_UNSPECIFIED, lender.local, {}, lender.bulletins};
    const auto [place, is_first] = borrowed_.try_emplace(id, lent);
    auto& held = place->second;
    const auto tlp = tlp_of(lent, unmarked), held_tlp = tlp_of(held, unmarked);
    const bool is_wider = held.local != lent.local ? held.local
                          : tlp != held_tlp        ? tlp < held_tlp
                                                   : lent.bulletins.empty() && !held.bulletins.empty();
    if (!is_first && is_wider) held = lent;
  };
  for (const auto& [id, lenders] : lenders_) {
    for (const auto set : lenders.sets) widen(id, markings[set]);
    for (const auto& version : lenders.held) {
      const auto* held = bound.of(version);
      widen(id, held == nullptr ? markings[version.second] : *held);
    }
  }
  for (int step = 1; step < longest_chain; ++step) {
    for (const auto& [id, borrowers] : chains_) {
      for (const auto& borrower : borrowers) {
        if (const auto* lent = of(borrower)) widen(id, *lent);
      }
    }
  }
  lenders_.clear();
  chains_.clear();
}

const Marking* Borrowed::of(std::string_view id) const {
  const auto found = borrowed_.find(id);
  return found == borrowed_.end() ? nullptr : &found->second;
}

const Marking* Borrowed::of(const Object& object) const {
  return is_borrower(object) ? of(text_of(object, "id")) : nullptr;
}

}  // namespace tidings::stix
