// tests/data/vectors is written by tools/make_vectors.py, which is a second implementation: where these tests pass, two
// implementations agree.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "core/bulletin/build.hpp"
#include "core/bulletin/merkle.hpp"
#include "core/bulletin/prune.hpp"
#include "core/bulletin/verify.hpp"
#include "core/identity/card.hpp"
#include "tests/unit/core/bulletin/sample.hpp"

namespace tidings::bulletin {
namespace {

boost::json::object vector_file(const std::string& name) {
  std::ifstream file(TIDINGS_SOURCE_DIR "/tests/data/vectors/" + name);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  return boost::json::parse(text).as_object();
}

std::string text_of(const boost::json::value& value) { return std::string(value.as_string()); }
std::string bytes_of(const boost::json::value& hex) { return base::from_hex(text_of(hex)).value(); }

std::vector<std::string> all_bytes_of(const boost::json::value& list) {
  std::vector<std::string> all;
  for (const auto& hex : list.as_array()) all.push_back(bytes_of(hex));
  return all;
}

TEST(Vectors, of_salts_leaves_and_roots_agree) {
  const auto vector = vector_file("merkle.json");
  const std::string seed = bytes_of(vector.at("seed"));
  const auto salts = all_bytes_of(vector.at("salts"));
  for (std::size_t i = 0; i < salts.size(); ++i) EXPECT_EQ(salt(seed, i), salts[i]) << i;
  ASSERT_EQ(vector.at("trees").as_array().size(), 6U);
  for (const auto& tree : vector.at("trees").as_array()) {
    const auto claims = all_bytes_of(tree.at("claims"));
    const auto leaves = all_bytes_of(tree.at("leaves"));
    for (std::size_t i = 0; i < claims.size(); ++i) EXPECT_EQ(leaf_hash(salts[i], claims[i]).bytes(), leaves[i]);
    const std::vector<std::string_view> views(claims.begin(), claims.end());
    EXPECT_EQ(merkle_root(seed, views).text(), text_of(tree.at("root"))) << claims.size();
  }
}

TEST(Vectors, of_signatures_agree) {
  const auto vector = vector_file("signing.json");
  for (const auto& row : vector.at("signatures").as_array()) {
    const auto key = identity::SigningKey::from_seed(bytes_of(row.at("seed"))).value();
    EXPECT_EQ(key.public_key().text(), text_of(row.at("public_key")));
    EXPECT_EQ(key.sign(text_of(row.at("purpose")), bytes_of(row.at("message"))).text(), text_of(row.at("signature")));
  }
}

TEST(Vectors, of_a_card_are_read_and_its_words_agree) {
  const auto vector = vector_file("card.json");
  const auto card = identity::read_card(bytes_of(vector.at("card")));
  ASSERT_TRUE(card) << card.error().what;
  EXPECT_EQ(card->identity.organisation.text(), text_of(vector.at("organisation")));
  EXPECT_EQ(card->identity.name, text_of(vector.at("name")));
  EXPECT_EQ(card->identity.delegations.at(0).id.text(), text_of(vector.at("delegation_id")));
  EXPECT_EQ(identity::fingerprint_words(card->identity), text_of(vector.at("words")));
  ASSERT_TRUE(card->contact);
  EXPECT_EQ(card->contact->tls_pins.at(0).text(), text_of(vector.at("tls_pin")));
  EXPECT_EQ(card->contact->endpoints.at(1), text_of(vector.at("endpoints").at(1)));
}

TEST(Vectors, of_an_identity_are_what_we_write_byte_for_byte) {
  const sample::Organisation org;
  EXPECT_EQ(base::to_hex(org.identity.signed_bytes), text_of(vector_file("card.json").at("identity")));
}

TEST(Vectors, of_a_bulletin_verify_under_the_vectors_identity) {
  const auto vector = vector_file("bulletin.json");
  const auto origin = identity::read_identity(bytes_of(vector_file("card.json").at("identity"))).value();
  const auto verified = verify(bytes_of(vector.at("bulletin")), origin);
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_EQ(verified->header.id.text(), text_of(vector.at("id")));
  for (const auto& claim : verified->claims) {
    const bool listed = claim.number == static_cast<std::uint32_t>(vector.at("not_indexable").at(0).as_int64());
    EXPECT_EQ(claim.indexable, !listed) << claim.number;
  }
}

TEST(Vectors, of_a_bulletin_are_what_we_build_byte_for_byte) {
  const auto vector = vector_file("bulletin.json");
  const auto& row = vector.at("of_known_types");
  const std::string bytes = bytes_of(row.at("bulletin"));
  std::vector<v1::Claim> claims;
  for (const auto& claim : all_bytes_of(row.at("claims"))) ASSERT_TRUE(claims.emplace_back().ParseFromString(claim));
  const sample::Organisation org;
  const auto made =
      build_with_seed(org.signer(), peek_header(bytes)->message, claims, bytes_of(vector.at("seed"))).value();
  EXPECT_EQ(base::to_hex(made.bytes), base::to_hex(bytes));
}

TEST(Vectors, of_pruned_bulletins_verify_and_are_what_we_prune_to) {
  const auto vector = vector_file("bulletin.json");
  const auto origin = identity::read_identity(bytes_of(vector_file("card.json").at("identity"))).value();
  for (const auto& row : vector.at("pruned").as_array()) {
    std::vector<std::uint32_t> kept;
    for (const auto& number : row.at("kept").as_array()) kept.push_back(static_cast<std::uint32_t>(number.as_int64()));
    const std::string bytes = bytes_of(row.at("bulletin"));
    const auto verified = verify(bytes, origin);
    ASSERT_TRUE(verified) << verified.error().what;
    EXPECT_EQ(verified->header.id.text(), text_of(vector.at("id")));
    EXPECT_EQ(base::to_hex(prune(bytes_of(vector.at("bulletin")), kept).value()), base::to_hex(bytes));
  }
}

}  // namespace
}  // namespace tidings::bulletin
