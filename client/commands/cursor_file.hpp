#pragma once
/// Where a watch keeps how far it has come: one line of text, replaced in one step, so that a crash leaves the former.
/// A link to it stays one. FILE.lock beside it keeps a second watch away, which would take what the first has told for
/// its own.
/// Errors: BadInput (what is in it is no cursor), Exists (another watch keeps its cursor there), Disk.
/// Lives on: one thread.
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace tidings::commands {

/// A cursor as it is printed, to the daemon's bytes.
std::optional<std::string> cursor_from_text(std::string_view text);

class CursorFile {
 public:
  /// Ours alone until the end.
  static base::Result<CursorFile> open(const std::string& path);
  CursorFile(CursorFile&& other) noexcept;
  CursorFile& operator=(CursorFile&&) = delete;
  CursorFile(const CursorFile&) = delete;
  CursorFile& operator=(const CursorFile&) = delete;
  ~CursorFile();

  base::Result<std::string> read() const;  ///< empty where there is no such file yet
  base::Status write(std::string_view cursor) const;

 private:
  CursorFile(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::string path_;  ///< behind all links
  int lock_;
};

}  // namespace tidings::commands
