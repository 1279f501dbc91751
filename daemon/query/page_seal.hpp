#pragma once
/// Seals pages of answers, so that who asks learns nothing of where they end: the last thing looked at may be what is
/// above the asker's ceiling. AES-256-GCM under a key of the process: a page lives no longer than that. All sealed
/// pages are of one length. Errors: BadInput. Lives on: any executor.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace tidings::query {

inline constexpr std::size_t max_page_bytes = 190;  ///< before it is sealed

class PageSeal {
 public:
  PageSeal();
  std::string seal(std::string_view page) const;                ///< an empty one stays empty: there is no more
  base::Result<std::string> open(std::string_view seal) const;  ///< an empty one is the start

 private:
  base::Secret key_;
};

}  // namespace tidings::query
