#pragma once
/// Where a page of an answer ended. It fits the question that it was made for, and no other; page_seal.hpp makes it
/// opaque to who asks, and of no use to another node or ledger.
/// Errors: BadInput, in words.
/// Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "daemon/store/records.hpp"

namespace tidings::query {

/// The claim to look at next, going down: by newest bulletin, and by number within it.
struct Place {
  store::Sequence sequence{UINT64_MAX};
  std::uint32_t next_claim{0};
};

/// In which order an answer goes on.
enum class Order : char { Newest = 'n', Sorted = 's', ByKey = 'k' };

struct Page {
  Order order{Order::Newest};
  Place place;      ///< Newest, Sorted
  std::string key;  ///< ByKey: the last one looked at
  /// Newest, Sorted: the newest bulletin when the first page was read. What is said again after it moves nothing up,
  /// out of the sight of the pages that follow.
  store::Sequence up_to{};
};

class Pages {
 public:
  /// `question` is all that the question says, but for its page.
  explicit Pages(std::string_view question);
  std::string write(const Page& page) const;
  /// Nothing for an empty one: from the start.
  base::Result<std::optional<Page>> read(std::string_view page) const;

 private:
  std::string question_;
};

}  // namespace tidings::query
