#include "client/input/file_source.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace tidings::input {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t chunk_bytes = 256 * 1024;

std::string words(int error) { return std::generic_category().message(error); }

base::Result<std::size_t> read_some(int descriptor, std::span<char> into) {
  for (;;) {
    const ssize_t count = ::read(descriptor, into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return fail(ErrorCode::BadInput, "it cannot be read: " + words(errno));
  }
}

base::Status write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(ErrorCode::Disk, "the temporary file cannot be written: " + words(errno));
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

/// Without a name in the folder from the first instant on.
base::Result<int> temporary_file() {
  std::error_code error;
  const auto folder = std::filesystem::temp_directory_path(error);
  const int made = error ? -1 : ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (made >= 0) return made;
  auto name = (error ? std::string("/tmp") : folder.string()) + "/tidings-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named < 0) return fail(ErrorCode::Disk, "no temporary file can be made: " + words(errno));
  ::unlink(name.c_str());
  return named;
}

}  // namespace

base::Result<FileSource> FileSource::open(const std::string& path, std::uint64_t max_spooled) {
  const int descriptor = path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(ErrorCode::BadInput, "it cannot be opened: " + words(errno));
  FileSource source(descriptor);
  const bool is_file = path != "-" && ::lseek(descriptor, 0, SEEK_SET) == 0;
  if (is_file) return source;
  if (auto spooled = source.spool(max_spooled); !spooled) return spooled.error();
  return source;
}

FileSource::FileSource(FileSource&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileSource::~FileSource() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

base::Status FileSource::spool(std::uint64_t most) {
  const auto file = temporary_file();
  if (!file) return file.error();
  const int piped = std::exchange(descriptor_, *file);
  std::string chunk(chunk_bytes, '\0');
  std::uint64_t total = 0;
  base::Status done;
  while (done) {
    const auto count = read_some(piped, chunk);
    if (!count) done = count.error();
    if (!count || *count == 0) break;
    total += *count;
    if (total > most) {
      done = fail(ErrorCode::TooLarge, "it goes on beyond " + std::to_string(most >> 20) + " MiB");
    } else {
      done = write_all(descriptor_, std::string_view(chunk).substr(0, *count));
    }
  }
  ::close(piped);
  return done ? rewind() : done;
}

base::Result<std::size_t> FileSource::read(std::span<char> into) { return read_some(descriptor_, into); }

base::Status FileSource::rewind() {
  if (::lseek(descriptor_, 0, SEEK_SET) == 0) return {};
  return fail(ErrorCode::BadInput, "it cannot be read again: " + words(errno));
}

base::Result<std::string> FileSource::beginning(std::size_t bytes) {
  std::string out(bytes, '\0');
  std::size_t size = 0;
  while (size < bytes) {
    const auto count = read_some(descriptor_, std::span(out).subspan(size));
    if (!count) return count.error();
    if (*count == 0) break;
    size += *count;
  }
  out.resize(size);
  if (auto again = rewind(); !again) return again.error();
  return out;
}

}  // namespace tidings::input
