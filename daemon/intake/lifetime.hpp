#pragma once
/// How long what is published lives that does not say, by type of value.
/// Lives on: any executor (pure).
#include <map>
#include <span>

#include "base/clock.hpp"
#include "core/observable/type.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::intake {

struct Lifetimes {
  base::Duration preset{}, most{};
  std::map<observable::Type, base::Duration> by_type;  ///< where `preset` does not hold
};

/// Gives a report without an expiry one, and each of its claims that does not say an end of its own: a claim that
/// begins later lives as long from there. What carries it ends no later than `most` from now.
void apply_lifetimes(const Lifetimes& lifetimes, base::Instant now, v1::Header& context, std::span<v1::Claim> claims);

}  // namespace tidings::intake
