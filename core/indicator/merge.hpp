#pragma once
/// The merged view of one observable: what all origins say of it, seen at one instant. Pure, and a function of the set
/// of statements alone: any order and any repeats give the same view, so that nodes holding the same bulletins agree
/// under the same scale and warning lists.
///
/// An origin counts once, by its newest live report, and a source counts once, however many pass it on (copies.hpp). Of
/// the origins' newest reports the verdict that weighs most stands (malicious, suspicious, benign, unknown), with the
/// greatest confidence stated for it and the role of the most confident report that states one. Sightings are added up,
/// each claim of a bulletin once, and what one publication tells several audiences once; each origin disputes at most
/// once. What is expired, withdrawn, superseded or outside its window stays in the view with its reason, and has no
/// part in the rest. Lives on: any executor.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/indicator/score.hpp"

namespace tidings::indicator {

struct View {
  std::vector<Judged> statements;  ///< each once, newest first
  std::vector<OrgId> origins;      ///< whose reports count, sorted; those who copied them are not among them
  std::vector<OrgId> disputing;    ///< who disputes, sorted
  v1::Verdict verdict{v1::VERDICT_UNSPECIFIED};  ///< unspecified where no report counts
  v1::Role role{v1::ROLE_UNSPECIFIED};
  std::optional<std::uint32_t> confidence;
  std::uint64_t sightings{0};  ///< stays at its greatest value instead of wrapping
  Score score;
  std::vector<Warning> warnings;
  bool is_live() const;  ///< whether a word on it holds; who only saw or disputes it answers another's
};

/// `warnings` are the lists that know the observable, in any order. `self`: whose reports are ours.
View merge(std::vector<Statement> statements, const Scale& scale, std::vector<Warning> warnings, Instant now,
           const OrgId& self = {});

}  // namespace tidings::indicator
