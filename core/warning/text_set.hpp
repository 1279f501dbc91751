#pragma once
/// Texts by hash, each standing for one or more entries: whole values, and names whose sub-domains count. One look-up
/// costs one probe, however many lists there are. Inside of this folder.
/// Lives on: any executor; built by one, then read by all.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::warning {

class TextSet {
 public:
  /// Makes room for so many more.
  void reserve(std::size_t more);
  /// Adds `text` for `list`; false if the list has it already.
  bool add(std::string_view text, std::uint32_t list);
  /// Once after the last add.
  void finish();

  /// Calls `on_list(list)` for each list that has it.
  template <class OnList>
  void find(std::string_view text, OnList on_list) const {
    if (entries_.empty()) return;
    for (auto at = first(text); at != none; at = entries_[at].next) on_list(entries_[at].list);
  }
  std::size_t memory_bytes() const;

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  struct Entry {
    std::uint32_t text{0};  ///< where its length and bytes begin in texts_
    std::uint32_t list{0};
    std::uint32_t next{none};  ///< the same text of another list
  };
  struct Slot {
    std::uint32_t tag{0};  ///< high bits of the hash, so that a miss seldom reads more
    std::uint32_t first{none};
  };
  std::uint32_t first(std::string_view text) const;
  std::size_t slot_of(std::uint64_t hash, std::string_view text) const;
  std::string_view text_of(const Entry& entry) const;
  void grow(std::size_t slots);

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;  ///< a power of two, at most half full
  std::string texts_;
  std::size_t different_{0};
};

}  // namespace tidings::warning
