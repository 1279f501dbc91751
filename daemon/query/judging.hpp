#pragma once
/// Claims that may be told, judged in runs: what else is said of their observables is probed for many at once, and each
/// observable that fits is given to the sink, at the newest of its statements that fits and at no other.
/// Errors: what the store says.
/// Lives on: a reader thread.
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "daemon/query/search.hpp"

namespace tidings::query {

/// `place` and `number` name a claim. Where a hashed key does not tell the observable, it is None, and read from what
/// is found.
struct Candidate {
  store::Sequence place;
  std::uint32_t number{0};
  std::string key;
  observable::Observable observable{};
};

class Judging {
 public:
  /// `outer`: only what lies within it fits.
  Judging(Asking& asking, Fitting& fitting, Sink& sink, const observable::Observable* outer = nullptr)
      : asking_(asking), fitting_(fitting), sink_(sink), outer_(outer) {}

  /// So many candidates are best judged at once.
  std::size_t together() const;
  /// In their order, until the sink is full, or the spending over after the first run; how many. They are of no use
  /// afterwards but for their places.
  base::Result<std::size_t> judge(std::span<Candidate> candidates);
  /// Whether the page may spend more. One view of a much-discussed value takes what a page may spend: passing over the
  /// bulletins that only repeat it may take as much again.
  bool may_go_on();
  /// Whether the value is one of which much is said, and this claim not where it is met.
  bool is_met_elsewhere(const std::string& key, store::Sequence place, std::uint32_t number) const;

 private:
  struct Probes;
  Probes probes_of(std::span<Candidate> candidates) const;
  base::Result<std::size_t> judge_run(std::span<Candidate> run);
  base::Status judge_one(Candidate& candidate, const std::string& key, std::span<const store::Hit> hits);
  base::Result<bool> is_wanted(Candidate& candidate, std::string_view key, std::span<const store::Hit> hits);

  Asking& asking_;
  Fitting& fitting_;
  Sink& sink_;
  const observable::Observable* outer_;
  /// Where values are met of which much is said: each of the thousands of bulletins that speak of one would else cost a
  /// view of them all.
  std::map<std::string, std::optional<std::pair<store::Sequence, std::uint32_t>>> met_;
  bool is_extended_{false};
};

}  // namespace tidings::query
