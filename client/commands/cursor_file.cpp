#include "client/commands/cursor_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
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

}  // namespace

std::optional<std::string> cursor_from_text(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  auto cursor = base::from_hex(text);
  return cursor && !cursor->empty() ? cursor : std::nullopt;
}

base::Result<std::string> read_cursor_file(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT) return std::string();
  const auto text = read_file(path, max_cursor_text);
  if (!text) return text.error();
  auto cursor = cursor_from_text(*text);
  if (!cursor) return base::fail(ErrorCode::BadInput, path + " holds no cursor: remove it to begin anew");
  return *cursor;
}

base::Status write_cursor_file(const std::string& path, std::string_view cursor) {
  const auto beside = path + ".new";
  const auto text = base::to_hex(cursor) + "\n";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return cannot(path);
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const bool closed = ::close(file) == 0;
  if (!written || !closed || std::rename(beside.c_str(), path.c_str()) != 0) return cannot(path);
  return {};
}

}  // namespace tidings::commands
