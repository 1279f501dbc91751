#pragma once
/// Seals pages of answers, so that who asks learns nothing of where they end: the last thing looked at may be what is
/// above the asker's ceiling. AES-256-GCM, each under a key of its own that is drawn (HMAC-SHA256) from the node's: a
/// page outlives the process, and no key wears out. A page fits its ledger alone. All sealed pages are of one length.
/// Errors: BadInput. Lives on: any executor.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace tidings::query {

inline constexpr std::size_t max_page_bytes = 190;  ///< before it is sealed

class PageSeal {
 public:
  /// `node_key` seals other things, too. Empty: pages last as long as this.
  explicit PageSeal(const base::Secret& node_key);
  /// An empty one stays empty: there is no more.
  std::string seal(std::string_view page, std::string_view ledger) const;
  /// An empty one is the start.
  base::Result<std::string> open(std::string_view seal, std::string_view ledger) const;

 private:
  base::Secret key_;
};

}  // namespace tidings::query
