#include "daemon/api/named.hpp"

namespace tidings::api {

std::vector<query::FoundBulletin> named_to(const Caller& caller, std::vector<query::FoundBulletin> found,
                                           const identity::OrgId& self) {
  auto named = query::ours_where_any(std::move(found), self);
  std::erase_if(named, [&](const query::FoundBulletin& one) {
    return one.standing.row.origin != self && one.standing.row.tlp > caller.ceiling.max_tlp;
  });
  return named;
}

base::Error nothing_named(std::string_view id) {
  return base::fail(base::ErrorCode::NotFound, "there is no bulletin or publication " + std::string(id));
}

}  // namespace tidings::api
