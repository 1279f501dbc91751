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

TEST_F(FolderTest, hidden_files_and_what_an_editor_keeps_are_passed_over_and_a_subfolder_is_told) {
  for (const auto* name : {".hidden", "a~", "#a#", "a.bak", "a.swp", "b.txt"})
    std::ofstream(root / "in" / name) << name;
  const auto listing = list_files(root / "in").value();
  ASSERT_EQ(listing.files.size(), 2U);
  EXPECT_EQ(listing.files[0].name, "a");
  EXPECT_EQ(listing.files[1].name, "b.txt");
  ASSERT_EQ(listing.notes.size(), 1U);
  EXPECT_EQ(listing.notes[0].where, "deep");
  EXPECT_EQ(listing.notes[0].fate, draft::Fate::LeftOut);
}

TEST_F(FolderTest, another_subfolder_or_file_is_another_listing_and_a_backup_is_not) {
  const auto before = list_files(root / "in").value().digest;
  std::ofstream(root / "in" / "a~") << "backup";
  EXPECT_EQ(list_files(root / "in").value().digest, before);
  fs::create_directory(root / "in" / "more");
  EXPECT_NE(list_files(root / "in").value().digest, before);
}

TEST_F(FolderTest, a_link_that_leads_out_is_refused_and_told_and_one_within_is_a_file) {
  fs::create_symlink(root / "in" / "deep" / "b", root / "in" / "stays");
  fs::create_symlink(root / "inside" / "c", root / "in" / "leaves");
  fs::create_directory_symlink(root / "in" / "deep", root / "in" / "deeper");
  const auto listing = list_files(root / "in").value();
  ASSERT_EQ(listing.files.size(), 2U);
  EXPECT_EQ(listing.files[1].name, "stays");
  ASSERT_EQ(listing.notes.size(), 3U);
  EXPECT_EQ(listing.notes[1].where, "deeper");
  EXPECT_EQ(listing.notes[2].where, "leaves");
  EXPECT_EQ(listing.notes[2].fate, draft::Fate::Refused);
}

}  // namespace
}  // namespace tidings::feeding
