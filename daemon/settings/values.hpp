#pragma once
/// How values of settings are written: sizes, names of markings and levels, addresses; and the checks of texts.
/// Lives on: any executor.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "core/observable/type.hpp"
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

/// "ipv4=30d" of a list that gives a duration to types of observables.
struct TypeDuration {
  observable::Type type{observable::Type::None};
  base::Duration duration{};
};
std::optional<TypeDuration> type_duration_from_text(std::string_view text);
/// Of a list that was checked; of two entries for a type the later counts.
std::map<observable::Type, base::Duration> durations_by_type(const std::vector<std::string>& texts);
/// A sharing group of MISP's, its UUID in lower case, and the partners that are in it, by alias or OrgId.
using SharingGroups = std::map<std::string, std::vector<std::string>>;
/// Of a list of "UUID=brussels,vilnius" that was checked; entries for one group add up.
SharingGroups sharing_groups(const std::vector<std::string>& texts);

// Checks: why a text will not do, or nothing.
std::optional<std::string> check_listen(std::string_view text);    ///< "host:port", "[v6]:port"; port 0: any free one
std::optional<std::string> check_endpoint(std::string_view text);  ///< the same with a real port
std::optional<std::string> check_path(std::string_view text);      ///< absolute
std::optional<std::string> check_optional_path(std::string_view text);  ///< absolute, or empty
std::optional<std::string> check_socket(std::string_view text);         ///< absolute, and short enough for sun_path
std::optional<std::string> check_group(std::string_view text);          ///< a group's name, or empty

std::optional<std::string> check_half_life(std::string_view text);      ///< "type=duration", 1 h to 3650 days
std::optional<std::string> check_expiry(std::string_view text);         ///< "type=duration", 1 h to 731 days
std::optional<std::string> check_sharing_group(std::string_view text);  ///< "UUID=partner,partner"
std::optional<std::string> check_site(std::string_view text);           ///< a name of the DNS
std::optional<std::string> check_word(
    std::string_view text);  ///< letters, digits, '-', '_', '.': what needs no quoting anywhere
std::optional<std::string> check_filled(std::string_view text);
std::optional<std::string> check_line(
    std::string_view text);  ///< at most 500 bytes without control characters; or empty
std::optional<std::string> check_optional_url(std::string_view text);  ///< as check_url, or empty
std::optional<std::string> check_url(std::string_view text);           ///< https, or http to this machine

/// The one of `names` that `text` is most likely a slip of; nothing if none is near.
std::optional<std::string_view> nearest(std::string_view text, const std::vector<std::string_view>& names);

}  // namespace tidings::settings
