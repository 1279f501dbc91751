#include "formats/exports/target.hpp"

#include "formats/exports/file.hpp"
#include "formats/exports/folder.hpp"

namespace tidings::exports {

base::Result<std::unique_ptr<Target>> begin_target(const std::string& path, const Format& format,
                                                   const Options& options, Gate gate, base::Instant now) {
  if (format.is_folder) {
    auto folder = FolderExport::begin(path, format, options, std::move(gate), now);
    if (!folder) return folder.error();
    return std::unique_ptr<Target>(std::move(*folder));
  }
  auto file = FileExport::begin(path, format, options, std::move(gate), now);
  if (!file) return file.error();
  return std::unique_ptr<Target>(std::make_unique<FileExport>(std::move(*file)));
}

}  // namespace tidings::exports
