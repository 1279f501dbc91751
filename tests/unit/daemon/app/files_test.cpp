#include "daemon/app/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/daemon/app/folder.hpp"

namespace tidings::app {
namespace {

TEST(Files, a_new_file_has_its_mode_and_is_never_overwritten) {
  const Folder folder;
  ASSERT_FALSE(write_new_file(folder / "key", "secret", Mode::Secret).has_error());
  EXPECT_EQ(mode_of(folder / "key"), 0600U);
  const auto again = write_new_file(folder / "key", "other", Mode::Secret);
  ASSERT_TRUE(again.has_error());
  EXPECT_EQ(again.error().code, base::ErrorCode::Exists);
  EXPECT_EQ(*read_file(folder / "key", 100), "secret");
}

TEST(Files, a_file_is_replaced_whole_also_after_a_replacement_that_was_cut_off) {
  const Folder folder;
  ASSERT_FALSE(write_new_file(folder / "card.new", "half", Mode::Secret).has_error());
  ASSERT_FALSE(replace_file(folder / "card", "one", Mode::Secret).has_error());
  ASSERT_FALSE(replace_file(folder / "card", "two", Mode::Secret).has_error());
  EXPECT_EQ(*read_file(folder / "card", 100), "two");
  EXPECT_FALSE(std::filesystem::exists(folder / "card.new"));
}

TEST(Files, a_secret_that_others_may_read_is_refused) {
  const Folder folder;
  ASSERT_FALSE(write_new_file(folder / "key", "secret", Mode::Public).has_error());
  const auto read = read_secret(folder / "key", 100);
  ASSERT_TRUE(read.has_error());
  EXPECT_EQ(read.error().code, base::ErrorCode::Forbidden);
  EXPECT_THAT(read.error().what, testing::HasSubstr("chmod 600"));
}

TEST(Files, what_is_larger_than_it_can_be_is_refused) {
  const Folder folder;
  ASSERT_FALSE(write_new_file(folder / "card", std::string(1000, 'x'), Mode::Secret).has_error());
  EXPECT_EQ(read_file(folder / "card", 999).error().code, base::ErrorCode::TooLarge);
  EXPECT_EQ(read_file(folder / "absent", 999).error().code, base::ErrorCode::NotFound);
}

}  // namespace
}  // namespace tidings::app
