#pragma once
/// A file to read, from its start as often as a reader wants. What cannot be read twice (standard input, a pipe) is put
/// into a temporary file first, which has no name and goes with its last reader.
/// Errors: BadInput where it cannot be opened or read, TooLarge for a pipe beyond max_spooled_bytes, Disk.
/// Lives on: one thread.
#include <cstdint>
#include <string>

#include "formats/draft/draft.hpp"

namespace tidings::input {

/// Of standard input: what a million claims take as JSON, ten times over. A temporary folder is often memory.
inline constexpr std::uint64_t max_spooled_bytes = std::uint64_t{4} << 30;

class FileSource final : public draft::Source {
 public:
  /// "-" is standard input.
  static base::Result<FileSource> open(const std::string& path, std::uint64_t max_spooled = max_spooled_bytes);
  FileSource(FileSource&& other) noexcept;
  FileSource& operator=(FileSource&&) = delete;
  ~FileSource() override;

  base::Result<std::size_t> read(std::span<char> into) override;
  base::Status rewind() override;

  /// The first bytes, at most so many; reading begins at the start after it.
  base::Result<std::string> beginning(std::size_t bytes);

 private:
  explicit FileSource(int descriptor) : descriptor_(descriptor) {}
  base::Status spool(std::uint64_t most);

  int descriptor_;
};

}  // namespace tidings::input
