#include "core/warning/text_set.hpp"

#include <algorithm>
#include <bit>
#include <functional>

#include "base/bytes.hpp"

namespace tidings::warning {
namespace {

std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }
std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

}  // namespace

std::string_view TextSet::text_of(const Entry& entry) const {
  const auto size = base::read_be(texts_, entry.text, 2);
  return std::string_view(texts_).substr(entry.text + 2, size);
}

/// The slot that holds `text`, or the free one where it belongs. Names may be chosen to collide; a list's owner can
/// slow down only those who took the list, and whoever asks for names cannot add any.
std::size_t TextSet::slot_of(std::uint64_t hash, std::string_view text) const {
  const auto mask = slots_.size() - 1;
  for (auto at = static_cast<std::size_t>(hash) & mask;; at = (at + 1) & mask) {
    const auto& slot = slots_[at];
    if (slot.first == none) return at;
    if (slot.tag == tag_of(hash) && text_of(entries_[slot.first]) == text) return at;
  }
}

std::uint32_t TextSet::first(std::string_view text) const { return slots_[slot_of(hash_of(text), text)].first; }

void TextSet::grow(std::size_t slots) {
  const auto before = std::move(slots_);
  slots_.assign(slots, {});
  for (const auto& slot : before) {
    if (slot.first == none) continue;
    const auto text = text_of(entries_[slot.first]);
    slots_[slot_of(hash_of(text), text)] = slot;
  }
}

void TextSet::reserve(std::size_t more) {
  const auto wanted = std::bit_ceil(std::max<std::size_t>(64, 2 * (different_ + more + 1)));
  if (wanted > slots_.size()) grow(wanted);
}

bool TextSet::add(std::string_view text, std::uint32_t list) {
  if (slots_.size() < 2 * (different_ + 1)) reserve(different_ + 1);
  const auto hash = hash_of(text);
  auto& slot = slots_[slot_of(hash, text)];
  Entry entry{static_cast<std::uint32_t>(texts_.size()), list, slot.first};
  if (slot.first == none) {
    base::append_be16(texts_, static_cast<std::uint16_t>(text.size()));
    texts_ += text;
    slot.tag = tag_of(hash);
    ++different_;
  } else {
    // Lists are added one after the other, so a list that has it already is the last one added.
    if (entries_[slot.first].list == list) return false;
    entry.text = entries_[slot.first].text;
  }
  slot.first = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back(entry);
  return true;
}

void TextSet::finish() {
  entries_.shrink_to_fit();
  texts_.shrink_to_fit();
}

std::size_t TextSet::memory_bytes() const {
  return entries_.capacity() * sizeof(Entry) + slots_.capacity() * sizeof(Slot) + texts_.capacity();
}

}  // namespace tidings::warning
