#pragma once
/// What a table's other columns say of a value, as fields of its claim. What has no field of its own is kept in the
/// comment; nothing is dropped.
/// Errors: TooLarge (a comment or tag beyond the bulletin's limits), BadInput (a bound of its life that is no
/// time, a role that is benign beside a verdict that accuses).
/// Lives on: any executor.
#include "base/result.hpp"
#include "formats/list/csv.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::list {

/// A feed tells the time it last saw a value anew with each of its versions, which is no news: Ignored.
enum class LastSeen : std::uint8_t { Kept, Ignored };
base::Status describe(const CsvItem& item, v1::Claim& claim, LastSeen last_seen = LastSeen::Kept);

}  // namespace tidings::list
