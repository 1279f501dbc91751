#include "formats/report/gather.hpp"

#include <algorithm>
#include <functional>

#include "base/utf8.hpp"

namespace tidings::report {
namespace {

constexpr std::size_t first_slots = 1024;
constexpr std::size_t max_reasons = 4096;  // some name their value; beyond, one sentence does for all
constexpr std::size_t max_comment_bytes = 256;

std::size_t hash_of(const observable::Observable& observable) {
  return std::hash<std::string_view>{}(observable.value) * 31 + static_cast<std::size_t>(observable.type);
}

}  // namespace

Gather::Entry* Gather::find_or_add(const observable::Observable& observable, bool& added) {
  if (2 * (entries_.size() + 1) > slots_.size()) grow();
  const std::size_t hash = hash_of(observable);
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at] != 0; at = (at + 1) & mask) {
    Entry& entry = entries_[slots_[at] - 1];
    if (entry.hash == hash && entry.type == observable.type &&
        std::string_view(bytes_).substr(entry.value, entry.value_size) == observable.value) {
      return &entry;
    }
  }
  if (entries_.size() >= max_candidates || bytes_.size() + observable.value.size() > max_held_bytes) {
    full_ = true;
    return nullptr;
  }
  Entry entry;
  entry.hash = hash;
  entry.type = observable.type;
  entry.value = bytes_.size();
  entry.value_size = static_cast<std::uint32_t>(observable.value.size());
  bytes_ += observable.value;
  entries_.push_back(entry);
  slots_[at] = static_cast<std::uint32_t>(entries_.size());
  added = true;
  return &entries_.back();
}

void Gather::grow() {
  slots_.assign(std::max(first_slots, slots_.size() * 2), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t number = 0; number < entries_.size(); ++number) {
    std::size_t at = entries_[number].hash & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = static_cast<std::uint32_t>(number + 1);
  }
}

std::uint32_t Gather::number_of(std::string_view reason) {
  const auto found = std::find(reasons_.begin(), reasons_.end(), reason);
  if (found == reasons_.end() && reasons_.size() >= max_reasons) return 0;
  if (found != reasons_.end()) return static_cast<std::uint32_t>(found - reasons_.begin());
  reasons_.emplace_back(reason);
  return static_cast<std::uint32_t>(reasons_.size() - 1);
}

void Gather::describe(Entry& entry, std::string_view reason, const Place& place) {
  entry.reason = number_of(reason);
  entry.line = place.line;
  const auto comment = base::cut(place.comment, max_comment_bytes);
  if (comment.empty() || bytes_.size() + comment.size() > max_held_bytes) return;
  entry.comment = bytes_.size();
  entry.comment_size = static_cast<std::uint32_t>(comment.size());
  bytes_ += comment;
}

void Gather::meant(const observable::Observable& observable, Standing standing, std::string_view reason,
                   const Place& place) {
  bool added = false;
  Entry* const entry = find_or_add(observable, added);
  if (entry == nullptr) return;
  entry->standing = std::max(entry->standing, standing);
  if (entry->meant) return;
  entry->meant = true;
  describe(*entry, reason, place);
}

void Gather::left(const observable::Observable& observable, std::string_view reason, const Place& place) {
  bool added = false;
  Entry* const entry = find_or_add(observable, added);
  if (entry != nullptr && added) describe(*entry, reason, place);
}

std::vector<Candidate> Gather::finish() {
  // Values are held in the order in which they were met.
  const auto by_line = [](const Entry& a, const Entry& b) {
    return a.line != b.line ? a.line < b.line : a.value < b.value;
  };
  // What was meant later than it was first met stands where it was meant.
  std::sort(entries_.begin(), entries_.end(), by_line);
  std::vector<Candidate> out;
  out.reserve(entries_.size());
  const std::string_view bytes(bytes_);
  for (const auto& entry : entries_) {
    Candidate& candidate = out.emplace_back();
    candidate.observable.type = entry.type;
    candidate.observable.value = bytes.substr(entry.value, entry.value_size);
    candidate.meant = entry.meant;
    candidate.standing = entry.standing;
    candidate.line = entry.line;
    candidate.reason = reasons_[entry.reason];
    candidate.comment = bytes.substr(entry.comment, entry.comment_size);
  }
  *this = Gather();
  return out;
}

}  // namespace tidings::report
