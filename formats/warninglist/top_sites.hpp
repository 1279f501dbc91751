#pragma once
/// A list of the most visited sites, as Tranco, Umbrella or Cloudflare publish them: "rank,domain" a line, or one name
/// a line. Blank lines and lines that begin with '#' are comments; a header ("rank,domain") is passed over. Errors:
/// TooLarge, BadInput if no line has a name. Lives on: any executor (pure).
#include <string_view>

#include "base/result.hpp"
#include "core/warning/list.hpp"

namespace tidings::warninglist {

inline constexpr std::size_t max_top_sites_bytes = 256u << 20;  ///< ten million names

/// A hostname list about names (a page on a large site may well be a threat); an entry's number is its line, from 0.
base::Result<warning::List> read_top_sites(std::string_view text);

}  // namespace tidings::warninglist
