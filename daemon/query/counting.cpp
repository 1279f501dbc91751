#include "daemon/query/counting.hpp"

#include <algorithm>
#include <set>

#include "core/bulletin/names.hpp"
#include "core/observable/type.hpp"
#include "daemon/query/search.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t prepared_together = 256;

class Counting final : public Sink {
 public:
  Counting(Asking& asking, v1::CountBy by) : asking_(asking), by_(by) {}

  base::Status take(const observable::Observable& observable, const Seen& seen, observable::Match /*match*/) override {
    ++step_.indicators;
    const auto groups = groups_of(observable.type, seen);
    if (!groups) return groups.error();
    for (const auto& group : *groups) ++step_.groups[group];
    return {};
  }
  bool is_full() const override { return false; }  // the spending ends a step
  std::size_t room() const override { return prepared_together; }
  bool wants_newest_first() const override { return false; }

  v1::CountAnswer answer() const {
    v1::CountAnswer answer;
    answer.set_indicators(step_.indicators);
    for (const auto& [name, indicators] : step_.groups) {
      auto& group = *answer.add_groups();
      group.set_name(name);
      group.set_indicators(indicators);
    }
    return answer;
  }

 private:
  using Groups = std::set<std::string>;
  base::Result<Groups> groups_of(observable::Type type, const Seen& seen);
  base::Status add_texts(const indicator::Statement& statement, store::Sequence place, Groups& groups);

  struct Step {
    std::uint64_t indicators{0};
    std::unordered_map<std::string, std::uint64_t> groups;
  };
  Asking& asking_;
  v1::CountBy by_;
  Step step_;
};

base::Result<Counting::Groups> Counting::groups_of(observable::Type type, const Seen& seen) {
  Groups groups;
  if (by_ == v1::COUNT_BY_NOTHING) return groups;
  if (by_ == v1::COUNT_BY_TYPE) {
    return Groups{std::string(observable::name(type))};
  }
  for (std::size_t i = 0; i < seen.places.size(); ++i) {
    const auto& judged = seen.view.statements[i];
    if (!indicator::is_live(judged.state)) continue;
    const auto& row = asking_.standing(seen.places[i])->row;
    if (by_ == v1::COUNT_BY_ORIGIN) {
      groups.insert(asking_.book().name_of(row.origin));
    } else if (by_ == v1::COUNT_BY_TLP) {
      groups.insert(bulletin::name(row.tlp));
    } else if (auto added = add_texts(judged.statement, seen.places[i], groups); !added) {
      return added.error();
    }
  }
  return groups;
}

base::Status Counting::add_texts(const indicator::Statement& statement, store::Sequence place, Groups& groups) {
  const auto claim = asking_.claim(place, statement.claim);
  if (!claim && claim.error().code == base::ErrorCode::NotFound) return {};  // forgotten since the index knew it
  if (!claim) return claim.error();
  const auto header = asking_.header(place);
  if (!header) return header.error();
  if (by_ == v1::COUNT_BY_TAG) {
    groups.insert((*header)->tags().begin(), (*header)->tags().end());
    groups.insert((*claim)->tags().begin(), (*claim)->tags().end());
  } else {
    groups.insert((*header)->ecosystems().begin(), (*header)->ecosystems().end());
    if (const auto& ecosystem = (*claim)->sighting().ecosystem(); !ecosystem.empty()) groups.insert(ecosystem);
  }
  return {};
}

}  // namespace

base::Result<CountStep> count(Asking& asking, const v1::CountRequest& request, std::string_view from) {
  const auto question =
      read_question(request.has_value() ? &request.value() : nullptr, request.reach(), request.filter(), asking.book());
  if (!question) return question.error();
  const Pages pages(request.SerializeAsString());
  const auto page = pages.read(from);
  if (!page) return page.error();
  Counting counting(asking, request.by());
  const auto found = search(asking, *question, *page, counting);
  if (!found) return found.error();
  const auto reach = asking.reach();
  if (!reach) return reach.error();
  CountStep step{counting.answer(), found->next ? pages.write(*found->next) : std::string()};
  step.counted.set_rebuilding(reach->rebuilding);
  return step;
}

void Counts::add(const v1::CountAnswer& step) {
  indicators_ += step.indicators();
  rebuilding_ = rebuilding_ || step.rebuilding();
  for (const auto& group : step.groups()) {
    if (groups_.size() < max_groups || groups_.contains(group.name())) {
      groups_[group.name()] += group.indicators();
    } else {
      others_ += group.indicators();
    }
  }
}

v1::CountAnswer Counts::sum(std::size_t most) const {
  using Group = std::pair<std::string_view, std::uint64_t>;
  std::vector<Group> groups(groups_.begin(), groups_.end());
  std::ranges::sort(groups, [](const Group& a, const Group& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  v1::CountAnswer sum;
  sum.set_indicators(indicators_);
  sum.set_rebuilding(rebuilding_);
  std::uint64_t others = others_;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i >= most) {
      others += groups[i].second;
      continue;
    }
    auto& group = *sum.add_groups();
    group.set_name(std::string(groups[i].first));
    group.set_indicators(groups[i].second);
  }
  sum.set_in_other_groups(others);
  return sum;
}

}  // namespace tidings::query
