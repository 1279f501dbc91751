#include "formats/list/misp_columns.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "formats/list/shape.hpp"

namespace tidings::list {
namespace {

// As they begin, since "organisation" is written in two ways.
constexpr std::array<std::string_view, 6> distributions = {"your organi",     "this community", "connected communit",
                                                           "all communities", "sharing group",  "inherit"};

}  // namespace

std::optional<Distribution> distribution_from_word(std::string_view text) {
  const auto word = base::lowered(trimmed(text));
  for (std::size_t i = 0; i < distributions.size(); ++i) {
    if (word == std::to_string(i) || word.starts_with(distributions.at(i))) return static_cast<Distribution>(i);
  }
  return std::nullopt;
}

std::vector<Part> parts_of(std::string_view type, std::string_view value) {
  const auto bar = type.find('|');
  // Names of files may hold a '|', what stands in a registry key, too.
  const auto between = type.starts_with("regkey") ? value.find('|') : value.rfind('|');
  if (bar == std::string_view::npos || between == std::string_view::npos) return {};
  std::vector<Part> parts;
  const auto add = [&](std::string_view of, std::string_view text) {
    const auto hint = hint_from_name(trimmed(of));
    if (hint && !trimmed(text).empty()) parts.push_back({trimmed(text), *hint});
  };
  add(type.substr(0, bar), value.substr(0, between));
  add(type.substr(bar + 1), value.substr(between + 1));
  return parts;
}

}  // namespace tidings::list
