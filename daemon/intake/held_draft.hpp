#pragma once
/// A draft as it is kept while it is held: verbatim, with its publication's id chosen, so that a release after a crash
/// goes on with the one before.
/// Errors: TooLarge, Internal (a kept draft that cannot be read).
/// Lives on: any executor (pure).
#include "daemon/intake/publisher.hpp"

namespace tidings::intake {

/// `lifetime`: from the release; zero: until the context's own expiry.
base::Result<std::string> write_held(const Draft& draft, base::Duration lifetime, std::size_t max_bytes);
/// What is added to a kept draft once it is judged.
std::string made_from_behind(const MadeFrom& made_from);
/// The widest marking under which anything of it leaves this node; nothing: all of it stays here.
std::optional<v1::Tlp> shared_tlp(const Draft& draft);
/// As it is published at `now`.
base::Result<Draft> read_held(std::string_view bytes, base::Instant now);

}  // namespace tidings::intake
