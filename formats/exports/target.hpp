#pragma once
/// Where an export is kept: a file, or a folder of them. Without finish() nothing changed. Errors: Disk, TooLarge.
/// Lives on: one thread.
#include <memory>

#include "formats/exports/format.hpp"

namespace tidings::exports {

class Target {
 public:
  virtual ~Target() = default;
  /// What is added from now on; Pass::Values at first.
  virtual void begin(Pass pass) = 0;
  virtual base::Status add(const v1::Indicator& indicator) = 0;
  /// Whether anything was replaced.
  virtual base::Result<bool> finish() = 0;
  virtual const Counts& counts() const = 0;
};

/// At `path`, as the format asks.
base::Result<std::unique_ptr<Target>> begin_target(const std::string& path, const Format& format,
                                                   const Options& options, Gate gate, base::Instant now);

}  // namespace tidings::exports
