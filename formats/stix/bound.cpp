#include "formats/stix/bound.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <unordered_map>

namespace tidings::stix {
namespace {

constexpr std::size_t entry_bytes = 64;  ///< what a map's entry costs beside its key

std::size_t digest_of(std::string_view id) { return std::hash<std::string_view>{}(id); }

bool may_hold(std::string_view member) {
  if (!member.ends_with("_ref") && !member.ends_with("_refs")) return false;
  return member != "created_by_ref" && member != "object_marking_refs" && member != "where_sighted_refs";
}

}  // namespace

Version Bound::version(const Object& object, std::uint32_t marks) { return {digest_of(text_of(object, "id")), marks}; }

std::size_t Bound::take(const Object& object, const Version& version) {
  versions_.push_back(version);
  const auto before = edges_.size();
  const auto type = text_of(object, "type");
  const bool is_answer = type == "sighting" || type == "opinion";
  for (const auto& member : object) {
    if (!may_hold(member.key())) continue;
    for_each_text(object, member.key(), [&](std::string_view id) {
      if (is_id(id)) edges_.push_back({version, digest_of(id), is_answer});
    });
  }
  return edges_.size() - before;
}

std::size_t Bound::remembered(std::size_t references) {
  const auto own = references == 0 ? sizeof(Version) : sizeof(Version) + 2 * (sizeof(Version) + entry_bytes);
  return own + references * sizeof(Edge);
}

bool Bound::Less::operator()(const Marking& a, const Marking& b) const {
  const auto all = [](const Marking& each) {
    return std::tie(each.tlp, each.pap, each.local, each.statements, each.bulletins);
  };
  return all(a) < all(b);
}

void Bound::finish(const std::vector<Marking>& markings, const std::vector<bool>& is_marked,
                   std::optional<v1::Tlp> unmarked) {
  std::erase_if(edges_, [&](const Edge& edge) { return !edge.is_answer && is_marked[edge.from.second]; });
  std::ranges::sort(edges_, {}, &Edge::to);
  std::ranges::sort(versions_);
  std::unordered_map<std::size_t, const Marking*> limits;
  std::vector<std::size_t> changed;  // whose limits hold others, too
  const auto hold = [&](std::size_t to, const Marking& limit) {
    const bool is_open = limit.tlp <= unmarked.value_or(v1::TLP_UNSPECIFIED) && limit.pap == v1::PAP_UNSPECIFIED &&
                         !limit.local && limit.bulletins.empty();
    for (const auto& edge : std::ranges::equal_range(edges_, to, {}, &Edge::to)) {
      if (is_open && !edge.is_answer) continue;
      auto*& known = limits[edge.from.first];
      auto narrowed = known == nullptr ? Marking() : *known;
      narrow(narrowed, limit);
      keep_if_of_many(narrowed);
      if (known != nullptr && narrowed == *known) continue;
      known = &*markings_.insert(std::move(narrowed)).first;
      changed.push_back(edge.from.first);
    }
  };
  for (std::size_t i = 0; i < versions_.size();) {
    const auto id = versions_[i].first;
    Marking narrowest;
    for (; i < versions_.size() && versions_[i].first == id; ++i) {
      const auto& own = markings[versions_[i].second];
      narrow(narrowest, {tlp_of(own, unmarked), own.pap, own.local, {}, own.bulletins});
    }
    hold(id, narrowest);
  }
  while (!changed.empty()) {
    const auto id = changed.back();
    changed.pop_back();
    hold(id, *limits[id]);
  }
  for (const auto& edge : edges_) {
    const auto limit = limits.find(edge.from.first);
    if (limit == limits.end()) continue;
    auto held = markings[edge.from.second];
    hold_to(held, *limit->second, unmarked);
    if (held != markings[edge.from.second]) held_[edge.from] = &*markings_.insert(std::move(held)).first;
  }
  versions_ = {};
  edges_ = {};
}

const Marking* Bound::of(const Version& version) const {
  const auto found = held_.find(version);
  return found == held_.end() ? nullptr : found->second;
}

}  // namespace tidings::stix
