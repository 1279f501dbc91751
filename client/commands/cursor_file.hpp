#pragma once
/// Where a watch keeps how far it has come: one line of text, replaced in one step, so that a crash leaves the former.
/// Errors: BadInput (what is in it is no cursor), Disk.
/// Lives on: one thread.
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tidings::commands {

/// A cursor as it is printed, to the daemon's bytes.
std::optional<std::string> cursor_from_text(std::string_view text);

/// Empty where there is no such file yet.
base::Result<std::string> read_cursor_file(const std::string& path);
base::Status write_cursor_file(const std::string& path, std::string_view cursor);

}  // namespace tidings::commands
