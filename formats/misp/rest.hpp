#pragma once
/// What is asked of a MISP server (POST /events/restSearch): events that were changed since an instant, a page at a
/// time; and what a page tells beside its events, which read() reads.
/// Errors: BadInput (no answer of restSearch), TooLarge, and what the source answers. Lives on: any executor.
#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::misp {

struct Search {
  std::uint64_t since{0};  ///< seconds since 1970; 0: whatever there is
  std::uint32_t page{1}, limit{50};
};
/// The body of the request: published events alone, oldest change first.
std::string write_search(const Search& search);

struct SearchPage {
  std::size_t events{0};
  std::uint64_t earliest{0}, latest{0};  ///< their least and greatest timestamps, in seconds
  bool in_order{true};                   ///< as they were asked for; older servers do not sort
};
/// Reads `source` from where it is to its end.
base::Result<SearchPage> read_search_page(draft::Source& source);

}  // namespace tidings::misp
