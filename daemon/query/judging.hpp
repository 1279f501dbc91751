#pragma once
/// Claims that may be told, judged in runs: what else is said of their observables is probed for many at once, and each
/// observable that fits is given to the sink, at the newest of its statements that fits and at no other.
/// Errors: what the store says.
/// Lives on: a reader thread.
#include <span>
#include <string>

#include "daemon/query/search.hpp"

namespace tidings::query {

/// `place` and `number` name a claim. Where a hashed key does not tell the observable, it is None, and read from what is
/// found.
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

 private:
  base::Result<std::size_t> judge_run(std::span<Candidate> run);
  base::Status judge_one(Candidate& candidate, std::string_view key, std::span<const store::Hit> hits);
  base::Result<bool> is_wanted(Candidate& candidate, std::string_view key, std::span<const store::Hit> hits);

  Asking& asking_;
  Fitting& fitting_;
  Sink& sink_;
  const observable::Observable* outer_;
};

}  // namespace tidings::query
