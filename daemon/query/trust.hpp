#pragma once
/// How far we believe what an organisation says, 0 to 100: ourselves wholly, a partner as our terms state, an origin
/// that a partner introduced as a setting states and no further than that partner, anybody else (a former partner) not
/// at all. Lives on: any executor (pure).
#include <cstdint>

#include "core/indicator/weights.hpp"
#include "daemon/partners/partner_book.hpp"

namespace tidings::query {

std::uint8_t trust_in(const partners::Book& book, const indicator::Weights& weights,
                      const identity::OrgId& organisation);

}  // namespace tidings::query
