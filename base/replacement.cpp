#include "base/replacement.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace tidings::base {
namespace {

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// Where the path leads: what is replaced is never a link, by which others may go.
Result<std::string> followed(const std::string& path) {
  constexpr int most_links = 40;  // as path_resolution(7) has it
  auto at = path;
  std::error_code is_none;
  for (int links = 0; links < most_links; ++links) {
    const auto target = std::filesystem::read_symlink(at, is_none);
    if (is_none) return at;
    at = target.is_absolute() ? target.string() : folder_of(at) + "/" + target.string();
  }
  return fail(ErrorCode::Disk, path + " cannot be written: its links lead round");
}

std::string why() { return std::generic_category().message(errno); }

/// What the next is to have of the former: a reader of it may be in its group. As far as we may.
void take_mode(int file, int former) {
  struct stat known{};
  if (former < 0 || ::fstat(former, &known) != 0) {
    ::fchmod(file, 0644);
    return;
  }
  if (::fchown(file, known.st_uid, known.st_gid) != 0) {
    errno = 0;  // only root may give a file away
  }
  ::fchmod(file, known.st_mode & 07777);
}

}  // namespace

Result<Replacement> Replacement::begin(std::string path) {
  struct stat known{};
  // What is no file (a pipe, /dev/stdout) cannot be replaced, and a folder is a slip.
  if (::stat(path.c_str(), &known) == 0 && !S_ISREG(known.st_mode)) {
    return fail(ErrorCode::BadInput, path + " is no file");
  }
  auto led_to = followed(path);
  if (!led_to) return led_to.error();
  path = std::move(*led_to);
  const int former = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string beside = path + ".XXXXXX";
  const int file = ::mkostemp(beside.data(), O_CLOEXEC);
  if (file < 0) {
    auto error = fail(ErrorCode::Disk, path + " cannot be written: " + why());
    if (former >= 0) ::close(former);
    return error;
  }
  return Replacement(std::move(path), std::move(beside), file, former);
}

Replacement::Replacement(Replacement&& other) noexcept { *this = std::move(other); }

Replacement& Replacement::operator=(Replacement&& other) noexcept {
  if (this == &other) return *this;
  close();
  path_ = std::move(other.path_);
  beside_ = std::exchange(other.beside_, {});
  file_ = std::exchange(other.file_, -1);
  former_ = std::exchange(other.former_, -1);
  same_ = other.same_;
  written_ = other.written_;
  return *this;
}

Replacement::~Replacement() { close(); }

void Replacement::close() {
  if (file_ >= 0) {
    ::close(file_);
    ::unlink(beside_.c_str());
  }
  if (former_ >= 0) ::close(former_);
  file_ = former_ = -1;
}

Error Replacement::cannot(std::string_view what) const {
  return fail(ErrorCode::Disk, path_ + " cannot be " + std::string(what) + ": " + why());
}

Result<std::string> Replacement::read_former(std::uint64_t at, std::size_t most) const {
  std::string out(former_ < 0 ? 0 : most, '\0');
  std::size_t done = 0;
  while (done < out.size()) {
    const auto count = ::pread(former_, out.data() + done, out.size() - done, static_cast<off_t>(at + done));
    if (count == 0) break;
    if (count < 0 && errno != EINTR) return cannot("read");
    if (count > 0) done += static_cast<std::size_t>(count);
  }
  out.resize(done);
  return out;
}

Result<std::string> Replacement::former_beginning(std::size_t most) const { return read_former(0, most); }
Result<std::string> Replacement::rest_of_former(std::size_t most) const { return read_former(written_, most); }

Status Replacement::write(std::string_view bytes) {
  if (same_) {
    const auto former = read_former(written_, bytes.size());
    if (!former) return former.error();
    same_ = *former == bytes;
  }
  while (!bytes.empty()) {
    const auto count = ::write(file_, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) return cannot("written");
    if (count <= 0) continue;
    bytes.remove_prefix(static_cast<std::size_t>(count));
    written_ += static_cast<std::uint64_t>(count);
  }
  return {};
}

Status Replacement::patch(std::uint64_t at, std::string_view bytes) {
  const auto count = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(at));
  if (count != static_cast<ssize_t>(bytes.size())) return cannot("written");
  return {};
}

Status Replacement::commit() {
  take_mode(file_, former_);
  if (::fsync(file_) != 0) return cannot("written");
  if (std::rename(beside_.c_str(), path_.c_str()) != 0) return cannot("replaced");
  ::close(std::exchange(file_, -1));
  const int folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool durable = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  return durable ? Status() : Status(cannot("made durable"));
}

}  // namespace tidings::base
