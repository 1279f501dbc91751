#include "core/sync/token.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "proto/wire_limits.hpp"

namespace tidings::sync {
namespace {

using bulletin::Lane;

const base::Secret key{std::string(token_key_bytes, 'k')};
const bulletin::OrgId partner = *bulletin::OrgId::from_bytes(std::string(32, 'p'));
const bulletin::OrgId other = *bulletin::OrgId::from_bytes(std::string(32, 'o'));
const Cursor cursor{std::string(16, 'L'), 4711, 0x0123456789abcdef};

TEST(Token, opens_to_the_cursor_that_was_sealed) {
  const auto token = seal_token(key, partner, Lane::Urgent, cursor);
  EXPECT_LE(token.size(), proto::max_token_bytes);
  const auto opened = open_token(key, partner, Lane::Urgent, token);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->ledger, cursor.ledger);
  EXPECT_EQ(opened->sequence, cursor.sequence);
  EXPECT_EQ(opened->view, cursor.view);
}

TEST(Token, is_bound_to_partner_lane_and_key) {
  const auto token = seal_token(key, partner, Lane::Urgent, cursor);
  EXPECT_FALSE(open_token(key, other, Lane::Urgent, token));
  EXPECT_FALSE(open_token(key, partner, Lane::Normal, token));
  EXPECT_FALSE(open_token(base::Secret(std::string(token_key_bytes, 'x')), partner, Lane::Urgent, token));
}

TEST(Token, altered_at_any_bit_or_cut_at_any_byte_does_not_open) {
  const auto token = seal_token(key, partner, Lane::Normal, cursor);
  for (std::size_t at = 0; at < token.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto altered = token;
      altered[at] = static_cast<char>(altered[at] ^ (1 << bit));
      const auto opened = open_token(key, partner, Lane::Normal, altered);
      ASSERT_FALSE(opened) << "byte " << at << " bit " << bit;
      EXPECT_EQ(opened.error().code, base::ErrorCode::BadProof);
    }
    EXPECT_FALSE(open_token(key, partner, Lane::Normal, token.substr(0, at)));
  }
  EXPECT_FALSE(open_token(key, partner, Lane::Normal, token + "x"));
}

TEST(Token, does_not_tell_how_far_apart_two_cursors_are) {
  auto next = cursor;
  ++next.sequence;
  const auto a = seal_token(key, partner, Lane::Normal, cursor);
  const auto b = seal_token(key, partner, Lane::Normal, next);
  std::size_t same = 0;
  for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i] ? 1U : 0U;
  EXPECT_LT(same, 8U);  // of 60 bytes, as two random strings would
}

TEST(Token, is_the_same_for_the_same_cursor) {
  EXPECT_EQ(seal_token(key, partner, Lane::Normal, cursor), seal_token(key, partner, Lane::Normal, cursor));
}

TEST(Token, is_the_one_of_the_test_vectors) {  // made by another implementation, in Python
  std::ifstream file(TIDINGS_SOURCE_DIR "/tests/data/vectors/token.json");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto vectors = boost::json::parse(text);
  const auto bytes = [](const boost::json::value& hex) { return *base::from_hex(std::string(hex.as_string())); };
  const auto number = [](const boost::json::value& digits) { return std::stoull(std::string(digits.as_string())); };
  const base::Secret vector_key{bytes(vectors.at("key"))};
  ASSERT_GT(vectors.at("tokens").as_array().size(), 2U);
  for (const auto& one : vectors.at("tokens").as_array()) {
    const Cursor at{bytes(one.at("ledger")), number(one.at("sequence")), number(one.at("view"))};
    const auto whose = *bulletin::OrgId::from_bytes(bytes(one.at("partner")));
    const auto lane = static_cast<Lane>(one.at("lane_number").as_int64());
    EXPECT_EQ(seal_token(vector_key, whose, lane, at), bytes(one.at("token")));
  }
}

}  // namespace
}  // namespace tidings::sync
