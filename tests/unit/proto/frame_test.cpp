#include "proto/frame.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "proto/wire_limits.hpp"

namespace tidings::proto {
namespace {

using base::ErrorCode;

std::string frame_of(std::uint8_t type, std::string_view body) {
  std::string bytes;
  append_frame(bytes, type, body);
  return bytes;
}

TEST(Frame, is_length_type_and_body) {
  EXPECT_EQ(base::to_hex(frame_of(7, "abc")), "0000000407616263");
  EXPECT_EQ(base::to_hex(frame_of(7, "")), "0000000107");
}

TEST(FrameReader, gives_the_frames_that_were_pushed_together) {
  FrameReader reader(100);
  reader.push(frame_of(1, "one") + frame_of(2, "") + frame_of(3, "three"));
  for (const auto& [type, body] : {std::pair{1, "one"}, {2, ""}, {3, "three"}}) {
    const auto frame = reader.next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ((*frame)->type, type);
    EXPECT_EQ((*frame)->body, body);
  }
  EXPECT_FALSE(*reader.next());
  EXPECT_FALSE(reader.in_frame());
}

TEST(FrameReader, a_frame_cut_at_any_byte_waits_and_then_comes_whole) {
  const std::string bytes = frame_of(9, "a body of some bytes") + frame_of(8, "next");
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    FrameReader reader(100);
    std::vector<Frame> frames;
    for (const auto& part : {bytes.substr(0, cut), bytes.substr(cut)}) {
      reader.push(part);
      for (auto frame = reader.next(); frame && *frame; frame = reader.next()) frames.push_back(**frame);
    }
    ASSERT_EQ(frames.size(), 2U) << cut;
    EXPECT_EQ(frames[0].body, "a body of some bytes");
    EXPECT_EQ(frames[1].body, "next");
  }
}

TEST(FrameReader, a_byte_at_a_time_gives_the_same_frames) {
  FrameReader reader(100);
  std::size_t count = 0;
  for (const char c : frame_of(1, "slow") + frame_of(2, "slower")) {
    reader.push({&c, 1});
    const auto frame = reader.next();
    ASSERT_TRUE(frame);
    if (*frame) ++count;
    EXPECT_EQ(reader.in_frame(), !*frame);
  }
  EXPECT_EQ(count, 2U);
}

TEST(FrameReader, a_length_beyond_the_limit_is_refused_as_soon_as_it_is_read) {
  FrameReader exact(3);
  exact.push(frame_of(1, "abc"));
  EXPECT_TRUE(exact.next().value());
  FrameReader beyond(3);
  beyond.push(frame_of(1, "abcd").substr(0, 4));
  EXPECT_EQ(beyond.next().error().code, ErrorCode::TooLarge);
  FrameReader most(max_frame_bytes);
  most.push("\xff\xff\xff\xff");
  EXPECT_EQ(most.next().error().code, ErrorCode::TooLarge);
}

TEST(FrameReader, a_length_of_zero_is_refused) {
  FrameReader reader(100);
  reader.push(std::string(4, '\0'));
  EXPECT_EQ(reader.next().error().code, ErrorCode::BadInput);
}

TEST(FrameReader, keeps_its_place_over_many_frames) {
  FrameReader reader(max_frame_bytes);
  const std::string body(100'000, 'b');
  std::string bytes;
  for (std::uint8_t i = 0; i < 20; ++i) append_frame(bytes, i, body);
  std::uint8_t next = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 70'001) {
    reader.push(std::string_view(bytes).substr(at, 70'001));
    for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
      EXPECT_EQ((*frame)->type, next++);
      EXPECT_EQ((*frame)->body, body);
    }
  }
  EXPECT_EQ(next, 20);
}

}  // namespace
}  // namespace tidings::proto
