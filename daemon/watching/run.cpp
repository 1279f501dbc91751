#include "daemon/watching/run.hpp"

#include <algorithm>

namespace tidings::watching {
namespace {

/// What a passage costs beside its bytes: a piece is some 200 bytes, also where nothing passed the sieve.
constexpr std::size_t piece_bytes = 200;

std::size_t weight_of(const Passage& passage) { return passage.bytes + passage.pieces.size() * piece_bytes; }

}  // namespace

void Run::begin(const Position& at) {
  held_.clear();
  bytes_ = 0;
  end_ = at;
}

void Run::add(Passage passage, std::vector<SieveRef> sieves) {
  end_ = passage.to;
  if (passage.from == passage.to) return;
  bytes_ += weight_of(passage);
  held_.push_back({std::move(passage), std::move(sieves)});
  while (bytes_ > max_bytes_) {
    bytes_ -= weight_of(held_.front().passage);
    held_.pop_front();
  }
}

std::deque<Run::Held>::const_iterator Run::covering(const Position& at) const {
  return std::ranges::upper_bound(held_, at, {}, [](const Held& held) { return held.passage.to; });
}

PieceRef Run::piece_at(const Position& at, const SieveRef& sieve) const {
  const auto found = covering(at);
  if (found == held_.end() || found->passage.from != at) return nullptr;
  const auto mine = std::ranges::lower_bound(found->sieves, sieve);
  if (mine == found->sieves.end() || *mine != sieve) return nullptr;
  return found->passage.pieces[static_cast<std::size_t>(mine - found->sieves.begin())];
}

Position Run::border_behind(const Position& at) const {
  const auto found = covering(at);
  if (found == held_.end()) return end_;
  return at < found->passage.from ? found->passage.from : found->passage.to;
}

}  // namespace tidings::watching
