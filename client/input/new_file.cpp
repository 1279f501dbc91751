#include "client/input/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace tidings::input {

using base::ErrorCode;
using base::fail;

base::Status write_new_file(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno == EEXIST) return fail(ErrorCode::Exists, path + " is there already");
  if (file < 0) {
    return fail(ErrorCode::BadInput, path + " cannot be made: " + std::generic_category().message(errno));
  }
  base::Status written;
  while (written && !bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      written = fail(ErrorCode::Disk, path + " cannot be written: " + std::generic_category().message(errno));
    } else {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  if (::close(file) != 0 && written) {
    written = fail(ErrorCode::Disk, path + " cannot be written: " + std::generic_category().message(errno));
  }
  if (!written) ::unlink(path.c_str());
  return written;
}

}  // namespace tidings::input
