#include "daemon/feeding/folder.hpp"

#include <algorithm>

namespace tidings::feeding {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

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

}  // namespace tidings::feeding
