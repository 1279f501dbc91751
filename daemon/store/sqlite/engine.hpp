#pragma once
/// The SQLite engine: ledger.db and index.db in a folder, WAL, a writer each. synchronous=FULL on the ledger.
/// Errors: Disk, Busy, Unsupported (a schema newer than this program), Internal.
/// Lives on: see daemon/store/store.hpp.
#include <filesystem>
#include <memory>

#include "daemon/store/store.hpp"

namespace tidings::store::sqlite {

struct SqliteOptions {
  std::size_t ledger_cache_bytes{8u << 20};
  std::size_t index_cache_bytes{16u << 20};  ///< the index writer's; each reader has a quarter
  /// Of index.db, read by each reader through the page tables: half the CPU of a look-up is copying pages otherwise.
  /// It counts as memory of the process while it is read, and is given back at rest.
  std::size_t index_mapped_bytes{128u << 20};
  std::uint64_t first_tier_rows{1u << 18};  ///< postings in the first tier (13 MB) before they move on
};

/// Opens (and migrates) the store in `folder`, creating it if it is empty or absent. One engine a folder: a second one,
/// also in another process, is refused as Busy.
base::Result<std::unique_ptr<Engine>> open_engine(const std::filesystem::path& folder,
                                                  const SqliteOptions& options = {});

}  // namespace tidings::store::sqlite
