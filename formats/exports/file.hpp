#pragma once
/// An export that replaces a file, if it is another than the one that stands there: but for the serial and the last
/// comment, which are made anew only when something else did change. The serial of a zone is the seconds since 1970,
/// and in any case one more than the former's. Errors: Disk, TooLarge. Lives on: one thread.
#include <memory>

#include "base/replacement.hpp"
#include "formats/exports/export.hpp"
#include "formats/exports/target.hpp"

namespace tidings::exports {

class FileExport final : public Target {
 public:
  static base::Result<FileExport> begin(const std::string& path, const Format& format, Options options, Gate gate,
                                        base::Instant now);
  void begin(Pass pass) override { export_->begin(pass); }
  base::Status add(const v1::Indicator& indicator) override { return export_->add(indicator); }
  /// Whether the file was replaced.
  base::Result<bool> finish() override;
  const Counts& counts() const override { return export_->counts(); }

 private:
  FileExport(std::unique_ptr<base::Replacement> file, const Format& format, std::uint32_t former_serial);

  const Format* format_;
  std::unique_ptr<base::Replacement> file_;
  std::unique_ptr<Export> export_;
  std::uint32_t former_serial_, next_serial_{1};
};

/// The serial in the beginning of a zone that an export made; 0 if there is none.
std::uint32_t serial_in(std::string_view zone);

}  // namespace tidings::exports
