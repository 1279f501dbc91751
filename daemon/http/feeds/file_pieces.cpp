#include "daemon/http/feeds/file_pieces.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace tidings::feeds {

base::Result<std::shared_ptr<FilePieces>> FilePieces::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return base::fail(base::ErrorCode::NotFound, "There is no such file in this feed.");
  if (file < 0) return base::fail(base::ErrorCode::Disk, "a feed's file cannot be opened");
  return std::shared_ptr<FilePieces>(new FilePieces(file));
}

FilePieces::~FilePieces() { ::close(file_); }

base::Result<std::string> FilePieces::next() {
  std::string piece(piece_bytes, '\0');
  ssize_t got = 0;
  do {
    got = ::read(file_, piece.data(), piece.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0) return base::fail(base::ErrorCode::Disk, "a feed's file cannot be read");
  piece.resize(static_cast<std::size_t>(got));
  return piece;
}

base::Result<base::Digest> FilePieces::digest() {
  base::Sha256 digest;
  while (true) {
    const auto piece = next();
    if (!piece) return piece.error();
    if (piece->empty()) break;
    digest.update(*piece);
  }
  if (::lseek(file_, 0, SEEK_SET) != 0) return base::fail(base::ErrorCode::Disk, "a feed's file cannot be read");
  return digest.finish();
}

}  // namespace tidings::feeds
