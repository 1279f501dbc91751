// Real reports and the lists that their authors publish beside them: read from the folder that TIDINGS_CORPUS names,
// skipped without.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/bench/report_truth.hpp"

namespace tidings::report {
namespace {

TEST(Report, the_lists_beside_published_reports_are_found_in_them_and_hardly_anything_else) {
  const char* corpus = std::getenv("TIDINGS_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "TIDINGS_CORPUS is not set";
  const auto pairs = bench::report_pairs(corpus);
  if (pairs.empty()) GTEST_SKIP() << corpus << " holds no reports with lists";
  const auto agreement = bench::agreement(pairs);
  std::printf("%zu reports: recall %.4f of %zu, precision %.4f of %zu\n", agreement.pairs, agreement.recall(),
              agreement.listed, agreement.precision(), agreement.taken);
  const bool all = std::getenv("TIDINGS_REPORT_VERBOSE") != nullptr;
  for (std::size_t i = 0; i < agreement.missed.size() && (all || i < 20); ++i) {
    std::printf("missed %s\n", agreement.missed[i].c_str());
  }
  for (std::size_t i = 0; i < agreement.wrong.size() && (all || i < 20); ++i) {
    std::printf("wrong  %s\n", agreement.wrong[i].c_str());
  }
  EXPECT_GE(agreement.recall(), 0.97);
  EXPECT_GE(agreement.precision(), 0.97);
}

}  // namespace
}  // namespace tidings::report
