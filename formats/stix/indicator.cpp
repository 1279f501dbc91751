#include "formats/stix/indicator.hpp"

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"
#include "core/bulletin/benign.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/context.hpp"
#include "formats/draft/stated_marking.hpp"
#include "formats/stix/pattern_atoms.hpp"
#include "formats/stix/vocabulary.hpp"

namespace tidings::stix {
namespace {

using observable::Type;

constexpr std::size_t max_references = 3;          ///< in a comment; the object itself carries all
constexpr std::uint32_t confidence_of_parts = 25;  ///< where none is stated: half of the default
constexpr std::size_t max_tags = 200;              ///< of the 256 that a claim may have

void add_tag(v1::Claim& claim, std::string_view tag) {
  const auto& tags = claim.tags();
  if (tag.empty() || tag.size() > bulletin::max_list_entry_bytes || tags.size() >= static_cast<int>(max_tags)) return;
  if (std::find(tags.begin(), tags.end(), tag) == tags.end()) claim.add_tags(std::string(tag));
}

std::string comment_of(const Object& indicator) {
  auto name = text_of(indicator, "name");
  const auto description = text_of(indicator, "description");
  if (!name.empty() && text_of(indicator, "pattern").find(name) != std::string_view::npos)
    name = {};  // only the value again
  std::string comment(name);
  if (!name.empty() && !description.empty()) comment += ": ";
  comment += description;
  std::size_t count = 0;
  const auto* value = indicator.if_contains("external_references");
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list != nullptr) {
    for (const auto& each : *list) {
      const auto* reference = each.if_object();
      const auto url = reference == nullptr ? std::string_view() : text_of(*reference, "url");
      if (url.empty() || ++count > max_references || comment.size() + url.size() + 1 > bulletin::max_comment_bytes)
        continue;
      comment += (comment.empty() ? "" : " ") + std::string(url);
    }
  }
  return std::string(base::cut(comment, bulletin::max_comment_bytes));
}

void read_types(const Object& indicator, v1::Claim& claim) {
  for (const auto* property : {"indicator_types", "labels"}) {
    for_each_text(indicator, property, [&](std::string_view word) {
      if (const auto verdict = verdict_of(word)) {
        const bool first = claim.verdict() == v1::VERDICT_UNSPECIFIED;
        claim.set_verdict(first ? *verdict : std::min(claim.verdict(), *verdict));
      } else if (!draft::is_marking_tag(word)) {
        add_tag(claim, word);
      }
      const auto role = role_of(word);
      if (role && claim.role() == v1::ROLE_UNSPECIFIED) claim.set_role(*role);
    });
  }
}

void read_phases(const Object& indicator, v1::Claim& claim) {
  const auto* value = indicator.if_contains("kill_chain_phases");
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return;
  for (const auto& each : *list) {
    const auto* phase = each.if_object();
    if (phase == nullptr) continue;
    const auto name = text_of(*phase, "phase_name");
    add_tag(claim, "kill-chain:" + std::string(text_of(*phase, "kill_chain_name")) + ":" + std::string(name));
    const auto role = role_of(name);
    if (role && claim.role() == v1::ROLE_UNSPECIFIED) claim.set_role(*role);
  }
}

/// A bound of its life that nobody can read: without it, the values would hold longer than they may.
bool has_bad_time(const Object& indicator, IndicatorRead& read) {
  bool found = false;
  for (const auto* name : {"valid_from", "valid_until"}) {
    const auto* value = indicator.if_contains(name);
    if (value == nullptr || time_of(indicator, name) != 0) continue;
    const auto shown = value->is_string() ? text_of(indicator, name) : std::string_view("it");
    read.refused.push_back({name, std::string(base::cut(shown, 80)) + " is no time"});
    found = true;
  }
  return found;
}

std::optional<std::uint32_t> confidence_of(const Object& indicator, IndicatorRead& read) {
  if (!indicator.contains("confidence")) return std::nullopt;
  const auto stated = number_of(indicator, "confidence", 101);
  if (stated <= 100) return static_cast<std::uint32_t>(stated);
  read.remarks.push_back({"confidence", "no whole number from 0 to 100: read as if none were stated"});
  return std::nullopt;
}

/// Of words that call it both, the gravest counts; what is called benign alone is, of whatever it is a part.
void settle_benign(v1::Claim& claim) {
  if (claim.role() != v1::ROLE_BENIGN) return;
  if (claim.verdict() == v1::VERDICT_UNSPECIFIED) claim.set_verdict(v1::VERDICT_BENIGN);
  if (!bulletin::check_benign(claim.role(), claim.verdict())) claim.clear_role();
}

/// What all claims of the indicator have alike.
v1::Claim common_claim(const Object& indicator, std::span<const std::string> tags, IndicatorRead& read) {
  v1::Claim claim;
  read_types(indicator, claim);
  read_phases(indicator, claim);
  settle_benign(claim);
  for (const auto& tag : tags) add_tag(claim, tag);
  if (const auto confidence = confidence_of(indicator, read)) {
    claim.set_confidence(bulletin::encode_confidence(*confidence));
  }
  claim.set_valid_from(time_of(indicator, "valid_from"));
  claim.set_valid_until(time_of(indicator, "valid_until"));
  claim.set_comment(comment_of(indicator));
  return claim;
}

void set_value(v1::Claim& claim, const observable::Observable& observable) {
  claim.set_type(static_cast<std::uint32_t>(observable.type));
  claim.set_value(observable.value);
}

/// A digest serves no command: what is said of the network's ends is not said of files.
bool is_file(Type type) { return type >= Type::Md5 && type < Type::Asn; }

v1::Claim claim_of(v1::Claim claim, const Atom& atom) {
  set_value(claim, atom.observable);
  if (is_file(atom.observable.type) && claim.role() != v1::ROLE_BENIGN) claim.clear_role();
  if (atom.standing == Atom::Standing::Alone) return claim;
  const auto stated = bulletin::decode_confidence(claim.confidence());
  claim.set_confidence(bulletin::encode_confidence(stated ? *stated / 2 : confidence_of_parts));
  const auto verdict = claim.verdict();
  if (verdict == v1::VERDICT_UNSPECIFIED || verdict == v1::VERDICT_MALICIOUS) claim.set_verdict(v1::VERDICT_SUSPICIOUS);
  if (verdict == v1::VERDICT_BENIGN) claim.set_verdict(v1::VERDICT_UNKNOWN);
  return claim;
}

void claim_pattern(Type type, std::string_view pattern, const v1::Claim& common, IndicatorRead& read) {
  const auto parsed = observable::parse(pattern, {type, false});
  if (!parsed) {
    read.refused.push_back({std::string(base::cut(pattern, 80)), parsed.error().what});
    return;
  }
  auto claim = common;
  set_value(claim, parsed->observable);
  read.claims.push_back(std::move(claim));
}

void claim_stix(std::string_view text, v1::Claim common, IndicatorRead& read) {
  const auto pattern = parse_pattern(text);
  if (!pattern) {
    read.refused.push_back({std::string(base::cut(text, 80)), "no STIX pattern: " + pattern.error().what});
    return;
  }
  const auto found = atoms_of(*pattern);
  for (const auto& refused : found.refused)
    read.refused.push_back({std::string(base::cut(refused.value, 80)), refused.reason});
  if (found.exact) {
    read.claims.push_back(claim_of(std::move(common), found.atoms[0]));
    return;
  }
  for (const auto& atom : found.atoms) read.claims.push_back(claim_of(common, atom));
  const bool says_more =
      std::ranges::none_of(found.atoms, [](const Atom& atom) { return atom.standing == Atom::Standing::Alone; });
  if (says_more && found.refused.empty()) claim_pattern(Type::StixPattern, text, common, read);
}

std::optional<Type> rule_type(std::string_view pattern_type) {
  if (pattern_type == "yara") return Type::Yara;
  if (pattern_type == "sigma") return Type::Sigma;
  if (pattern_type == "suricata") return Type::Suricata;
  return std::nullopt;
}

}  // namespace

IndicatorRead read_indicator(const Object& indicator, std::span<const std::string> tags) {
  IndicatorRead read;
  const auto pattern = text_of(indicator, "pattern");
  const auto type = text_of(indicator, "pattern_type");
  auto common = common_claim(indicator, tags, read);
  if (has_bad_time(indicator, read)) return read;
  if (pattern.empty()) {
    read.refused.push_back({"pattern", "the indicator has none"});
  } else if (type.empty() || type == "stix") {
    claim_stix(pattern, std::move(common), read);
  } else if (const auto rule = rule_type(type)) {
    claim_pattern(*rule, pattern, common, read);
  }
  return read;
}

}  // namespace tidings::stix
