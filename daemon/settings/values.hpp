#pragma once
/// How values of settings are written: sizes, names of markings and levels, addresses; and the checks of texts.
/// Lives on: any executor.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/settings/settings.hpp"

namespace tidings::settings {

/// "64MiB", "16KiB", "1GiB", "512B".
std::optional<std::uint64_t> size_from_text(std::string_view text);
std::string size_text(std::uint64_t bytes);  ///< the shortest exact of those forms

inline constexpr std::array<std::string_view, 5> marking_names{"clear", "green", "amber", "amber+strict", "red"};
inline constexpr std::array<std::string_view, 5> level_names{"debug", "info", "notice", "warning", "error"};
/// Also "TLP:AMBER", "white" for clear, and any case.
std::optional<Marking> marking_from_text(std::string_view text);
std::string_view text_of(Marking marking);
std::optional<LogLevel> level_from_text(std::string_view text);
std::string_view text_of(LogLevel level);
inline constexpr std::array<std::string_view, 2> review_names{"off", "two-person"};
std::optional<Review> review_from_text(std::string_view text);
std::string_view text_of(Review review);

// Checks: why a text will not do, or nothing.
std::optional<std::string> check_listen(std::string_view text);    ///< "host:port", "[v6]:port"; port 0: any free one
std::optional<std::string> check_endpoint(std::string_view text);  ///< the same with a real port
std::optional<std::string> check_path(std::string_view text);      ///< absolute
std::optional<std::string> check_socket(std::string_view text);    ///< absolute, and short enough for sun_path
std::optional<std::string> check_group(std::string_view text);     ///< a group's name, or empty

/// The one of `names` that `text` is most likely a slip of; nothing if none is near.
std::optional<std::string_view> nearest(std::string_view text, const std::vector<std::string_view>& names);

}  // namespace tidings::settings
