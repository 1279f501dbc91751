#pragma once
/// Which part of a line is its value (rule L3). Inside of this folder.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "formats/list/line.hpp"

namespace tidings::list {

struct Shape {
  std::string_view value;
  observable::Hint hint{};
  std::string_view reason;  ///< why the line holds none; empty if it does
  bool is_meant{false};     ///< with a reason: it is meant to hold none
  std::string_view more;    ///< names behind the first
  std::string spelt{};      ///< the value, where it does not stand in the line as it is
};

Shape value(std::string_view text, observable::Hint hint);

/// What every hosts file has for the host itself: localhost and the like.
bool is_own_name(std::string_view name);
/// The field at the front of `text`, which loses it and the blanks behind it.
std::string_view take_field(std::string_view& text);

/// The name at the front of several, between which blanks stand, or slashes in lines of dnsmasq.
std::string_view take_name(std::string_view& text);
/// The rule of a filter list that one with "$badfilter" takes back: itself without that option. Empty for others.
std::string switched_off(std::string_view rule);

/// Without ASCII blanks, NBSP and byte order marks at both ends.
std::string_view trimmed(std::string_view text);
/// Without a trailing " # comment".
std::string_view without_comment(std::string_view text);
/// The value of a trimmed line that is neither blank nor a comment.
Shape find_value(std::string_view text, const LineHint& hint);

}  // namespace tidings::list
