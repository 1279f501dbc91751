#include "daemon/settings/values.hpp"

#include <algorithm>
#include <charconv>
#include <ranges>
#include <vector>

#include "base/letters.hpp"
#include "base/uuid.hpp"
#include "core/observable/observable.hpp"

namespace tidings::settings {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t bytes;
};
constexpr std::array<Unit, 4> units{{{"GiB", 1ULL << 30}, {"MiB", 1ULL << 20}, {"KiB", 1ULL << 10}, {"B", 1}}};

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
           c == '_';
  });
}

bool is_v6(std::string_view host) {
  return host.find(':') != std::string_view::npos && host.size() <= 64 && std::ranges::all_of(host, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.' ||
                  c == '%';
         });
}

std::optional<std::string> check_address(std::string_view text, unsigned least_port) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return "it has no port: write host:port or [v6]:port";
  const auto port = number<unsigned>(text.substr(colon + 1));
  if (!port || *port > 65535 || *port < least_port)
    return "its port is not a number of " + std::to_string(least_port) + " to 65535";
  const auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    if (is_v6(host.substr(1, host.size() - 2))) return std::nullopt;
    return "what stands in brackets is no IPv6 address";
  }
  if (host.find(':') != std::string_view::npos) return "an IPv6 address needs brackets: [" + std::string(host) + "]";
  if (!is_host(host)) return "its host is no name and no address";
  return std::nullopt;
}

std::optional<std::string> check_type_duration(std::string_view text, int most_days) {
  const auto read = type_duration_from_text(text);
  if (!read) return "it is not a type and a duration such as \"ipv4=30d\" ('tidings parse --help' names the types)";
  if (read->duration < std::chrono::hours(1) || read->duration > std::chrono::days(most_days)) {
    return "the duration is not within an hour and " + std::to_string(most_days) + " days";
  }
  return std::nullopt;
}

/// Damerau-Levenshtein distance, adjacent transpositions counted as one: what fingers do.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t differs = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + differs});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::optional<std::uint64_t> size_from_text(std::string_view text) {
  for (const auto& unit : units) {
    if (!text.ends_with(unit.name)) continue;
    const auto count = number<std::uint64_t>(text.substr(0, text.size() - unit.name.size()));
    if (!count || *count > UINT64_MAX / unit.bytes) return std::nullopt;
    return *count * unit.bytes;
  }
  return std::nullopt;
}

std::string size_text(std::uint64_t bytes) {
  for (const auto& unit : units) {
    if (bytes >= unit.bytes && bytes % unit.bytes == 0) return std::to_string(bytes / unit.bytes).append(unit.name);
  }
  return "0B";
}

std::optional<Marking> marking_from_text(std::string_view given) {
  auto text = base::lowered(given);
  if (text.starts_with("tlp:")) text.erase(0, 4);
  if (text == "white") return Marking::Clear;
  const auto* const found = std::ranges::find(marking_names, text);
  if (found == marking_names.end()) return std::nullopt;
  return static_cast<Marking>(found - marking_names.begin() + 1);
}

std::string_view text_of(Marking marking) { return marking_names[static_cast<std::size_t>(marking) - 1]; }

std::optional<LogLevel> level_from_text(std::string_view text) {
  const auto* const found = std::ranges::find(level_names, text);
  if (found == level_names.end()) return std::nullopt;
  return static_cast<LogLevel>(found - level_names.begin());
}

std::string_view text_of(LogLevel level) { return level_names[static_cast<std::size_t>(level)]; }

std::optional<Review> review_from_text(std::string_view text) {
  const auto* const found = std::ranges::find(review_names, text);
  if (found == review_names.end()) return std::nullopt;
  return static_cast<Review>(found - review_names.begin());
}

std::string_view text_of(Review review) { return review_names[static_cast<std::size_t>(review)]; }

std::optional<std::string> check_listen(std::string_view text) { return check_address(text, 0); }
std::optional<std::string> check_endpoint(std::string_view text) { return check_address(text, 1); }

std::optional<TypeDuration> type_duration_from_text(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const auto type = observable::type_from_name(text.substr(0, equals));
  const auto duration = base::duration_from_text(text.substr(equals + 1));
  if (!type || !duration) return std::nullopt;
  return TypeDuration{*type, *duration};
}

std::map<observable::Type, base::Duration> durations_by_type(const std::vector<std::string>& texts) {
  std::map<observable::Type, base::Duration> durations;
  for (const auto& text : texts) {
    if (const auto read = type_duration_from_text(text)) durations[read->type] = read->duration;
  }
  return durations;
}

SharingGroups sharing_groups(const std::vector<std::string>& texts) {
  SharingGroups groups;
  for (const auto& text : texts) {
    const auto equals = text.find('=');
    const auto uuid = base::uuid_from_text(std::string_view(text).substr(0, equals));
    if (!uuid || equals == std::string::npos) continue;
    auto& members = groups[base::to_text(*uuid)];
    for (const auto part : std::views::split(std::string_view(text).substr(equals + 1), ',')) {
      members.emplace_back(part.begin(), part.end());
    }
  }
  return groups;
}

std::optional<std::string> check_sharing_group(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || !base::uuid_from_text(text.substr(0, equals))) {
    return "it is not the UUID of a sharing group, \"=\" and partners with commas between them";
  }
  const auto names = ',' + std::string(text.substr(equals + 1)) + ',';
  if (names.find(",,") != std::string::npos) return "one of its partners has no name";
  return std::nullopt;
}

std::optional<std::string> check_site(std::string_view text) {
  if (observable::parse(text, {observable::Type::Domain})) return std::nullopt;
  return "it is not a name of the DNS";
}

std::optional<std::string> check_half_life(std::string_view text) { return check_type_duration(text, 3650); }
std::optional<std::string> check_expiry(std::string_view text) { return check_type_duration(text, 731); }

std::optional<std::string> check_optional_path(std::string_view text) {
  return text.empty() ? std::nullopt : check_path(text);
}

std::optional<std::string> check_path(std::string_view text) {
  if (!text.starts_with('/')) return "it is not an absolute path";
  if (text.find('\0') != std::string_view::npos) return "it has a NUL in it";
  return std::nullopt;
}

std::optional<std::string> check_socket(std::string_view text) {
  if (text.size() > 107) return "it is longer than 107 bytes, the most a Unix socket's path can have";  // unix(7)
  return check_path(text);
}

std::optional<std::string> check_group(std::string_view text) {
  if (text.size() > 32) return "it is longer than 32 bytes, the most a group's name can have";  // useradd(8)
  const bool plain = std::ranges::all_of(text, [](char c) { return c > ' ' && c != ':' && c != ',' && c != 0x7f; });
  if (!plain) return "it has characters that no group's name has";
  return std::nullopt;
}

std::optional<std::string> check_word(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.';
  });
  if (!plain || text.empty() || text.size() > 64) return "it is not 1 to 64 letters, digits, '-', '_' or '.'";
  return std::nullopt;
}

std::optional<std::string> check_filled(std::string_view text) {
  if (text.empty() || text.size() > 1024) return "it is empty or longer than 1,024 bytes";
  return std::nullopt;
}

std::optional<std::string> check_line(std::string_view text) {
  constexpr std::size_t most = 500;
  if (text.size() > most) return "at most 500 bytes";
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(text.begin(), text.end(), is_control)) return "a line without control characters";
  return std::nullopt;
}

std::optional<std::string> check_optional_url(std::string_view text) {
  return text.empty() ? std::nullopt : check_url(text);
}

std::optional<std::string> check_url(std::string_view text) {
  if (text.size() > 2048) return "it is longer than 2,048 bytes";
  const bool plain = std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
  if (!plain) return "it has characters that stand in no URL";
  if (text.find('@') != std::string_view::npos || text.find('#') != std::string_view::npos) {
    return "it has a user, a password or a fragment in it";
  }
  if (text.starts_with("https://") && text.size() > 8) return std::nullopt;
  const auto is_to = [&](std::string_view host) {
    return text.starts_with(host) &&
           (text.size() == host.size() || text[host.size()] == ':' || text[host.size()] == '/');
  };
  if (is_to("http://localhost") || is_to("http://127.0.0.1") || is_to("http://[::1]")) return std::nullopt;
  if (text.starts_with("http://"))
    return "http, which everybody on the way can read and change, goes to this machine alone";
  return "it begins neither with https:// nor with http://";
}

std::optional<std::string_view> nearest(std::string_view text, const std::vector<std::string_view>& names) {
  std::optional<std::string_view> best;
  std::size_t least = std::max<std::size_t>(2, text.size() / 3) + 1;
  for (const auto name : names) {
    const auto far = distance(text.substr(0, 64), name);
    if (far >= least) continue;
    least = far;
    best = name;
  }
  return best;
}

}  // namespace tidings::settings
