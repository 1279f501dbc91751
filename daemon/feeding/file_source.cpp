#include "daemon/feeding/file_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "daemon/http/fetch/gunzip.hpp"

namespace tidings::feeding {
namespace {

using base::ErrorCode;

constexpr int most_layers = 2;

class File final : public draft::Source {
 public:
  File(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  ~File() override { ::close(descriptor_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  base::Result<std::size_t> read(std::span<char> into) override {
    while (true) {
      const ssize_t count = ::read(descriptor_, into.data(), into.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return failed("cannot be read");
    }
  }
  base::Status rewind() override {
    if (::lseek(descriptor_, 0, SEEK_SET) == 0) return {};
    return failed("cannot be read again");
  }

 private:
  base::Error failed(std::string_view what) const {
    return base::fail(ErrorCode::Disk, name_ + " " + std::string(what) + ": " + std::generic_category().message(errno));
  }
  int descriptor_;
  std::string name_;
};

class Unpacking final : public draft::Source {
 public:
  explicit Unpacking(std::unique_ptr<draft::Source> packed)
      : packed_(std::move(packed)), gunzip_(std::make_unique<fetch::Gunzip>()) {}

  base::Result<std::size_t> read(std::span<char> into) override {
    while (true) {
      auto step = gunzip_->step(std::string_view(held_).substr(at_), into);
      if (!step) return step.error();
      at_ += step->used;
      if (step->made > 0 || into.empty()) return step->made;
      if (at_ < held_.size()) continue;
      held_.resize(64 * 1024);
      const auto count = packed_->read(held_);
      if (!count) return count.error();
      held_.resize(*count);
      at_ = 0;
      if (*count > 0) continue;
      if (gunzip_->is_between_members()) return 0;
      return base::fail(ErrorCode::Truncated, "its gzip ends before its end");
    }
  }
  base::Status rewind() override {
    held_.clear();
    at_ = 0;
    gunzip_ = std::make_unique<fetch::Gunzip>();
    return packed_->rewind();
  }

 private:
  std::unique_ptr<draft::Source> packed_;
  std::unique_ptr<fetch::Gunzip> gunzip_;
  std::string held_;
  std::size_t at_{0};
};

class Bounded final : public draft::Source {
 public:
  Bounded(std::unique_ptr<draft::Source> source, std::size_t most) : source_(std::move(source)), most_(most) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    auto count = source_->read(into);
    if (!count) return count;
    read_ += *count;
    if (read_ <= most_) return count;
    return base::fail(ErrorCode::TooLarge, "it is longer than " + std::to_string(most_) + " bytes");
  }
  base::Status rewind() override {
    read_ = 0;
    return source_->rewind();
  }

 private:
  std::unique_ptr<draft::Source> source_;
  std::size_t most_, read_{0};
};

base::Result<std::unique_ptr<draft::Source>> open_plain(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  if (descriptor < 0) {
    // Who wanted a link to be followed has looked where it leads; what became one since is not.
    if (errno == ELOOP) return base::fail(ErrorCode::BadInput, path.string() + " is a link");
    const auto code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Disk;
    return base::fail(code, path.string() + " cannot be opened: " + std::generic_category().message(errno));
  }
  auto file = std::make_unique<File>(descriptor, path.string());
  struct stat found{};
  if (::fstat(descriptor, &found) != 0 || !S_ISREG(found.st_mode)) {
    return base::fail(ErrorCode::BadInput, path.string() + " is no regular file");
  }
  return std::unique_ptr<draft::Source>(std::move(file));
}

}  // namespace

base::Result<std::string> beginning_of(draft::Source& source, std::size_t most) {
  std::string beginning(most, '\0');
  std::size_t size = 0;
  while (size < most) {
    const auto count = source.read(std::span(beginning).subspan(size));
    if (!count) return count.error();
    if (*count == 0) break;
    size += *count;
  }
  beginning.resize(size);
  if (auto again = source.rewind(); !again) return again.error();
  return beginning;
}

base::Result<std::unique_ptr<draft::Source>> open_file(const std::filesystem::path& path, std::size_t max_bytes) {
  auto source = open_plain(path);
  if (!source) return source.error();
  std::unique_ptr<draft::Source> outer = std::make_unique<Bounded>(std::move(*source), max_bytes);
  for (int layer = 0; layer < most_layers; ++layer) {
    const auto mark = beginning_of(*outer, fetch::gzip_mark.size());
    if (!mark) return mark.error();
    if (*mark != fetch::gzip_mark) break;
    outer = std::make_unique<Bounded>(std::make_unique<Unpacking>(std::move(outer)), max_bytes);
  }
  return outer;
}

}  // namespace tidings::feeding
