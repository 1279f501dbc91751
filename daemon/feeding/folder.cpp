#include "daemon/feeding/folder.hpp"

#include <algorithm>

#include "base/digest.hpp"

namespace tidings::feeding {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

constexpr std::size_t most_files = 10'000;

/// What an editor keeps beside a file while it is open, or of what it was.
bool is_of_an_editor(std::string_view name) {
  return name.ends_with('~') || name.starts_with(".#") || (name.starts_with('#') && name.ends_with('#')) ||
         name.ends_with(".swp") || name.ends_with(".swo");
}

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

base::Error failed(const fs::path& path, const std::error_code& why) {
  const auto code = why == std::errc::no_such_file_or_directory ? ErrorCode::NotFound : ErrorCode::Disk;
  return base::fail(code, path.string() + " cannot be opened: " + why.message());
}

}  // namespace

base::Result<fs::path> within(const fs::path& folder, const std::string& name) {
  std::error_code why;
  const auto root = fs::canonical(folder, why);
  if (why) return failed(folder, why);
  auto path = fs::canonical(root / name, why);
  if (why) return failed(folder / name, why);
  const auto parted = std::ranges::mismatch(root, path);
  if (parted.in1 == root.end()) return path;
  return base::fail(ErrorCode::BadInput, name + " leads out of the folder: it is not followed");
}

base::Result<Listing> list_files(const fs::path& folder) {
  Listing listing;
  std::error_code failed;
  std::size_t folders = 0, backups = 0;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const auto name = at->path().filename().string();
    if (is_of_an_editor(name)) ++backups;
    if (is_of_an_editor(name) || name.starts_with('.')) continue;
    auto path = at->path();
    if (std::error_code unknown; at->is_symlink(unknown)) {
      auto led = within(folder, name);
      if (!led) listing.notes.push_back({draft::Fate::Refused, name, "", led.error().what});
      if (!led || !fs::is_regular_file(*led, unknown)) continue;
      path = std::move(*led);
    } else if (!at->is_regular_file(unknown)) {
      if (at->is_directory(unknown)) ++folders;
      continue;
    }
    if (listing.files.size() == most_files) {
      return base::fail(ErrorCode::TooLarge, folder.string() + " has more than 10,000 files");
    }
    listing.files.push_back({std::move(path), name});
  }
  if (failed) return base::fail(ErrorCode::NotFound, folder.string() + " cannot be read: " + failed.message());
  if (folders + backups > 0) {
    listing.notes.push_back(
        {draft::Fate::LeftOut, folder.string(), "",
         counted(folders, "folder") + " in it and " + counted(backups, "backup") + " of editors are passed over"});
  }
  std::ranges::sort(listing.files, {}, &Document::name);
  base::Sha256 digest;
  for (const auto& file : listing.files) {
    const auto size = fs::file_size(file.path, failed);
    const auto time = fs::last_write_time(file.path, failed).time_since_epoch().count();
    digest.update(file.name + "/" + std::to_string(size) + "/" + std::to_string(time) + "/");
  }
  for (const auto& note : listing.notes) digest.update(note.where + "/" + note.reason + "/");
  listing.digest = digest.finish().str();
  return listing;
}

}  // namespace tidings::feeding
