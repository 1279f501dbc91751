#include "core/bulletin/merkle.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace tidings::bulletin {
namespace {

constexpr char leaf_mark = 0x00;
constexpr char node_mark = 0x01;
constexpr char salt_mark = 0x02;

/// SHA-256(mark ‖ a ‖ b), from the stack where it fits: a claim of an address or a hash does.
base::Digest marked_hash(char mark, std::string_view a, std::string_view b) {
  std::array<char, 256> message;  // NOLINT(cppcoreguidelines-pro-type-member-init): every byte that is hashed is set
  if (1 + a.size() + b.size() > message.size()) {
    return base::Sha256().update({&mark, 1}).update(a).update(b).finish();
  }
  message[0] = mark;
  std::copy(a.begin(), a.end(), message.begin() + 1);
  std::copy(b.begin(), b.end(), message.begin() + 1 + static_cast<std::ptrdiff_t>(a.size()));
  return base::sha256({message.data(), 1 + a.size() + b.size()});
}

base::Digest node_hash(const base::Digest& left, const base::Digest& right) {
  return marked_hash(node_mark, left.bytes(), right.bytes());
}

/// The two salts of claims 2n and 2n + 1, one after the other.
base::Digest salt_pair(std::string_view seed, std::size_t number) {
  const auto pair = static_cast<std::uint32_t>(number / 2);
  const std::array<char, 4> big_endian{static_cast<char>(pair >> 24), static_cast<char>(pair >> 16),
                                       static_cast<char>(pair >> 8), static_cast<char>(pair)};
  return marked_hash(salt_mark, seed, {big_endian.data(), big_endian.size()});
}

/// How many leaves go left: the largest power of two below `count` (RFC 6962 section 2.1). `count` is at least 2.
std::size_t left_size(std::size_t count) { return std::bit_floor(count - 1); }

/// Walks a pruned tree from the left, using up kept leaves and withheld hashes in the order the walk meets them.
class PrunedWalk {
 public:
  PrunedWalk(std::span<const std::uint32_t> kept, std::span<const base::Digest> leaves,
             std::span<const base::Digest> withheld)
      : kept_(kept), leaves_(leaves), withheld_(withheld) {}

  /// The hash of the subtree over leaves [from, from + count). Depth is that of the tree: 12 for 4,096.
  std::optional<base::Digest> hash(std::size_t from, std::size_t count) {
    if (kept_.empty() || kept_.front() >= from + count) return take(withheld_);
    if (count == 1) {
      kept_ = kept_.subspan(1);
      return take(leaves_);
    }
    const auto left = hash(from, left_size(count));
    const auto right = left ? hash(from + left_size(count), count - left_size(count)) : std::nullopt;
    if (!right) return std::nullopt;
    return node_hash(*left, *right);
  }
  bool used_up() const { return kept_.empty() && leaves_.empty() && withheld_.empty(); }

 private:
  static std::optional<base::Digest> take(std::span<const base::Digest>& from) {
    if (from.empty()) return std::nullopt;
    const base::Digest first = from.front();
    from = from.subspan(1);
    return first;
  }

  std::span<const std::uint32_t> kept_;
  std::span<const base::Digest> leaves_, withheld_;
};

void withhold(std::span<const base::Digest> leaves, std::size_t from, std::span<const std::uint32_t> kept,
              std::vector<base::Digest>& out) {
  if (kept.empty()) {
    out.push_back(root_of_leaves({leaves.begin(), leaves.end()}));
    return;
  }
  if (leaves.size() == 1) return;
  const std::size_t left = left_size(leaves.size());
  const auto middle = std::lower_bound(kept.begin(), kept.end(), from + left) - kept.begin();
  withhold(leaves.first(left), from, kept.first(static_cast<std::size_t>(middle)), out);
  withhold(leaves.subspan(left), from + left, kept.subspan(static_cast<std::size_t>(middle)), out);
}

}  // namespace

std::string salt(std::string_view seed, std::size_t number) {
  return std::string(salt_pair(seed, number).bytes().substr(number % 2 * salt_bytes, salt_bytes));
}

base::Digest leaf_hash(std::string_view salt, std::string_view claim) { return marked_hash(leaf_mark, salt, claim); }

std::vector<base::Digest> leaf_hashes(std::string_view seed, std::span<const std::string_view> claims) {
  std::vector<base::Digest> leaves(claims.size());
  base::Digest salts;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (i % 2 == 0) salts = salt_pair(seed, i);
    leaves[i] = leaf_hash(salts.bytes().substr(i % 2 * salt_bytes, salt_bytes), claims[i]);
  }
  return leaves;
}

base::Digest root_of_leaves(std::vector<base::Digest> leaves) {
  if (leaves.empty()) return base::sha256({});
  // Pairs from the left, a last odd one carried up as it is, gives the tree of RFC 6962 without recursion.
  for (std::size_t count = leaves.size(); count > 1; count = (count + 1) / 2) {
    for (std::size_t i = 0; i + 1 < count; i += 2) leaves[i / 2] = node_hash(leaves[i], leaves[i + 1]);
    if (count % 2 == 1) leaves[count / 2] = leaves[count - 1];
  }
  return leaves.front();
}

base::Digest merkle_root(std::string_view seed, std::span<const std::string_view> claims) {
  return root_of_leaves(leaf_hashes(seed, claims));
}

std::vector<base::Digest> withheld_hashes(std::span<const base::Digest> leaves, std::span<const std::uint32_t> kept) {
  std::vector<base::Digest> hashes;
  if (!leaves.empty()) withhold(leaves, 0, kept, hashes);
  return hashes;
}

std::optional<base::Digest> root_of_pruned(std::size_t count, std::span<const std::uint32_t> kept,
                                           std::span<const base::Digest> leaves,
                                           std::span<const base::Digest> withheld) {
  if (count == 0) return kept.empty() && withheld.empty() ? std::optional(base::sha256({})) : std::nullopt;
  PrunedWalk walk(kept, leaves, withheld);
  const auto root = walk.hash(0, count);
  return walk.used_up() ? root : std::nullopt;
}

}  // namespace tidings::bulletin
