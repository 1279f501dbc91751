#pragma once
/// Writes ledger.db: one transaction for all batches of a commit. Contract: daemon/store/ledger.hpp.
/// Nothing in a batch can fail by itself: there is no constraint that a batch could break which is not met by ignoring
/// (a known id, a lower serial) or replacing. So a failed commit is always the disk's doing, or ours.
/// Lives on: the writer thread.
#include <filesystem>
#include <memory>

#include "daemon/store/ledger.hpp"

namespace tidings::store::sqlite {

base::Result<std::unique_ptr<LedgerWriter>> open_ledger_writer(const std::filesystem::path& file,
                                                               std::size_t cache_bytes);

}  // namespace tidings::store::sqlite
