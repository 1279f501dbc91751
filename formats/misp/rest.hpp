#pragma once
/// What is asked of a MISP server (POST /events/restSearch): events that were published since an instant, a page at a
/// time; and what a page tells beside its events, which read() reads. An event that is edited is not published until it
/// is again; its own timestamp says when it was edited, which may be long before.
/// Errors: BadInput (no answer of restSearch), TooLarge, and what the source answers. Lives on: any executor.
#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::misp {

struct Search {
  std::uint64_t since{0};  ///< seconds since 1970; 0: whatever there is
  std::uint32_t page{1}, limit{50};
  bool newest_first{false};  ///< else the oldest
};
/// The body of the request: published events alone, by when they were.
std::string write_search(const Search& search);

struct SearchPage {
  std::size_t events{0};
  std::uint64_t earliest{0}, latest{0};  ///< when the first and the last was published, in seconds
  bool in_order{true};                   ///< rising; older servers do not sort
};
/// What is asked for behind a full page of a server that sorts: by instants. By page numbers, an event that leaves its
/// place meanwhile would pull one that was not read onto a page that was.
Search behind(const Search& search, const SearchPage& page);
/// Reads `source` from where it is to its end.
base::Result<SearchPage> read_search_page(draft::Source& source);

}  // namespace tidings::misp
