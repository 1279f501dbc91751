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

TEST_F(FolderTest, what_is_not_read_of_it_is_told_in_one_line) {
  for (const auto* name : {"in/a~", "in/#a#", "in/.#a", "in/.a.swp", "in/b.swp", "in/.hidden"})
    std::ofstream(root / name) << name;
  const auto listing = list_files(root / "in");
  ASSERT_TRUE(listing);
  ASSERT_EQ(listing->files.size(), 1U);
  EXPECT_EQ(listing->files[0].name, "a");
  ASSERT_EQ(listing->notes.size(), 1U);
  EXPECT_EQ(listing->notes[0].fate, draft::Fate::LeftOut);
  EXPECT_EQ(listing->notes[0].reason, "1 folder in it and 5 backups of editors are passed over");
  EXPECT_TRUE(list_files(root / "inside")->notes.empty());
}

}  // namespace
}  // namespace tidings::feeding
