#pragma once
/// How long what is published lives if it does not say: by the type of each claim. A bulletin lives as long as the
/// longest of its claims; each of the others ends with a window of its own, so that it leaves every answer at its
/// instant, everywhere.
/// Lives on: the network thread (pure).
#include "daemon/api/server.hpp"

namespace tidings::api {

/// Sets the expiry of each section, a report, and the end of each claim that has none and would end before it.
void apply_default_expiry(const ServerOptions& options, base::Instant now, intake::Draft& draft);

/// When the claims end, by type; of a type the last of them.
void tell_expiry(const intake::Draft& draft, v1::PublishAnswer& answer);

}  // namespace tidings::api
