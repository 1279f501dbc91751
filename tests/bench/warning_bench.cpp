// Warning lists alone.
#include <cstdlib>

#include "tests/bench/warning_match.hpp"

int main(int argc, char** argv) {
  tidings::bench::Rows rows;
  tidings::bench::measure_warning_lists(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000, rows);
  rows.print();
  return 0;
}
