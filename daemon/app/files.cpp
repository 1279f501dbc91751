#include "daemon/app/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tidings::app {
namespace {

using base::ErrorCode;

base::Error failed(std::string_view doing, const Path& path) {
  const int error = errno;
  const auto code = error == ENOENT                     ? ErrorCode::NotFound
                    : error == EEXIST                   ? ErrorCode::Exists
                    : error == EACCES || error == EPERM ? ErrorCode::Forbidden
                                                        : ErrorCode::Disk;
  return base::fail(
      code,
      std::string("cannot ").append(doing).append(" ").append(path.string()).append(": ").append(std::strerror(error)));
}

/// Closes when it goes.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }
  bool ok() const { return value_ >= 0; }

 private:
  int value_;
};

base::Result<std::string> read_all(const Descriptor& file, const Path& path, std::size_t max_bytes) {
  std::string bytes;
  std::string piece(std::size_t{16} * 1024, '\0');
  while (true) {
    const auto got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("read", path);
    if (got == 0) return bytes;
    bytes.append(piece, 0, static_cast<std::size_t>(got));
    if (bytes.size() > max_bytes) return base::fail(ErrorCode::TooLarge, path.string() + " is larger than it can be");
  }
}

base::Status write_all(const Descriptor& file, const Path& path, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(file.get(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  if (::fsync(file.get()) != 0) return failed("write", path);
  return {};
}

base::Status sync_folder(const Path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.ok() || ::fsync(opened.get()) != 0) return failed("write", folder);
  return {};
}

Path folder_of(const Path& path) { return path.has_parent_path() ? path.parent_path() : Path("."); }

}  // namespace

base::Result<std::string> read_file(const Path& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return failed("read", path);
  return read_all(file, path, max_bytes);
}

base::Result<std::string> read_secret(const Path& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return failed("read", path);
  struct stat facts{};
  if (::fstat(file.get(), &facts) != 0) return failed("read", path);
  if ((facts.st_mode & 0077) != 0) {
    return base::fail(ErrorCode::Forbidden, path.string() + " may be read by others: chmod 600 it");
  }
  return read_all(file, path, max_bytes);
}

base::Status write_new_file(const Path& path, std::string_view bytes, Mode mode) {
  {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, static_cast<mode_t>(mode)));
    if (!file.ok()) return failed("create", path);
    if (::fchmod(file.get(), static_cast<mode_t>(mode)) != 0) return failed("create", path);
    if (auto status = write_all(file, path, bytes); status.has_error()) {
      ::unlink(path.c_str());
      return status;
    }
  }
  return sync_folder(folder_of(path));
}

base::Status replace_file(const Path& path, std::string_view bytes, Mode mode) {
  const Path beside = path.string() + ".new";
  ::unlink(beside.c_str());  // of a replacement that was cut off
  if (auto status = write_new_file(beside, bytes, mode); status.has_error()) return status;
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    const auto error = failed("replace", path);
    ::unlink(beside.c_str());
    return error;
  }
  return sync_folder(folder_of(path));
}

base::Status make_private_folder(const Path& path) {
  if (::mkdir(path.c_str(), 0700) != 0 || ::chmod(path.c_str(), 0700) != 0) return failed("create", path);
  return {};
}

base::Status give_to_owner_of(const Path& path, const Path& like) {
  struct stat facts{};
  if (::geteuid() != 0 || ::stat(like.c_str(), &facts) != 0) return {};
  const auto give = [&](const Path& one) { return ::lchown(one.c_str(), facts.st_uid, facts.st_gid) == 0; };
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path, error)) {
    if (!give(entry.path())) return failed("change the owner of", entry.path());
  }
  if (error || !give(path)) return failed("change the owner of", path);
  return {};
}

}  // namespace tidings::app
