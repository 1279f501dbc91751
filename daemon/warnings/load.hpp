#pragma once
/// Warning lists from where the settings say: what is built in, MISP's lists in a folder (NAME.json, and NAME/list.json
/// as in MISP's repository), and a file of top sites. A file that cannot be read or used is told and kept out, and so
/// is each entry that cannot be; the others are in force all the same. Lives on: any executor; reads files, so at start
/// and on the crypto pool.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/warning/warning_lists.hpp"

namespace tidings::warnings {

struct LoadOptions {
  std::filesystem::path lists;      ///< a folder; empty: none
  std::filesystem::path top_sites;  ///< a file; empty: none
  bool built_in{true};
  std::uint8_t weight{50};  ///< of lists from files, which do not say
};

struct Fault {
  std::string file;
  std::string what;
};

inline constexpr std::size_t max_faults = 1'000;  ///< kept; people correct the first ones first
inline constexpr std::size_t max_files = 2'000;   ///< looked at in the folder

struct Loading {
  std::shared_ptr<const warning::WarningLists> lists;
  std::vector<Fault> faults;
};
Loading load(const LoadOptions& options);

}  // namespace tidings::warnings
