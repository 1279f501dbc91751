#pragma once
/// A member of an object in its JSON text, where all else of the text must stay as it is. The text is an object of
/// JSON: what is none has no members. A name that is written with escapes is not found. Lives on: any executor.
#include <cstddef>
#include <optional>
#include <string_view>

namespace tidings::stix {

/// Places in the text: of the name with its quotes, and of the value up to what stands behind it.
struct MemberText {
  std::size_t name{0}, value{0}, end{0};
};
/// The object's own, the first of that name.
std::optional<MemberText> find_member(std::string_view json, std::string_view name);
/// The value of one that is text without escapes, as timestamps are, without its quotes; empty for anything else.
std::string_view text_member(std::string_view json, std::string_view name);

}  // namespace tidings::stix
