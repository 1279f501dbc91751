#include "client/input/claim_batch.hpp"

#include "base/digest.hpp"
#include "core/observable/type.hpp"

namespace tidings::input {
namespace {

constexpr std::size_t batch_bytes = 256 * 1024;  // big enough for speed, small enough for a progress bar
constexpr int batch_claims = 4096;

}  // namespace

bool ClaimBatches::add(const v1::Claim& claim) {
  const std::string bytes = claim.SerializeAsString();
  const auto mark = Mark::from_bytes(base::sha256(bytes).bytes().substr(0, Mark::size));
  if (!seen_.insert(*mark).second) return false;
  if (current_.claims_size() > 0 &&
      (current_bytes_ + bytes.size() > batch_bytes || current_.claims_size() >= batch_claims)) {
    cut();
  }
  *current_.add_claims() = claim;
  current_bytes_ += bytes.size() + 4;
  ++count_;
  if (claim.type() == static_cast<std::uint32_t>(observable::Type::Opaque)) ++originals_;
  return true;
}

void ClaimBatches::cut() {
  batches_.push_back(current_.SerializeAsString());
  current_.Clear();
  current_bytes_ = 0;
}

const std::vector<std::string>& ClaimBatches::finish() {
  if (current_.claims_size() > 0) cut();
  return batches_;
}

}  // namespace tidings::input
