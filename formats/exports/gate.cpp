#include "formats/exports/gate.hpp"

#include <algorithm>
#include <set>

namespace tidings::exports {
namespace {

template <class List, class Value>
bool has(const List& list, const Value& value) {
  return std::ranges::find(list, value) != list.end();
}

bool accuses(v1::Verdict verdict) { return verdict == v1::VERDICT_MALICIOUS || verdict == v1::VERDICT_SUSPICIOUS; }

/// Whoever is kept from these suffers, and the attacker does not.
bool is_harmless(v1::Role role) { return role == v1::ROLE_VICTIM || role == v1::ROLE_BENIGN; }

bool is_kept_from_ids(const v1::Said& said) {
  return std::ranges::any_of(
      said.tags(), [](const std::string& tag) { return tag == "misp:to_ids=\"0\"" || tag == "misp:to_ids=\"false\""; });
}

/// A number of a later version is narrower than all we know.
v1::Pap pap_of(const v1::Said& said) {
  return said.pap() >= v1::PAP_CLEAR && said.pap() <= v1::PAP_RED ? said.pap() : v1::PAP_RED;
}

}  // namespace

std::string_view name(Purpose purpose) {
  switch (purpose) {
    case Purpose::ForPeople: return "for people";
    case Purpose::HandsOn: return "hands on";
    case Purpose::SearchesLogs: return "searches logs";
    case Purpose::Detects: return "detects";
    case Purpose::Blocks: return "blocks";
  }
  return "blocks";
}

bool is_read(Purpose purpose) { return purpose == Purpose::ForPeople || purpose == Purpose::HandsOn; }

/// Where several statements pass, the newest of the highest rank is told: sightings and disputes have titles of their
/// own.
int rank(const v1::Said& said) {
  if (said.counts()) return 2;
  return said.kind() == v1::KIND_SIGHTING || said.kind() == v1::KIND_DISPUTE ? 0 : 1;
}

v1::Pap narrowest_pap(Purpose purpose) {
  switch (purpose) {
    case Purpose::ForPeople:
    case Purpose::HandsOn:
    case Purpose::SearchesLogs: return v1::PAP_RED;
    case Purpose::Detects: return v1::PAP_AMBER;
    case Purpose::Blocks: return v1::PAP_GREEN;
  }
  return v1::PAP_CLEAR;
}

Gate::Gate(Purpose purpose, GateOptions options, base::Instant now)
    : purpose_(purpose),
      options_(std::move(options)),
      now_(now),
      max_pap_(std::min(options_.max_pap, narrowest_pap(purpose))) {}

Gate::Judgement Gate::judge(const v1::Indicator& indicator) const {
  const auto whole = judge_whole(indicator);
  if (whole != Left::Nothing) return {whole, nullptr};
  Left nearest = Left::Unreported;
  const v1::Said* best = nullptr;
  for (const auto& said : indicator.said()) {
    if (best != nullptr && rank(said) <= rank(*best)) continue;
    const auto why = judge_said(said);
    if (why == Left::Nothing) best = &said;
    nearest = std::max(nearest, why);  // reasons stand in the order in which they are looked at
  }
  return best != nullptr ? Judgement{Left::Nothing, best} : Judgement{nearest, nullptr};
}

Left Gate::judge_whole(const v1::Indicator& indicator) const {
  if (!options_.types.empty() && !has(options_.types, static_cast<observable::Type>(indicator.value().type()))) {
    return Left::Type;
  }
  if (indicator.score() < options_.min_score) return Left::Score;
  if (is_read(purpose_)) return Left::Nothing;
  if (!accuses(indicator.verdict())) return Left::Verdict;
  if (indicator.warnings_size() > 0) return Left::Warned;
  return is_disputed(indicator) ? Left::Disputed : Left::Nothing;
}

Left Gate::judge_said(const v1::Said& said) const {
  if (!is_read(purpose_) && (said.kind() != v1::KIND_REPORT || !said.counts())) return Left::Unreported;
  if (const auto why = judge_marks(said); why != Left::Nothing) return why;
  if (const auto why = judge_wanted(said); why != Left::Nothing) return why;
  if (is_read(purpose_)) return Left::Nothing;
  if (!accuses(said.verdict())) return Left::Verdict;
  return is_kept_from_ids(said) ? Left::NotToIds : Left::Nothing;
}

Left Gate::judge_original(const v1::Said& said) const {
  const auto why = judge_marks(said);
  return why != Left::Nothing ? why : judge_context(said);
}

Left Gate::judge_marks(const v1::Said& said) const {
  if (said.valid_until() != 0 && said.valid_until() <= now_.us) return Left::Expired;
  const bool leaves = purpose_ == Purpose::HandsOn && options_.local == LocalWords::LeftOut;
  if (leaves && said.local()) return Left::Local;
  if (said.tlp() > options_.max_tlp) return Left::Tlp;
  return pap_of(said) > max_pap_ ? Left::Pap : Left::Nothing;
}

Left Gate::judge_wanted(const v1::Said& said) const {
  const bool is_any_role = options_.roles.empty();
  if (is_any_role && !is_read(purpose_) && is_harmless(said.role())) return Left::Role;
  if (!is_any_role && !has(options_.roles, said.role())) return Left::Role;
  return judge_context(said);
}

Left Gate::judge_context(const v1::Said& said) const {
  const auto is_wanted = [this](const std::string& ecosystem) { return has(options_.ecosystems, ecosystem); };
  if (!options_.ecosystems.empty() && std::ranges::none_of(said.ecosystems(), is_wanted)) return Left::Ecosystem;
  if (options_.max_age == base::Duration{0}) return Left::Nothing;
  const base::Instant told{std::max(said.issued_at(), said.has_sighting() ? said.sighting().last_seen() : 0)};
  return told < now_ && now_ - told > options_.max_age ? Left::Age : Left::Nothing;
}

bool Gate::is_disputed(const v1::Indicator& indicator) const {
  if (options_.disputes == 0 || indicator.disputes() == 0) return false;
  std::set<std::string_view> origins;
  for (const auto& said : indicator.said()) {
    if (said.kind() == v1::KIND_DISPUTE && said.trust() >= options_.dispute_trust) origins.insert(said.origin());
  }
  return origins.size() >= options_.disputes;
}

}  // namespace tidings::exports
