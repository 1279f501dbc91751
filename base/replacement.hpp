#pragma once
/// A file that is replaced in one step: what is new is written beside it, and takes its place once it is whole and
/// durable, so that who reads it meets the former or the next, never a part. While it is written it is compared
/// with the former, so that who replaces it knows whether anything changed. Without commit() nothing changed.
/// Of a symbolic link it is what it leads to that is replaced, or made. Mode and owner of the former are kept where
/// they may be. Errors: Disk, naming the file. Lives on: one thread.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tidings::base {

class Replacement {
 public:
  static Result<Replacement> begin(std::string path);
  Replacement(Replacement&& other) noexcept;
  Replacement& operator=(Replacement&& other) noexcept;
  ~Replacement();

  /// The former's first bytes, at most so many; empty where there is none.
  Result<std::string> former_beginning(std::size_t most) const;

  Status write(std::string_view bytes);
  /// Whether what was written so far is what the former begins with.
  bool is_same_so_far() const { return same_; }
  /// What of the former stands behind that, at most so many bytes.
  Result<std::string> rest_of_former(std::size_t most) const;
  /// Overwrites what was written at this place.
  Status patch(std::uint64_t at, std::string_view bytes);
  Status commit();

 private:
  Replacement(std::string path, std::string beside, int file, int former)
      : path_(std::move(path)), beside_(std::move(beside)), file_(file), former_(former), same_(former >= 0) {}
  void close();
  Error cannot(std::string_view what) const;
  Result<std::string> read_former(std::uint64_t at, std::size_t most) const;

  std::string path_, beside_;
  int file_{-1}, former_{-1};
  bool same_{false};
  std::uint64_t written_{0};
};

}  // namespace tidings::base
