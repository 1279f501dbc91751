#include "core/warning/substrings.hpp"

#include <algorithm>

namespace tidings::warning {

std::uint32_t Substrings::child(std::uint32_t state, unsigned char byte) const {
  const auto begin = edges_.begin() + states_[state].first_edge;
  const auto end = begin + states_[state].edges;
  const auto found =
      std::lower_bound(begin, end, byte, [](const Edge& edge, unsigned char b) { return edge.byte < b; });
  return found != end && found->byte == byte ? found->to : root;
}

std::uint32_t Substrings::step(std::uint32_t state, unsigned char byte) const {
  while (true) {
    const auto next = child(state, byte);
    if (next != root || state == root) return next;
    state = states_[state].fallback;
  }
}

/// Gives `span`'s state its children: the substrings are sorted, so those that go on alike stand together.
void Substrings::branch(const Span& span,
                        const std::vector<const std::pair<const std::string, std::vector<std::uint32_t>>*>& sorted,
                        std::vector<Span>& next) {
  const auto depth = states_[span.state].depth;
  auto from = span.from;
  if (sorted[from]->first.size() == depth) {  // the shortest of them ends here
    states_[span.state].first_list = static_cast<std::uint32_t>(lists_.size());
    states_[span.state].lists = static_cast<std::uint32_t>(sorted[from]->second.size());
    lists_.insert(lists_.end(), sorted[from]->second.begin(), sorted[from]->second.end());
    ++from;
  }
  states_[span.state].first_edge = static_cast<std::uint32_t>(edges_.size());
  while (from < span.to) {
    const auto byte = static_cast<unsigned char>(sorted[from]->first[depth]);
    auto to = from;
    while (to < span.to && static_cast<unsigned char>(sorted[to]->first[depth]) == byte) ++to;
    const auto state = static_cast<std::uint32_t>(states_.size());
    State made;
    made.depth = static_cast<std::uint16_t>(depth + 1);
    states_.push_back(made);
    edges_.push_back({byte, state});
    ++states_[span.state].edges;
    next.push_back({from, to, state});
    from = to;
  }
}

void Substrings::finish() {
  if (wanted_.empty()) return;
  std::vector<const std::pair<const std::string, std::vector<std::uint32_t>>*> sorted;
  for (const auto& one : wanted_) sorted.push_back(&one);
  states_.push_back({});
  std::vector<Span> level{{0, sorted.size(), root}};
  // Level by level, so that whatever a state falls back to, being shorter, is finished before it.
  while (!level.empty()) {
    std::vector<Span> next;
    for (const auto& span : level) {
      branch(span, sorted, next);
      auto& state = states_[span.state];
      state.ends = state.lists > 0 ? span.state : states_[state.fallback].ends;
    }
    for (const auto& span : level) {
      const auto& parent = states_[span.state];
      for (auto edge = parent.first_edge; edge < parent.first_edge + parent.edges; ++edge) {
        const auto fallback = span.state == root ? root : step(parent.fallback, edges_[edge].byte);
        states_[edges_[edge].to].fallback = fallback;
      }
    }
    level = std::move(next);
  }
  wanted_.clear();
  states_.shrink_to_fit();
  edges_.shrink_to_fit();
}

std::size_t Substrings::memory_bytes() const {
  return states_.capacity() * sizeof(State) + edges_.capacity() * sizeof(Edge) +
         lists_.capacity() * sizeof(std::uint32_t);
}

}  // namespace tidings::warning
