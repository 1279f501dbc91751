#pragma once
/// The two files' schemas and how an older one becomes today's (PRAGMA user_version).
/// The ledger is migrated, step by step, each in one transaction; one from a later program is refused. The index is
/// derived: any other version, another ledger's, or a damaged one is dropped and made anew.
/// Errors: Disk, Unsupported, Internal.
/// Lives on: the thread that opens the engine.
#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "daemon/store/records.hpp"
#include "daemon/store/sqlite/database.hpp"

namespace tidings::store::sqlite {

/// Makes or migrates the ledger; a new one gets a fresh id.
base::Status prepare_ledger(Database& ledger);
base::Result<LedgerId> read_ledger_id(Database& ledger);
LedgerId fresh_ledger_id();

/// Makes sure that `file` is an index of today's version, derived from the ledger `id`.
base::Status prepare_index(const std::filesystem::path& file, const LedgerId& id);

}  // namespace tidings::store::sqlite
