#pragma once
/// From a config file to Settings: all its faults at once, each with its line. A key that is not declared is a fault.
/// Lives on: any executor; load_settings reads a file (at start and at SIGHUP only).
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "daemon/settings/settings.hpp"

namespace tidings::settings {

struct Fault {
  std::uint32_t line{0};  ///< from 1; 0: of the whole file
  std::string what;
};

struct Reading {
  Settings settings;          ///< usable only without faults
  std::vector<Fault> faults;  ///< by line; at most max_faults
};

inline constexpr std::size_t max_faults = 100;            ///< nobody corrects more in one go
inline constexpr std::size_t max_config_bytes = 1 << 20;  ///< the commented file with everything in it has 10 KiB

Reading read_settings(std::string_view toml);

/// Errors: NotFound (with what to do), BadInput (every fault, "FILE:LINE: what", a line each).
base::Result<Settings> load_settings(const std::filesystem::path& file);

}  // namespace tidings::settings
