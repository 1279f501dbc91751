#include "client/commands/cursor_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "base/bytes.hpp"
#include "client/commands/session.hpp"

namespace tidings::commands {
namespace {

using base::ErrorCode;

constexpr std::size_t max_cursor_text = 2048;

base::Error cannot(const std::string& path) {
  return base::fail(ErrorCode::Disk,
                    "the cursor cannot be kept in " + path + ": " + std::generic_category().message(errno));
}

/// Where its links lead; the last need not be there yet.
std::string behind_links(const std::string& path) {
  constexpr int most_links = 40;  // as the kernel has it
  std::filesystem::path at = path;
  std::error_code none;
  for (int i = 0; i < most_links && std::filesystem::is_symlink(at, none); ++i) {
    const auto to = std::filesystem::read_symlink(at, none);
    if (none) break;
    at = at.parent_path() / to;  // an absolute one takes the place of all
  }
  return at.string();
}

}  // namespace

std::optional<std::string> cursor_from_text(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  auto cursor = base::from_hex(text);
  return cursor && !cursor->empty() ? cursor : std::nullopt;
}

base::Result<CursorFile> CursorFile::open(const std::string& path) {
  auto target = behind_links(path);
  const int lock = ::open((target + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock < 0) return cannot(path);
  CursorFile file(std::move(target), lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return file;
  if (errno != EWOULDBLOCK) return cannot(path);
  return base::fail(ErrorCode::Exists, "another watch keeps its cursor in " + path + ": give each a file of its own");
}

CursorFile::CursorFile(CursorFile&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

CursorFile::~CursorFile() {
  if (lock_ >= 0) ::close(lock_);
}

base::Result<std::string> CursorFile::read() const {
  if (::access(path_.c_str(), F_OK) != 0 && errno == ENOENT) return std::string();
  const auto text = read_file(path_, max_cursor_text);
  if (!text) return text.error();
  auto cursor = cursor_from_text(*text);
  if (!cursor) return base::fail(ErrorCode::BadInput, path_ + " holds no cursor: remove it to begin anew");
  return *cursor;
}

base::Status CursorFile::write(std::string_view cursor) const {
  const auto beside = path_ + ".new";
  const auto text = base::to_hex(cursor) + "\n";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return cannot(path_);
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const bool closed = ::close(file) == 0;
  if (!written || !closed || std::rename(beside.c_str(), path_.c_str()) != 0) return cannot(path_);
  return {};
}

}  // namespace tidings::commands
