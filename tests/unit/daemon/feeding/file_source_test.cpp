#include "daemon/feeding/file_source.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/digest.hpp"
#include "daemon/http/fetch/gunzip.hpp"

namespace tidings::feeding {
namespace {

using base::ErrorCode;

/// "hello\n", packed by gzip -n.
const std::string hello(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\xe7\x02\x00\x20\x30\x3a\x36\x06\x00\x00\x00", 26);

struct FileSourceTest : testing::Test {
  FileSourceTest() : path(std::filesystem::temp_directory_path() / base::to_hex(base::random_bytes(8))) {}
  ~FileSourceTest() override { std::filesystem::remove(path); }
  base::Result<std::string> read(const std::string& content, std::size_t most = 1000) {
    std::ofstream(path, std::ios::binary) << content;
    const auto source = open_file(path, most);
    if (!source) return source.error();
    std::string all;
    std::array<char, 3> piece{};
    while (true) {
      const auto count = (*source)->read(piece);
      if (!count) return count.error();
      if (*count == 0) return all;
      all.append(piece.data(), *count);
    }
  }
  std::filesystem::path path;
};

TEST_F(FileSourceTest, plain_and_packed_files_read_alike) {
  EXPECT_EQ(read("hello\n").value(), "hello\n");
  EXPECT_EQ(read(hello).value(), "hello\n");
  EXPECT_EQ(read(hello + hello).value(), "hello\nhello\n") << "members are read as one";
}

TEST_F(FileSourceTest, what_is_cut_or_damaged_is_told) {
  EXPECT_EQ(read(hello.substr(0, 20)).error().code, ErrorCode::Truncated);
  auto damaged = hello;
  damaged[20] = 'x';
  EXPECT_EQ(read(damaged).error().code, ErrorCode::BadInput);
}

TEST_F(FileSourceTest, what_it_unpacks_to_is_bounded) {
  EXPECT_EQ(read(hello, 5).error().code, ErrorCode::TooLarge);
  EXPECT_EQ(read("hello\n", 5).error().code, ErrorCode::TooLarge);
}

TEST_F(FileSourceTest, what_is_no_regular_file_is_refused) {
  EXPECT_EQ(open_file("/dev/zero", 10).error().code, ErrorCode::BadInput);
  EXPECT_EQ(open_file("/no/such/file", 10).error().code, ErrorCode::NotFound);
  const auto link = path.string() + ".link";
  std::ofstream(path) << "hello\n";
  std::filesystem::create_symlink(path, link);
  EXPECT_EQ(open_file(link, 10).error().code, ErrorCode::BadInput);
  std::filesystem::remove(link);
}

}  // namespace
}  // namespace tidings::feeding
