#pragma once
/// Small files that must be whole or absent: keys, card, config.
/// Errors: NotFound, Exists, TooLarge, Forbidden (a secret that others may read), Disk.
/// Lives on: any executor; used at start, by init and at a reload.
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tidings::app {

using Path = std::filesystem::path;

enum class Mode : unsigned { Secret = 0600, Public = 0644 };

base::Result<std::string> read_file(const Path& path, std::size_t max_bytes);
/// A file that only its owner may read: refused where others may.
base::Result<std::string> read_secret(const Path& path, std::size_t max_bytes);
/// Creates; refuses to overwrite. On disk when it returns.
base::Status write_new_file(const Path& path, std::string_view bytes, Mode mode);
/// Replaces or creates in one step.
base::Status replace_file(const Path& path, std::string_view bytes, Mode mode);
base::Status make_private_folder(const Path& path);  ///< 0700
/// Gives `path` and all in it to the owner of `like`, where we may (root); else leaves it.
base::Status give_to_owner_of(const Path& path, const Path& like);

}  // namespace tidings::app
