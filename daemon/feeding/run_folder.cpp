// Feeds that are files on this machine.
#include <algorithm>
#include <filesystem>

#include "base/digest.hpp"
#include "daemon/feeding/folder.hpp"
#include "daemon/feeding/run.hpp"

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

struct Listing {
  std::vector<Document> files;     ///< by name
  std::string digest;              ///< of their names, sizes and times
  std::vector<draft::Note> notes;  ///< of what is none of them
};

base::Result<Listing> list(const fs::path& folder) {
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

}  // namespace

base::Status Run::from_folder() {
  const auto listing = list(options_.folder);
  if (!listing) return listing.error();
  const auto all = must_read_all();
  if (!all) return all.error();
  outcome_.unchanged = !*all && listing->digest == place().content();
  if (outcome_.unchanged) return {};
  for (const auto& note : listing->notes) outcome_.counts.take(note);
  if (auto said = say(listing->files, Scope::Whole); !said) return said;
  if (is_whole_) {
    place().set_content(listing->digest);
    place().set_whole_at(desk_.now().us);
  } else {
    place().clear_content();  // what could not be read is tried again
  }
  return keep();
}

}  // namespace tidings::feeding
