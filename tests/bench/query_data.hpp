#pragma once
/// What the query suite holds: a realistic mix of types, in publications that say what they are, in English and
/// Chinese. Everything is drawn from a counter, so that every run has the same.
///   of 100: 40 SHA-256, 30 domains (3 of them below one large domain), 18 URLs, 11 IPv4 addresses (1 in one /16),
///   1 network
/// Lives on: any thread.
#include <cstddef>
#include <string>
#include <vector>

#include "core/observable/observable.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::bench {

inline constexpr std::size_t mixed_publication = 10'000;

observable::Observable mixed_value(std::size_t number);
/// The publication that holds values from `number * mixed_publication` on: title, text, tags, ecosystems, role.
v1::Header mixed_context(std::size_t number);

/// The one that is large, the one that can be sorted, and the network: those that pages are asked of.
inline constexpr const char* large_domain = "dyn-hosting.com";
inline constexpr const char* middle_domain = "cdn.dyn-hosting.com";
inline constexpr const char* middle_network = "45.62.0.0/16";

/// A name four labels deep, and an address, as people would ask for: held or not, some parent or network is.
observable::Observable deep_name(std::size_t number);
observable::Observable some_address(std::size_t number);

}  // namespace tidings::bench
