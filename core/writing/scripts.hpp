#pragma once
/// What a written label hides: characters that nobody sees, those that turn the reading direction, and letters of
/// scripts that no language mixes (UTS #39 section 5.2, "highly restrictive"), as in "pаypal" with a Cyrillic а; and
/// labels of one script whose letters all look like Latin ones (UTS #39 section 4, "whole-script confusable").
/// Lives on: any executor.
#include <string>
#include <string_view>

namespace tidings::writing {

/// In words, for a mark beside the label: "mixes Latin and Cyrillic", "hides an invisible character", "turns the
/// reading direction", "looks like Latin, written in Cyrillic"; empty where nothing is odd. `label` is UTF-8.
std::string oddity_of(std::string_view label);

/// Whether a character that nobody sees stands anywhere in it: zero-width, soft hyphen, turning the direction.
bool hides_character(std::string_view text);

}  // namespace tidings::writing
