#include "core/bulletin/merkle.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/bulletin/sample.hpp"

namespace tidings::bulletin {
namespace {

std::vector<std::string> written_claims(std::size_t count) {
  std::vector<std::string> claims;
  for (std::size_t i = 0; i < count; ++i) claims.push_back(sample::sha256_claim(i).SerializeAsString());
  return claims;
}

/// RFC 6962 section 2.1 as it is written there, with recursion.
base::Digest root_by_the_book(const std::vector<base::Digest>& leaves) {
  if (leaves.empty()) return base::sha256("");
  if (leaves.size() == 1) return leaves.front();
  std::size_t left = 1;
  while (left * 2 < leaves.size()) left *= 2;
  const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(left);
  const auto a = root_by_the_book({leaves.begin(), middle});
  const auto b = root_by_the_book({middle, leaves.end()});
  return base::sha256("\x01" + a.str() + b.str());
}

TEST(Merkle, has_the_shape_of_rfc_6962_for_every_count) {
  for (std::size_t count = 0; count <= 130; ++count) {
    const auto claims = written_claims(count);
    const std::vector<std::string_view> views(claims.begin(), claims.end());
    EXPECT_EQ(merkle_root(sample::seed, views), root_by_the_book(leaf_hashes(sample::seed, views))) << count;
  }
}

TEST(Merkle, a_withheld_claim_cannot_be_guessed_from_its_hash) {
  const auto claims = written_claims(2);
  const std::vector<std::string_view> views(claims.begin(), claims.end());
  const auto under_one_seed = leaf_hashes(std::string(32, 'a'), views);
  const auto under_another = leaf_hashes(std::string(32, 'b'), views);
  EXPECT_NE(under_one_seed[0], under_another[0]);
  EXPECT_NE(under_one_seed[0], base::sha256(std::string(1, '\0') + claims[0]));
}

TEST(Merkle, a_salt_tells_nothing_of_the_others) {
  std::vector<std::string> salts;
  for (std::size_t i = 0; i < 16; ++i) {
    salts.push_back(salt(sample::seed, i));
    EXPECT_EQ(salts.back().size(), salt_bytes);
    for (std::size_t k = 0; k < i; ++k) EXPECT_NE(salts[k], salts[i]);
  }
}

TEST(Merkle, a_claim_longer_than_the_stack_buffer_hashes_the_same_way) {
  const std::string claim(1000, 'c');
  const std::string salt(16, 's');
  EXPECT_EQ(leaf_hash(salt, claim), base::sha256(std::string(1, '\0') + salt + claim));
}

TEST(Merkle, a_pruned_tree_with_a_hash_too_few_or_too_many_has_no_root) {
  const auto claims = written_claims(7);
  const auto leaves = leaf_hashes(sample::seed, std::vector<std::string_view>(claims.begin(), claims.end()));
  const std::vector<std::uint32_t> kept{1, 5};
  const std::vector<base::Digest> shown{leaves[1], leaves[5]};
  auto withheld = withheld_hashes(leaves, kept);
  EXPECT_EQ(root_of_pruned(7, kept, shown, withheld), root_of_leaves(leaves));
  withheld.push_back(withheld.back());
  EXPECT_FALSE(root_of_pruned(7, kept, shown, withheld));
  withheld.resize(withheld.size() - 2);
  EXPECT_FALSE(root_of_pruned(7, kept, shown, withheld));
  EXPECT_FALSE(root_of_pruned(0, {}, {}, withheld));
}

}  // namespace
}  // namespace tidings::bulletin
