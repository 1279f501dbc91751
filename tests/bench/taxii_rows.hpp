#pragma once
/// TAXII: a collection of a million objects, read by one client over TLS.
#include "tests/bench/rows.hpp"

namespace tidings::bench {

void add_taxii_rows(Rows& rows);

}  // namespace tidings::bench
