#include "tests/bench/formats_suite.hpp"

#include <cstdio>

#include "tests/bench/export_rows.hpp"
#include "tests/bench/list_rows.hpp"
#include "tests/bench/misp_rows.hpp"
#include "tests/bench/report_rows.hpp"
#include "tests/bench/stix_rows.hpp"
#include "tests/bench/taxii_rows.hpp"

namespace tidings::bench {

void run_formats_suite(Rows& rows) {
  std::printf("formats suite: readers and writers alone, in memory, one thread\n");
  add_list_rows(rows);
  add_stix_rows(rows);
  add_misp_rows(rows);
  add_report_rows(rows);
  add_export_rows(rows);
  add_taxii_rows(rows);
}

}  // namespace tidings::bench
