#pragma once
/// A publication by audience: of contexts with one audience what they come to, and who would receive it.
/// Lives on: the network thread (pure).
#include <map>
#include <vector>

#include "daemon/api/service.hpp"

namespace tidings::api {

/// Who would receive each is told: each costs a question of the policy for every partner.
inline constexpr std::size_t max_publication_audiences = 256;

class Shares {
 public:
  /// TooLarge beyond max_publication_audiences.
  base::Status add(const intake::Section& section);
  /// `audience` is the first's; `shares` are told where there are several.
  void tell(const Service& service, v1::PublishAnswer& answer) const;

 private:
  struct Share {
    v1::Header context;
    std::uint64_t contexts{0}, claims{0};
  };
  std::map<std::string, std::size_t> places_;
  std::vector<Share> shares_;
};

}  // namespace tidings::api
