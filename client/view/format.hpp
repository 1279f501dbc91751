#pragma once
/// The five ways to print, and how text looks to people.
/// Lives on: any executor (values).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::view {

enum class Format : std::uint8_t { Human, Json, Jsonl, Csv, Tsv };
std::optional<Format> format_from_name(std::string_view name);

enum class Defang : std::uint8_t { No, Yes };
enum class Colours : std::uint8_t { No, Yes };
enum class Colour : std::uint8_t { Bold, Faint, Red, Green, Yellow };

/// How text for people is made.
struct Look {
  Colours colours{Colours::No};
  Defang defang{Defang::Yes};
};

/// The text in colour, where colours are wanted. `text` is ours or was escaped before.
std::string paint(const Look& look, Colour colour, std::string_view text);

}  // namespace tidings::view
