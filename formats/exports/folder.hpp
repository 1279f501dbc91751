#pragma once
/// A MISP feed kept in a folder: UUID.json an event, hashes.csv, and manifest.json, which is written last: who reads
/// the folder meanwhile meets events that are at least as new as what it tells. MISP fetches an event again when the
/// manifest dates it later than it has it, so one that is not what it was is dated later, too. Files that do not
/// change stay untouched; events that hold nothing any more are removed, and other files are left alone.
/// Errors: Disk, TooLarge. Lives on: one thread.
#include <map>
#include <memory>
#include <string>

#include "formats/exports/export.hpp"
#include "formats/exports/misp_events.hpp"
#include "formats/exports/target.hpp"
#include "formats/misp/feed_files.hpp"

namespace tidings::exports {

class FolderExport final : public Target {
 public:
  /// The folder is made if its parent is there.
  static base::Result<std::unique_ptr<FolderExport>> begin(const std::string& path, const Format& format,
                                                           const Options& options, Gate gate, base::Instant now);
  void begin(Pass pass) override { gathered_.begin(pass); }
  base::Status add(const v1::Indicator& indicator) override { return gathered_.add(indicator); }
  base::Result<bool> finish() override;
  const Counts& counts() const override { return gathered_.counts(); }

 private:
  FolderExport(std::string path, const Format& format, const Options& options, Gate gate, base::Instant now);
  base::Status read_former();
  base::Status put_event(misp::WrittenEvent event);
  /// Replaces the file if it says something else.
  base::Status put(const std::string& name, std::string_view text);
  base::Result<bool> is_same(const std::string& name, std::string_view text) const;
  base::Status remove_gone();

  std::string path_;
  std::uint64_t now_;                            ///< seconds
  std::map<std::string, std::uint64_t> former_;  ///< events that the manifest has, with their times in seconds
  MispEvents events_;
  Export gathered_;  ///< judges and counts, hands what passes to events_, and puts these at its end
  misp::FeedFiles index_;
  bool replaced_{false};
};

}  // namespace tidings::exports
