#pragma once
/// The engines that are held to the contract of daemon/store/{ledger,index,store}.hpp. Add one here and run the suite.
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "daemon/store/sqlite/engine.hpp"

namespace tidings::store::contract {

struct EngineUnderTest {
  std::string name;
  /// Opens the store kept in or for `folder`, which exists and is the test's own.
  std::function<base::Result<std::unique_ptr<Engine>>(const std::filesystem::path& folder)> open;
  bool writes_files_here{true};  ///< in this process, so that a limit on file sizes meets it
};
inline std::ostream& operator<<(std::ostream& out, const EngineUnderTest& engine) { return out << engine.name; }

inline std::vector<EngineUnderTest> engines() {
  const auto small_tiers = [](const std::filesystem::path& folder) {
    return sqlite::open_engine(folder, {.first_tier_rows = 16});  // so that a handful of claims goes through all tiers
  };
  return {{"sqlite", [](const std::filesystem::path& folder) { return sqlite::open_engine(folder); }},
          {"sqlite_small_tiers", small_tiers}};
}

}  // namespace tidings::store::contract
