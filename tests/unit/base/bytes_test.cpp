#include "base/bytes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <unordered_set>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace tidings::base {
namespace {

RC_GTEST_PROP(Hex, comes_back_as_the_bytes_it_was_made_of, (const std::string& bytes)) {
  RC_ASSERT(from_hex(to_hex(bytes)) == bytes);
}

TEST(Hex, is_written_in_lower_case_and_read_in_any) {
  EXPECT_EQ(to_hex(std::string("\x00\xff\x1a", 3)), "00ff1a");
  EXPECT_EQ(from_hex("00Ff1A"), std::string("\x00\xff\x1a", 3));
  EXPECT_EQ(from_hex(""), "");
}

TEST(Hex, of_odd_length_or_with_another_character_is_nothing) {
  for (const char* wrong : {"0", "0g", "0x", " 00", "00 ", "\xc3\xa9"}) EXPECT_FALSE(from_hex(wrong)) << wrong;
}

TEST(BigEndian, what_is_appended_is_read_back) {
  std::string bytes;
  append_be16(bytes, 0x0102);
  append_be32(bytes, 0xfffefdfc);
  append_be64(bytes, 0x8000000000000001);
  EXPECT_EQ(to_hex(bytes), "0102fffefdfc8000000000000001");
  EXPECT_EQ(read_be(bytes, 0, 2), 0x0102U);
  EXPECT_EQ(read_be(bytes, 2, 4), 0xfffefdfcU);
  EXPECT_EQ(read_be(bytes, 6, 8), 0x8000000000000001U);
}

TEST(Id, takes_exactly_its_size) {
  using Small = Id<struct SmallTag, 4>;
  EXPECT_FALSE(Small::from_bytes("abc"));
  EXPECT_FALSE(Small::from_bytes("abcde"));
  EXPECT_FALSE(Small::from_text("616263"));
  const auto id = Small::from_bytes("abcd");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->text(), "61626364");
  EXPECT_EQ(Small::from_text("61626364"), id);
  EXPECT_FALSE(id->is_zero());
  EXPECT_TRUE(Small{}.is_zero());
  EXPECT_LT(Small{}, *id);
}

TEST(Id, finds_itself_in_a_hashed_set) {
  const std::unordered_set<Digest, IdHash> set{sha256("a"), sha256("b")};
  EXPECT_TRUE(set.contains(sha256("a")));
  EXPECT_FALSE(set.contains(sha256("c")));
  EXPECT_EQ(sha256("a").brief().size(), 12U);
}

TEST(EqualSecret, compares_content_and_length) {
  EXPECT_TRUE(equal_secret("", ""));
  EXPECT_TRUE(equal_secret("abc", "abc"));
  EXPECT_FALSE(equal_secret("abc", "abd"));
  EXPECT_FALSE(equal_secret("abc", "ab"));
}

TEST(Sha256, gives_the_digests_of_fips_180_4) {
  EXPECT_EQ(sha256("").text(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc").text(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

RC_GTEST_PROP(Sha256, is_the_same_in_pieces_and_usable_again, (const std::string& a, const std::string& b)) {
  Sha256 hash;
  RC_ASSERT(hash.update(a).update(b).finish() == sha256(a + b));
  RC_ASSERT(hash.update(b).finish() == sha256(b));
}

TEST(RandomBytes, are_as_many_as_asked_for_and_differ) {
  EXPECT_EQ(random_bytes(0), "");
  EXPECT_EQ(random_bytes(32).size(), 32U);
  EXPECT_NE(random_bytes(32), random_bytes(32));
}

TEST(ErrorCode, every_code_has_its_own_name) {
  std::unordered_set<std::string_view> names;
  const int last = static_cast<int>(ErrorCode::Cancelled);
  for (int code = 0; code <= last; ++code) names.insert(name(static_cast<ErrorCode>(code)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
  EXPECT_EQ(name(ErrorCode::BadSignature), "bad_signature");
}

TEST(Result, carries_a_value_or_a_code_and_a_sentence) {
  const Result<int> good = 7;
  const Result<int> bad = fail(ErrorCode::Quota, "too much for today");
  EXPECT_TRUE(good);
  EXPECT_EQ(*good, 7);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::Quota);
  EXPECT_THROW((void)bad.value(), std::runtime_error);
}

}  // namespace
}  // namespace tidings::base
