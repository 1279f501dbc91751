#include "daemon/query/asking.hpp"

#include <algorithm>

#include "core/bulletin/claim.hpp"
#include "daemon/query/crowded.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t max_held_bytes = 16u << 20;  // of bodies, a question
// In rows of the index: a probe of every tier, and a body of 1,000 claims from the ledger.
constexpr std::size_t probe_costs = 1;
constexpr std::size_t body_costs = 16;

}  // namespace

base::Result<Asking::Reach> Asking::reach() {
  const auto index = reading_.index.reach();
  if (!index) return index.error();
  if (!sees_everything()) return Reach{{}, {}, !index->is_whole()};
  const auto last = reading_.ledger.last();
  if (!last) return last.error();
  return Reach{index->to, *last, !index->is_whole()};
}

base::Result<std::vector<std::vector<store::Hit>>> Asking::exact(std::span<const std::string> keys) {
  auto hits = reading_.index.exact(keys);
  if (!hits) return hits;
  for (std::size_t i = 0; i < hits->size(); ++i) {
    auto& of_key = (*hits)[i];
    spending_.spend(probe_costs + of_key.size());
    if (!is_crowded(of_key)) continue;
    if (auto heard = hear_everybody(*this, keys[i], of_key); !heard) return heard.error();
  }
  return hits;
}

base::Status Asking::learn_standing(std::vector<store::Sequence> sequences) {
  std::erase_if(sequences, [&](store::Sequence sequence) { return standing_.contains(sequence.value); });
  std::ranges::sort(sequences);
  const auto repeats = std::ranges::unique(sequences);
  sequences.erase(repeats.begin(), repeats.end());
  if (sequences.empty()) return {};
  spending_.spend(sequences.size());
  auto standing = reading_.index.standing(sequences);
  if (!standing) return standing.error();
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    auto& one = (*standing)[i];
    if (one && !is_visible(one->row)) one.reset();
    standing_.emplace(sequences[i].value, std::move(one));
  }
  return {};
}

const store::Standing* Asking::standing(store::Sequence sequence) const {
  const auto found = standing_.find(sequence.value);
  return found == standing_.end() || !found->second ? nullptr : &*found->second;
}

base::Result<Asking::Body*> Asking::body(store::Sequence sequence) {
  if (const auto held = bodies_.find(sequence.value); held != bodies_.end()) return &held->second;
  spending_.spend(body_costs);
  auto bytes = reading_.ledger.bytes(sequence);
  if (!bytes) return bytes.error();
  auto header = bulletin::peek_header(*bytes);
  if (!header) return header.error();
  if (body_bytes_ + bytes->size() > max_held_bytes) {
    bodies_.clear();
    body_bytes_ = 0;
  }
  body_bytes_ += bytes->size();
  const auto placed =
      bodies_.emplace(sequence.value, Body{std::move(*bytes), std::move(header->message), {}, {}, {}}).first;
  return &placed->second;
}

base::Result<const std::string*> Asking::bytes(store::Sequence sequence) {
  const auto found = body(sequence);
  if (!found) return found.error();
  return &(*found)->bytes;
}

base::Result<const v1::Header*> Asking::header(store::Sequence sequence) {
  const auto found = body(sequence);
  if (!found) return found.error();
  return &(*found)->header;
}

base::Result<std::string*> Asking::told_with(store::Sequence sequence) {
  const auto found = body(sequence);
  if (!found) return found.error();
  return &(*found)->told_with;
}

base::Result<const bulletin::Envelope*> Asking::envelope(store::Sequence sequence) {
  const auto found = body(sequence);
  if (!found) return found.error();
  auto& opened = (*found)->opened;
  if (!opened) {
    auto envelope = bulletin::open((*found)->bytes);
    if (!envelope) return envelope.error();
    opened = std::move(*envelope);
  }
  return &*opened;
}

base::Result<const v1::Claim*> Asking::claim(store::Sequence sequence, std::uint32_t number) {
  const auto envelope = this->envelope(sequence);
  if (!envelope) return envelope.error();
  const auto* opened = *envelope;
  std::size_t at = number;
  if (opened->pruned)
    at = static_cast<std::size_t>(std::ranges::find(opened->numbers, number) - opened->numbers.begin());
  if (at >= opened->claims.size()) {
    return base::fail(base::ErrorCode::NotFound, "there is no claim " + std::to_string(number) + " in this bulletin");
  }
  claim_.Clear();
  if (auto read = bulletin::read_claim_bytes(opened->claims[at], claim_); !read) return read.error();
  return &claim_;
}

base::Result<std::vector<std::uint32_t>> Asking::opaque_claims(store::Sequence sequence, std::string_view value) {
  const auto envelope = this->envelope(sequence);
  if (!envelope) return envelope.error();
  auto& opaque = bodies_.at(sequence.value).opaque;
  if (!opaque) opaque.emplace(**envelope);
  std::vector<std::uint32_t> numbers;
  for (const auto place : opaque->places_of(value)) numbers.push_back(bulletin::number_at(**envelope, place));
  return numbers;
}

}  // namespace tidings::query
