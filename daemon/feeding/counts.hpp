#pragma once
/// What a run came to.
/// Lives on: any executor (values).
#include <cstdint>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "core/bulletin/benign.hpp"
#include "daemon/feeding/by_hand.hpp"
#include "daemon/feeding/words.hpp"
#include "daemon/intake/warned.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::feeding {

struct Counts {
  std::uint64_t values{0};      ///< read
  std::uint64_t added{0};       ///< of them published
  std::uint64_t gone{0};        ///< withdrawn, or left to expire
  std::uint64_t taken_back{0};  ///< by their author: withdrawn, whatever becomes of what is gone
  std::uint64_t renewed{0};     ///< bulletins under a fresh header
  std::uint64_t by_hand{0};     ///< not said again, since it was withdrawn by hand
  std::uint64_t refused{0}, left_out{0};
  std::vector<std::string> remarks;  ///< of the refused, left out and taken back, the first

  static constexpr std::size_t most_remarks = 10;
  /// Feeds write what they like, and what is told of them is UTF-8.
  void remark(std::string_view text) {
    if (remarks.size() < most_remarks) remarks.push_back(base::to_valid_utf8(text));
  }
  /// Before all else that is told.
  void tell_withdrawn() {
    tell_first("withdrawn by hand, and not said again", by_hand);
    tell_first("taken back by their author, and withdrawn", taken_back);
  }
  void tell_first(const std::string& what, std::uint64_t claims) {
    if (claims == 0) return;
    remarks.insert(remarks.begin(), what + ": " + std::to_string(claims) + (claims == 1 ? " value" : " values"));
    if (remarks.size() > most_remarks) remarks.pop_back();
  }
  void take(const draft::Note& note) {
    if (note.fate != draft::Fate::Refused && note.fate != draft::Fate::LeftOut) return;
    ++(note.fate == draft::Fate::Refused ? refused : left_out);
    remark(note.where + (note.what.empty() ? "" : " " + std::string(base::cut(note.what, 100))) + ": " + note.reason);
  }
  bool leave_out_withdrawn(const ByHand& withdrawn, const v1::Claim& claim) {
    if (!withdrawn.has(claim)) return false;
    ++by_hand;
    ++left_out;
    return true;
  }
  /// Of one value: a feed publishes none that warning lists have, and there is no way to force it.
  void leave_out_warned(const intake::Warned& warned) {
    ++left_out;
    remark("a warning list has " + intake::name_of(warned.first.front()) + ": it is not published");
  }
  /// Settles what the claim says of its value; one that calls it benign and accuses it at once is refused, and told.
  bool settle(const v1::Header& context, v1::Claim& claim) {
    const auto settled = bulletin::settle_benign(context, claim);
    if (settled) return true;
    ++refused;
    remark(text_of(claim) + ": " + settled.error().what);
    return false;
  }
};

}  // namespace tidings::feeding
