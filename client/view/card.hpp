#pragma once
/// A card, as people compare it.
/// Lives on: any executor.
#include <string>

#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "core/identity/card.hpp"

namespace tidings::view {

std::string describe(const Look& look, const identity::Card& card);
json::object json_of(const identity::Card& card);

}  // namespace tidings::view
