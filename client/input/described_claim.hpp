#pragma once
/// What a table's other columns say of a value, as fields of its claim. What has no field of its own is kept in the
/// comment; nothing is dropped.
/// Errors: TooLarge (a comment or tag beyond the bulletin's limits).
/// Lives on: any executor.
#include "base/result.hpp"
#include "formats/list/csv.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::input {

base::Status describe(const list::CsvItem& item, v1::Claim& claim);

}  // namespace tidings::input
