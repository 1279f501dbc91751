#pragma once
/// How long what is published lives if it does not say: by the type of each claim. A bulletin lives as long as the
/// longest of its claims; each of the others ends with a window of its own, so that it leaves every answer at its
/// instant, everywhere.
/// Lives on: the network thread (pure).
#include <vector>

#include "daemon/api/server.hpp"

namespace tidings::api {

/// Sets the expiry of `context`, a report, and the end of each claim that has none and would end before it.
void apply_default_expiry(const ServerOptions& options, base::Instant now, v1::Header& context,
                          std::vector<v1::Claim>& claims);

/// When the claims end, by type; of a type the last of them.
void tell_expiry(const v1::Header& context, const std::vector<v1::Claim>& claims, v1::PublishAnswer& answer);

}  // namespace tidings::api
