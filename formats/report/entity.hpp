#pragma once
/// Character references of HTML. Inside of this folder. Lives on: any executor.
#include <string>
#include <string_view>

namespace tidings::report {

inline constexpr std::size_t max_entity_bytes = 12;

/// "amp", "#46", "#x2e" to UTF-8; empty for what is none that we know.
std::string entity_text(std::string_view name);

/// A text with its references undone; what is none stays.
std::string without_entities(std::string_view text);

}  // namespace tidings::report
