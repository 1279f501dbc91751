#pragma once
/// A file within a feed's folder: a link in it is followed where it stays there, and nowhere else, since whoever may
/// put files into the folder may not have others read and published by it.
/// Errors: NotFound, Disk; BadInput where it leads out. Lives on: a worker.
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace tidings::feeding {

/// Where its bytes are: `name` is beneath `folder`, and so is what it stands for.
base::Result<std::filesystem::path> within(const std::filesystem::path& folder, const std::string& name);

}  // namespace tidings::feeding
