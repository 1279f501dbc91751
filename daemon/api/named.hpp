#pragma once
/// What an id stands for in a request that amends or withdraws: where any of it is ours, ours alone, whatever its
/// marking, for who may publish may also put right; of others' only what the caller may see.
/// Lives on: any executor (pure).
#include <string_view>
#include <vector>

#include "daemon/api/roles.hpp"

namespace tidings::api {

std::vector<query::FoundBulletin> named_to(const Caller& caller, std::vector<query::FoundBulletin> found,
                                           const identity::OrgId& self);
/// NotFound, in the words for an id that stands for nothing.
base::Error nothing_named(std::string_view id);

}  // namespace tidings::api
