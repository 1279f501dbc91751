#pragma once
/// What blocks of the config that choose among statements share: lists of names, read into a filter.
/// Errors: BadInput: which list has which name that is none.
/// Lives on: any executor (values).
#include <string>
#include <vector>

#include "base/result.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::app {

struct ListedConditions {
  const std::vector<std::string>&types, &origins, &tags, &ecosystems, &roles;
};
base::Result<v1::Filter> listed_filter(const ListedConditions& listed);

}  // namespace tidings::app
