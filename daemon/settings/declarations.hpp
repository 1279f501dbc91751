#pragma once
/// What a setting is: its key, what it means, its kind with default and bounds, where its value lives, and when a
/// change takes effect. To add a setting is to add a member to Settings and one row to the table. Lives on: any
/// executor (values).
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daemon/settings/settings.hpp"

namespace tidings::settings {

enum class Takes : std::uint8_t { AtReload, AtRestart };

/// Why a text is not acceptable, or nothing.
using Check = std::optional<std::string> (*)(std::string_view);

struct Text {
  std::string& (*at)(Settings&);
  std::string_view preset;
  Check check;
};
struct TextList {
  std::vector<std::string>& (*at)(Settings&);
  std::vector<std::string_view> preset;
  Check check;  ///< of each
  std::size_t most;
};
struct Count {
  std::uint64_t& (*at)(Settings&);
  std::uint64_t preset, least, most;
  std::string_view unit;
};
struct Size {  ///< in bytes; written as 4194304 or "4MiB"
  std::uint64_t& (*at)(Settings&);
  std::uint64_t preset, least, most;
};
struct Span {  ///< written as "90s", "15m", "12h", "7d"
  base::Duration& (*at)(Settings&);
  base::Duration preset, least, most;
};
struct Flag {  ///< written as true or false
  bool& (*at)(Settings&);
  bool preset;
};
struct MarkingChoice {
  Marking& (*at)(Settings&);
  Marking preset;
};
struct LogLevelChoice {
  LogLevel& (*at)(Settings&);
  LogLevel preset;
};

struct ReviewChoice {
  Review& (*at)(Settings&);
  Review preset;
};

struct Declaration {
  std::string_view key;   ///< "group.name"
  std::string_view says;  ///< sentences
  Takes takes;
  std::variant<Text, TextList, Count, Size, Span, Flag, MarkingChoice, LogLevelChoice, ReviewChoice> kind;
};

std::span<const Declaration> declarations();
const Declaration* find(std::string_view key);

/// Gives a setting its default.
void set_default(const Declaration& declaration, Settings& settings);
/// A value as it is written in a config file: "\"90d\"", "1000", "[\"a\", \"b\"]".
std::string value_text(const Declaration& declaration, const Settings& settings);
/// What may be given: "a duration of 1s to 1h", "one of clear, green, …".
std::string bounds_text(const Declaration& declaration);

}  // namespace tidings::settings
