#pragma once
/// Writes index.db: rows, and postings into tier 0. Contract: daemon/store/index.hpp.
/// Lives on: the indexer thread.
#include <filesystem>
#include <memory>

#include "daemon/store/index.hpp"

namespace tidings::store::sqlite {

base::Result<std::unique_ptr<IndexWriter>> open_index_writer(const std::filesystem::path& file, std::size_t cache_bytes,
                                                             std::uint64_t first_tier_rows);

}  // namespace tidings::store::sqlite
