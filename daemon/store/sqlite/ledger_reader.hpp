#pragma once
/// Reads ledger.db. Contract: daemon/store/ledger.hpp.
/// Lives on: one thread at a time.
#include <filesystem>
#include <memory>

#include "daemon/store/ledger.hpp"

namespace tidings::store::sqlite {

base::Result<std::unique_ptr<LedgerReader>> open_ledger_reader(const std::filesystem::path& file,
                                                               std::size_t cache_bytes);

}  // namespace tidings::store::sqlite
