#pragma once
/// A file of ours as pieces of an answer, and the digest of its bytes. It is read to its end as it was when it was
/// opened, though another takes its place. Inside of this folder. Errors: Disk, NotFound. Lives on: read and opened on
/// the worker's thread.
#include <memory>
#include <string>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace tidings::feeds {

inline constexpr std::size_t piece_bytes = 256u << 10;

class FilePieces {
 public:
  static base::Result<std::shared_ptr<FilePieces>> open(const std::string& path);
  ~FilePieces();
  FilePieces(const FilePieces&) = delete;
  FilePieces& operator=(const FilePieces&) = delete;
  base::Result<std::string> next();  ///< empty at the end
  /// Of all of it; it is at its beginning then.
  base::Result<base::Digest> digest();

 private:
  explicit FilePieces(int file) : file_(file) {}
  int file_;
};

}  // namespace tidings::feeds
