#pragma once
/// Where a page of an answer ended, as bytes that are opaque to who asks.
/// Errors: BadInput.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "daemon/store/records.hpp"

namespace tidings::query {

/// Listing by bulletin: the claim that was looked at last. Before the first: the default.
struct Place {
  store::Sequence sequence{UINT64_MAX};
  std::uint32_t next_claim{0};
};
std::string write_page(const Place& place);
base::Result<Place> read_place(std::string_view page);  ///< empty: from the start

/// Listing by key: the last one told.
std::string write_page(std::string_view key);
base::Result<std::string> read_key(std::string_view page);

}  // namespace tidings::query
