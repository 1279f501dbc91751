#pragma once
/// The files of a feed's folder. A link in it is followed where it stays there, and nowhere else, since whoever may put
/// files into the folder may not have others read and published by it.
/// Errors: NotFound, Disk; BadInput where a link leads out; TooLarge (more than 10,000 files).
/// Lives on: a worker.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/feeding/document.hpp"

namespace tidings::feeding {

struct Listing {
  std::vector<Document> files;     ///< by name
  std::string digest;              ///< of their names, sizes and times
  std::vector<draft::Note> notes;  ///< of what is none of them: subfolders, links that lead out
};
base::Result<Listing> list_files(const std::filesystem::path& folder);

/// Hidden, or what an editor keeps beside a file: nobody means it to be read.
bool is_passed_over(std::string_view name);

/// Where its bytes are: `name` is beneath `folder`, and so is what it stands for.
base::Result<std::filesystem::path> within(const std::filesystem::path& folder, const std::string& name);

}  // namespace tidings::feeding
