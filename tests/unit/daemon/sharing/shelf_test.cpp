#include "daemon/sharing/shelf.hpp"

#include <gtest/gtest.h>

#include "base/digest.hpp"

namespace tidings::sharing {
namespace {

bulletin::BulletinId id(int number) {
  return *bulletin::BulletinId::from_bytes(base::sha256(std::to_string(number)).bytes());
}
Shelved bytes(std::size_t size) { return {std::string(size, 'x'), {}, {1}, 0}; }

TEST(Shelf, what_was_put_is_taken_once) {
  Shelf shelf(1'000);
  shelf.put(id(1), bytes(10));
  EXPECT_EQ(shelf.take(id(1))->bytes.size(), 10U);
  EXPECT_FALSE(shelf.take(id(1)));
  EXPECT_EQ(shelf.bytes(), 0U);
}

TEST(Shelf, the_oldest_go_when_it_is_full) {
  Shelf shelf(100);
  for (int i = 0; i < 10; ++i) shelf.put(id(i), bytes(30));
  EXPECT_LE(shelf.bytes(), 100U);
  EXPECT_FALSE(shelf.take(id(0)));
  EXPECT_TRUE(shelf.take(id(9)));
}

TEST(Shelf, what_is_larger_than_the_shelf_is_not_kept) {
  Shelf shelf(100);
  shelf.put(id(1), bytes(101));
  EXPECT_FALSE(shelf.take(id(1)));
  EXPECT_EQ(shelf.bytes(), 0U);
}

TEST(Shelf, one_that_is_never_taken_does_not_make_it_forget_its_order) {
  Shelf shelf(100);
  shelf.put(id(-1), bytes(1));
  for (int i = 0; i < 10'000; ++i) {
    shelf.put(id(i), bytes(1));
    shelf.take(id(i));
  }
  shelf.put(id(20'000), bytes(99));
  EXPECT_TRUE(shelf.take(id(-1)));
  shelf.put(id(20'001), bytes(100));
  EXPECT_FALSE(shelf.take(id(20'000))) << "older than what took its place";
}

}  // namespace
}  // namespace tidings::sharing
