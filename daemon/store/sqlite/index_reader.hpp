#pragma once
/// Reads index.db. Contract: daemon/store/index.hpp.
/// Lives on: one thread at a time.
#include <filesystem>
#include <memory>

#include "daemon/store/index.hpp"

namespace tidings::store::sqlite {

base::Result<std::unique_ptr<IndexReader>> open_index_reader(const std::filesystem::path& file, std::size_t cache_bytes,
                                                             std::size_t mapped_bytes);

}  // namespace tidings::store::sqlite
