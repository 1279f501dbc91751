#pragma once
/// Why something is not in an export, and how often that was so.
/// Lives on: any executor (values).
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tidings::exports {

enum class Left : std::uint8_t {
  Nothing,     ///< it is in
  Type,        ///< the format, or who asked, takes no such values
  Unreported,  ///< no live report speaks of it: sightings or disputes alone
  Expired,
  Local,  ///< it is marked to stay on this node
  Tlp,    ///< marked narrower than who reads this may have it
  Pap,    ///< what the format does is more than its origins permit
  Role,
  Ecosystem,
  Age,
  Score,
  Verdict,     ///< benign, or unknown
  NotToIds,    ///< its origin says that it is not for detection: misp:to_ids="0"
  Warned,      ///< warning lists have it
  Disputed,    ///< by as many trusted organisations as the setting says
  TooLong,     ///< the format, or the name with the zone behind it, has no room for it
  Unwritable,  ///< the format has no way to say it
  NoPlace,     ///< the range of rule numbers is full
  SameUuid,    ///< an event of MISP: another that is written has its UUID
  SameId,      ///< an object of STIX: its id is another organisation's, or this version of it is written already
  InPart,      ///< an attribute or object of MISP: some of its values are not in; the others became attributes
};
inline constexpr std::size_t left_reasons = 21;

std::string_view name(Left why);  ///< "tlp", "to_ids", "too_long"

/// What went in, and what did not.
struct Counts {
  std::uint64_t written{0};
  std::array<std::uint64_t, left_reasons> left{};

  void add(Left why) {
    if (why == Left::Nothing)
      ++written;
    else
      ++left[static_cast<std::size_t>(why)];
  }
  /// It was counted as written, and had no place after all.
  void take_back(Left why) {
    --written;
    add(why);
  }
  std::uint64_t left_out() const;
  /// "1204 written; left out: 3 by pap, 1 by too_long"
  std::string text() const;
};

}  // namespace tidings::exports
