#include "client/view/indicator.hpp"

#include <algorithm>
#include <set>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/names.hpp"
#include "client/view/warning.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::view {
namespace {

std::string provenance(const Look& look, const v1::Said& said) {
  std::string out = paint(look, Colour::Bold, text::for_people(said.origin_name()));
  out += said.signature_verified() ? paint(look, Colour::Green, " (signature verified)")
                                   : paint(look, Colour::Red, " (signature NOT verified)");
  if (!said.introduced_by().empty()) out += ", introduced by " + text::for_people(said.introduced_by());
  if (said.received_from().empty()) return out + ", said here";
  return said.received_from() == said.origin_name() ? out
                                                    : out + ", by way of " + text::for_people(said.received_from());
}

std::string particulars(const v1::Said& said) {
  std::vector<std::string> parts = {bulletin::name(said.kind()), text::marking(said.tlp())};
  if (said.verdict() != v1::VERDICT_UNSPECIFIED) parts.push_back(bulletin::name(said.verdict()));
  if (said.role() != v1::ROLE_UNSPECIFIED) parts.push_back("role " + bulletin::name(said.role()));
  if (said.confidence() != 0) parts.push_back("confidence " + shown_confidence(said.confidence()));
  if (said.has_sighting()) parts.push_back(shown_sighting(said.sighting()));
  parts.push_back(shown_time(said.issued_at()) + " until " + shown_time(said.valid_until()));
  return joined(parts, " · ");
}

Colour colour_of(v1::Verdict verdict) {
  if (verdict == v1::VERDICT_MALICIOUS) return Colour::Red;
  return verdict == v1::VERDICT_BENIGN ? Colour::Green : Colour::Yellow;
}

/// Of the reports that count, as a look-up names them; who only saw, disputes or repeats it is no origin of it.
std::set<std::string> origins_of(const v1::Indicator& indicator) {
  std::set<std::string> origins;
  for (const auto& said : indicator.said()) {
    if (said.kind() == v1::KIND_REPORT && said.counts()) origins.insert(said.origin_name());
  }
  return origins;
}

/// The first of those that count, else of any report or assessment: sightings and disputes have titles of their own.
std::string title_of(const v1::Indicator& indicator) {
  std::string title;
  for (const auto& said : indicator.said()) {
    if (said.title().empty() || said.kind() == v1::KIND_SIGHTING || said.kind() == v1::KIND_DISPUTE) continue;
    if (said.counts()) return said.title();
    if (title.empty()) title = said.title();
  }
  return title;
}

}  // namespace

Record record_of(const v1::Indicator& indicator) {
  const auto origins = origins_of(indicator);
  std::set<std::string> roles, bulletins;  ///< who publishes the row is based on these
  v1::Tlp narrowest = v1::TLP_UNSPECIFIED;
  std::uint64_t until = 0;
  for (const auto& said : indicator.said()) {
    if (said.role() != v1::ROLE_UNSPECIFIED) roles.insert(bulletin::name(said.role()));
    if (said.kind() == v1::KIND_REPORT) bulletins.insert(base::to_hex(said.bulletin_id()));
    narrowest = std::max(narrowest, said.tlp());
    until = std::max(until, said.valid_until());
  }
  const auto optional = [](std::uint32_t plus_one) { return plus_one == 0 ? "" : std::to_string(plus_one - 1); };
  return {json_of(indicator),
          {value_text(indicator.value().type(), indicator.value().value()), type_name(indicator.value().type()),
           bulletin::name(indicator.verdict()), optional(indicator.confidence()),
           joined({origins.begin(), origins.end()}, ";"), bulletin::name(narrowest),
           joined({roles.begin(), roles.end()}, ";"), std::to_string(indicator.sightings()),
           std::to_string(indicator.disputes()), until == 0 ? "" : base::to_text(base::Instant{until}),
           title_of(indicator), std::to_string(indicator.score()), told::match_name(indicator.match()),
           joined({bulletins.begin(), bulletins.end()}, ";")}};
}

std::string describe(const Look& look, const v1::Said& said) {
  std::string out = "  " + provenance(look, said) + "\n    " + particulars(said) + "\n";
  if (!said.producer().empty()) out += "    by " + text::for_people(said.producer()) + "\n";
  if (!said.title().empty()) out += "    " + text::for_people(said.title()) + "\n";
  if (!said.text().empty()) out += "    " + text::for_people(said.text()) + "\n";
  if (!said.copied_from().empty()) {
    out += "    counts with its source, bulletin " + base::to_hex(said.copied_from()) + " (" +
           text::for_people(said.betrayed_by()) + ")\n";
  }
  if (!said.comment().empty()) out += "    " + text::for_people(said.comment()) + "\n";
  const std::vector<std::string> tags(said.tags().begin(), said.tags().end());
  const std::vector<std::string> ecosystems(said.ecosystems().begin(), said.ecosystems().end());
  if (!tags.empty()) out += "    tags " + text::for_people(joined(tags, ", ")) + "\n";
  if (!ecosystems.empty()) out += "    ecosystems " + text::for_people(joined(ecosystems, ", ")) + "\n";
  std::string ids = "bulletin " + base::to_hex(said.bulletin_id()) + " claim " + std::to_string(said.claim());
  if (!said.publication_id().empty()) {
    ids += "\n    publication " + base::to_hex(said.publication_id()) + " revision " + std::to_string(said.revision());
  }
  return out + "    " + paint(look, Colour::Faint, ids) + "\n";
}

std::string headline(const Look& look, const v1::Indicator& indicator) {
  std::string out = paint(look, Colour::Bold, shown_value(look, indicator.value().type(), indicator.value().value()));
  out += "  " + type_name(indicator.value().type());
  if (indicator.match() != v1::MATCH_EXACT)
    out += "  " + paint(look, Colour::Yellow, told::match_name(indicator.match()));
  if (indicator.verdict() != v1::VERDICT_UNSPECIFIED) {
    out += "  " + paint(look, colour_of(indicator.verdict()), bulletin::name(indicator.verdict()));
  }
  if (indicator.verdict() != v1::VERDICT_UNSPECIFIED) out += "  score " + std::to_string(indicator.score());
  if (indicator.confidence() != 0) out += "  confidence " + shown_confidence(indicator.confidence());
  if (indicator.sightings() != 0) out += "  " + text::counted(indicator.sightings(), "sighting");
  if (indicator.disputes() != 0) out += "  " + text::counted(indicator.disputes(), "dispute");
  out += "\n";
  for (const auto& hit : indicator.warnings()) out += "  in warning list " + describe(look, hit) + "\n";
  return out;
}

std::string describe(const Look& look, const v1::Indicator& indicator) {
  std::string out = headline(look, indicator);
  for (const auto& said : indicator.said()) out += describe(look, said);
  return out;
}

}  // namespace tidings::view
