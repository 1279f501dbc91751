#pragma once
/// Files within a feed's folder: a link in it is followed where it stays there, and nowhere else, since whoever may
/// put files into the folder may not have others read and published by it.
/// Errors: NotFound, Disk; TooLarge; BadInput where it leads out. Lives on: a worker.
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "daemon/feeding/document.hpp"

namespace tidings::feeding {

/// What a feed reads of its folder: files, and links to files within it.
struct Listing {
  std::vector<Document> files;     ///< by name
  std::string digest;              ///< of their names, sizes and times
  std::vector<draft::Note> notes;  ///< of what is none of them
};
base::Result<Listing> list_files(const std::filesystem::path& folder);

/// Where its bytes are: `name` is beneath `folder`, and so is what it stands for.
base::Result<std::filesystem::path> within(const std::filesystem::path& folder, const std::string& name);

}  // namespace tidings::feeding
