#include "daemon/feeding/folder.hpp"

#include <algorithm>
#include <array>

#include "base/digest.hpp"

namespace tidings::feeding {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

constexpr std::size_t most_files = 10'000;

base::Error failed(const fs::path& path, const std::error_code& why) {
  const auto code = why == std::errc::no_such_file_or_directory ? ErrorCode::NotFound : ErrorCode::Disk;
  return base::fail(code, path.string() + " cannot be opened: " + why.message());
}

void add(Listing& listing, const fs::path& folder, const fs::directory_entry& entry) {
  const auto name = entry.path().filename().string();
  auto path = entry.path();
  std::error_code unknown;
  if (entry.is_symlink(unknown)) {
    auto led = within(folder, name);
    if (!led) return listing.notes.push_back({draft::Fate::Refused, name, "", led.error().what});
    path = std::move(*led);
  }
  if (fs::is_regular_file(path, unknown)) return listing.files.push_back({std::move(path), name});
  const auto* why = fs::is_directory(path, unknown) ? "a folder in the folder is not read" : "it is no file";
  listing.notes.push_back({draft::Fate::LeftOut, name, "", why});
}

std::string digest_of(const Listing& listing) {
  base::Sha256 digest;
  for (const auto& file : listing.files) {
    std::error_code unknown;
    const auto size = fs::file_size(file.path, unknown);
    const auto time = fs::last_write_time(file.path, unknown).time_since_epoch().count();
    digest.update(file.name + "/" + std::to_string(size) + "/" + std::to_string(time) + "/");
  }
  for (const auto& note : listing.notes) digest.update(note.where + "//");
  return digest.finish().str();
}

}  // namespace

bool is_passed_over(std::string_view name) {
  constexpr std::array endings{"~", "#", ".bak", ".swp"};
  return name.starts_with('.') ||
         std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

base::Result<Listing> list_files(const fs::path& folder) {
  Listing listing;
  std::error_code why;
  for (fs::directory_iterator at(folder, why), end; !why && at != end; at.increment(why)) {
    if (is_passed_over(at->path().filename().string())) continue;
    if (listing.files.size() + listing.notes.size() == most_files) {
      return base::fail(ErrorCode::TooLarge, folder.string() + " has more than 10,000 files");
    }
    add(listing, folder, *at);
  }
  if (why) return base::fail(ErrorCode::NotFound, folder.string() + " cannot be read: " + why.message());
  std::ranges::sort(listing.files, {}, &Document::name);
  std::ranges::sort(listing.notes, {}, &draft::Note::where);
  listing.digest = digest_of(listing);
  return listing;
}

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

}  // namespace tidings::feeding
