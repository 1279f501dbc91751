#include "core/bulletin/prune.hpp"

#include <algorithm>

#include "core/bulletin/merkle.hpp"
#include "core/bulletin/verify.hpp"
#include "core/bulletin/wire.hpp"

namespace tidings::bulletin {
namespace {

std::string write_pruning(const Envelope& whole, std::span<const std::uint32_t> kept) {
  v1::Pruning pruning;
  for (const auto number : kept) {
    pruning.add_numbers(number);
    pruning.add_salts(salt(whole.seed, number));
  }
  for (const auto& hash : withheld_hashes(leaf_hashes(whole.seed, whole.claims), kept)) pruning.add_hashes(hash.str());
  return pruning.SerializeAsString();
}

}  // namespace

base::Result<std::string> prune(std::string_view bytes, std::span<const std::uint32_t> kept) {
  const auto whole = open(bytes);
  if (!whole) return whole.error();
  if (whole->pruned) return base::fail(base::ErrorCode::BadInput, "the bulletin is pruned already");
  const bool rising = std::adjacent_find(kept.begin(), kept.end(), std::greater_equal<>()) == kept.end();
  if (!rising || (!kept.empty() && kept.back() >= whole->claims.size())) {
    return base::fail(base::ErrorCode::BadInput, "the numbers to keep do not rise, or go beyond the claims");
  }
  std::string out;
  append_bytes_field(out, 1, whole->header);
  append_bytes_field(out, 2, whole->signature);
  append_varint_field(out, 3, whole->algorithm);
  append_bytes_field(out, 4, whole->delegation_id);
  for (const auto number : kept) append_bytes_field(out, 6, whole->claims[number]);
  append_bytes_field(out, 7, write_pruning(*whole, kept));
  if (out.size() > max_bulletin_bytes)
    return base::fail(base::ErrorCode::TooLarge, "pruned, it would be more than 1 MiB");
  return out;
}

}  // namespace tidings::bulletin
