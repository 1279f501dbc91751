#pragma once
/// What a reader makes, kept to be looked at.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/observable/observable.hpp"
#include "formats/draft/text_source.hpp"
#include "formats/stix/reader.hpp"

namespace tidings::stix {

using draft::TextSource;

struct Collected final : draft::Sink {
  struct Made {
    std::uint32_t context{0};
    v1::Claim claim;
  };
  std::vector<v1::Header> contexts;
  std::vector<Made> made;
  std::vector<draft::Note> notes;

  std::uint32_t context(v1::Header header) override {
    contexts.push_back(std::move(header));
    return static_cast<std::uint32_t>(contexts.size() - 1);
  }
  base::Status claim(std::uint32_t context, v1::Claim claim) override {
    made.push_back({context, std::move(claim)});
    return {};
  }
  void note(draft::Note note) override { notes.push_back(std::move(note)); }

  /// "type value" of every claim but the opaque ones.
  std::vector<std::string> values() const {
    std::vector<std::string> out;
    for (const auto& [context, claim] : made) {
      const auto type = static_cast<observable::Type>(claim.type());
      if (!claim.has_opaque()) out.push_back(std::string(name(type)) + " " + to_text(type, claim.value()));
    }
    return out;
  }
  std::vector<std::string> originals() const {
    std::vector<std::string> out;
    for (const auto& each : made) {
      if (each.claim.has_opaque()) out.push_back(each.claim.opaque().content());
    }
    return out;
  }
  /// The first claim of this value, and its context.
  const Made* find(std::string_view text) const {
    for (const auto& each : made) {
      if (!each.claim.has_opaque() &&
          to_text(static_cast<observable::Type>(each.claim.type()), each.claim.value()) == text)
        return &each;
    }
    return nullptr;
  }
  const v1::Header& context_of(std::string_view text) const { return contexts.at(find(text)->context); }
  std::size_t told(draft::Fate fate) const {
    return static_cast<std::size_t>(std::ranges::count(notes, fate, &draft::Note::fate));
  }
};

}  // namespace tidings::stix
