#include "formats/warninglist/top_sites.hpp"

#include <algorithm>

#include "core/observable/observable.hpp"

namespace tidings::warninglist {
namespace {

using base::ErrorCode;
using observable::Type;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\"";
  const auto from = text.find_first_not_of(blanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

/// What stands behind the rank; where nothing does, the line, which is no name.
std::string_view name_in(std::string_view line) {
  const auto text = trimmed(line);
  if (text.starts_with('#')) return {};
  const auto comma = text.rfind(',');
  const auto name = comma == std::string_view::npos ? text : trimmed(text.substr(comma + 1));
  return name.empty() ? text : name;
}

}  // namespace

base::Result<warning::List> read_top_sites(std::string_view text) {
  if (text.size() > max_top_sites_bytes) return base::fail(ErrorCode::TooLarge, "it is larger than 256 MiB");
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  warning::List list{"top sites", warning::Kind::Hostname, {}, 50, {}};
  for (const auto type : {Type::Domain, Type::DomainWildcard}) list.types.add(type);
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto name = name_in(text.substr(0, end));
    const bool is_a_site = !observable::special_reason({Type::Domain, std::string(name)}).starts_with("public suffix");
    const bool header = number == 0 && name.find('.') == std::string_view::npos;
    if (!name.empty() && !header && is_a_site) list.entries.push_back({std::string(name), number});
    if (list.entries.size() > warning::max_entries)
      return base::fail(ErrorCode::TooLarge, "it has more than 10,000,000 names");
    ++number;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (list.entries.empty()) return base::fail(ErrorCode::BadInput, "no line has a name");
  return list;
}

}  // namespace tidings::warninglist
