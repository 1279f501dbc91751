#pragma once
/// A file as a source that can be read again; gzip is told by its mark and unpacked, twice where a packed file was sent
/// packed. What it unpacks to is bounded, so a bomb ends where it grows.
/// Errors: NotFound, Disk (cannot be read), BadInput (a link, no regular file, damaged gzip), Truncated, TooLarge.
/// Lives on: one thread at a time.
#include <filesystem>
#include <memory>
#include <string>

#include "formats/draft/draft.hpp"

namespace tidings::feeding {

base::Result<std::unique_ptr<draft::Source>> open_file(const std::filesystem::path& path, std::size_t max_bytes);

/// The first bytes, at most `most`; the source stands at its start again.
base::Result<std::string> beginning_of(draft::Source& source, std::size_t most);

}  // namespace tidings::feeding
