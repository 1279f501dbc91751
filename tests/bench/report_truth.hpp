#pragma once
/// How well reports are read, by the lists that their authors publish beside them. A pair counts for a group of types
/// (digests; addresses, names, URLs) only if its lists have such values. Recall asks for what both the list and the
/// report's text have; precision for what was taken and is in the list.
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace tidings::bench {

struct ReportPair {
  std::filesystem::path report;
  std::vector<std::filesystem::path> lists;  ///< one value a line, or MISP events
};

/// Those of the folder "reports" in `corpus`.
std::vector<ReportPair> report_pairs(const std::filesystem::path& corpus);

struct Agreement {
  std::size_t listed{0};  ///< in a list and in its report
  std::size_t found{0};   ///< of those, taken from the report
  std::size_t taken{0};   ///< of a group that the lists have
  std::size_t right{0};   ///< of those, in the list
  std::size_t pairs{0};
  std::vector<std::string> missed, wrong;  ///< "report: type value"
  double recall() const { return listed == 0 ? 1 : static_cast<double>(found) / static_cast<double>(listed); }
  double precision() const { return taken == 0 ? 1 : static_cast<double>(right) / static_cast<double>(taken); }
};

Agreement agreement(const std::vector<ReportPair>& pairs);

}  // namespace tidings::bench
