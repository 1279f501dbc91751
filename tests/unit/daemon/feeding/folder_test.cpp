#include "daemon/feeding/folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/digest.hpp"

namespace tidings::feeding {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

struct FolderTest : testing::Test {
  FolderTest() : root(fs::temp_directory_path() / base::to_hex(base::random_bytes(8))) {
    fs::create_directories(root / "in" / "deep");
    fs::create_directories(root / "inside");
    for (const auto* name : {"in/a", "in/deep/b", "inside/c"}) std::ofstream(root / name) << name;
  }
  ~FolderTest() override { fs::remove_all(root); }
  base::Result<fs::path> at(const std::string& name) const { return within(root / "in", name); }
  fs::path root;
};

TEST_F(FolderTest, a_link_is_followed_within_the_folder_and_never_out_of_it) {
  fs::create_symlink(root / "in" / "deep" / "b", root / "in" / "stays");
  fs::create_symlink(root / "inside" / "c", root / "in" / "leaves");
  fs::create_symlink("../inside/c", root / "in" / "climbs");
  EXPECT_EQ(at("a").value(), fs::canonical(root / "in" / "a"));
  EXPECT_EQ(at("stays").value(), fs::canonical(root / "in" / "deep" / "b"));
  for (const auto* name : {"leaves", "climbs", "../inside/c", ".."}) {
    ASSERT_FALSE(at(name)) << name;
    EXPECT_EQ(at(name).error().code, ErrorCode::BadInput);
  }
  EXPECT_EQ(at("none").error().code, ErrorCode::NotFound);
}

TEST_F(FolderTest, a_folder_that_is_a_link_itself_is_where_it_leads) {
  fs::create_directory_symlink(root / "in", root / "link");
  EXPECT_TRUE(within(root / "link", "a"));
}

}  // namespace
}  // namespace tidings::feeding
