#include "formats/stix/said_object.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/context.hpp"
#include "formats/draft/named_source.hpp"
#include "formats/stix/indicator.hpp"
#include "formats/stix/json_text.hpp"
#include "formats/stix/marking.hpp"
#include "formats/stix/source.hpp"
#include "formats/stix/uuid.hpp"
#include "formats/stix/vocabulary.hpp"

namespace tidings::stix {
namespace {

using observable::Type;

constexpr std::string_view kill_chain_tag = "kill-chain:";
constexpr std::string_view cyber_kill_chain = "lockheed-martin-cyber-kill-chain";
constexpr std::size_t max_name_bytes = 200;  ///< of an indicator: patterns are long

/// `created`: when the first version was said; 0: this is the first.
std::string begin(std::string_view type, std::string_view id, std::string_view origin, std::uint64_t issued_at,
                  std::uint64_t created = 0) {
  std::string out;
  out.reserve(1024);
  ((out += R"({"type":")") += type) += R"(","spec_version":"2.1","id":")";
  (out += id) += '"';
  append_member(out, "created_by_ref", identity_id(origin));
  append_time_member(out, "created", created != 0 ? created : issued_at);
  append_time_member(out, "modified", issued_at);
  return out;
}

void append_markings(std::string& out, const v1::Said& said) {
  const auto tlp = marking_id(said.tlp());
  const auto pap = marking_id(stated_pap(said.tlp(), said.pap()));
  if (tlp.empty() && pap.empty()) return;
  out += ",\"object_marking_refs\":[";
  if (!tlp.empty()) append_text(out, tlp);
  if (!tlp.empty() && !pap.empty()) out += ',';
  if (!pap.empty()) append_text(out, pap);
  out += ']';
}

void append_phase(std::string& out, bool& first, std::string_view chain, std::string_view phase) {
  out += first ? R"(,"kill_chain_phases":[{"kill_chain_name":)" : R"(,{"kill_chain_name":)";
  first = false;
  append_text(out, chain);
  append_member(out, "phase_name", phase);
  out += '}';
}

void append_phases(std::string& out, const v1::Said& said) {
  bool first = true;
  for (const auto& tag : said.tags()) {
    if (!tag.starts_with(kill_chain_tag)) continue;
    const auto rest = std::string_view(tag).substr(kill_chain_tag.size());
    const auto colon = rest.find(':');
    if (colon != std::string_view::npos && colon + 1 < rest.size())
      append_phase(out, first, rest.substr(0, colon), rest.substr(colon + 1));
  }
  if (first && !phase_of(said.role()).empty()) append_phase(out, first, cyber_kill_chain, phase_of(said.role()));
  if (!first) out += ']';
}

void append_labels(std::string& out, const v1::Said& said) {
  bool first = true;
  for (const auto& tag : said.tags()) {
    if (tag.empty() || tag.starts_with(kill_chain_tag) || tag.starts_with(origin_tag)) continue;
    out += first ? ",\"labels\":[" : ",";
    first = false;
    append_text(out, tag);
  }
  if (!first) out += ']';
}

/// Where the words stand with us: the bulletin, and what its publication is called; and whose they were first.
void append_source(std::string& out, const v1::Said& said) {
  out += ",\"external_references\":[{\"source_name\":";
  append_text(out, source_name);
  append_member(out, "description", said.title());
  append_member(out, "external_id", base::to_hex(said.bulletin_id()));
  out += '}';
  if (!said.producer().empty()) {
    out += ",{\"source_name\":";
    append_text(out, said.producer());
    append_member(out, "description", "the original author");
    out += '}';
  }
  out += ']';
}

void append_confidence(std::string& out, const v1::Said& said) {
  const auto confidence = bulletin::decode_confidence(said.confidence());
  if (confidence) out += ",\"confidence\":" + std::to_string(*confidence);
}

std::string name_for(std::string_view comment, const observable::Observable& value) {
  const bool rule = value.type >= Type::StixPattern && value.type <= Type::Suricata;
  const auto name = rule && !comment.empty() ? std::string(comment) : to_text(value);
  return std::string(base::cut(name, max_name_bytes));
}

WrittenObject indicator_of(const v1::Value& value, const v1::Said& said, std::uint64_t created) {
  const observable::Observable observable{static_cast<Type>(value.type()), value.value()};
  WrittenObject object{indicator_id(said.origin(), value), {}};
  auto& out = object.text = begin("indicator", object.id, said.origin(), said.issued_at(), created);
  append_member(out, "name", name_for(said.comment(), observable));
  append_member(out, "description", said.comment());
  ((out += ",\"indicator_types\":[\"") += indicator_type(said.verdict(), said.role())) += "\"]";
  const auto pattern = pattern_of(observable);
  append_member(out, "pattern", pattern.text);
  append_member(out, "pattern_type", pattern.type);
  if (pattern.type == "stix") append_member(out, "pattern_version", "2.1");
  const auto from = said.valid_from() != 0 ? said.valid_from() : said.issued_at();
  append_time_member(out, "valid_from", from);
  if (said.valid_until() > from) append_time_member(out, "valid_until", said.valid_until());
  append_phases(out, said);
  append_confidence(out, said);
  append_labels(out, said);
  append_source(out, said);
  append_markings(out, said);
  out += '}';
  return object;
}

/// A sighting or dispute: one bulletin's claim, which never changes.
std::string claim_id(std::string_view type, const v1::Said& said) {
  return tidings_id(type, said.origin(),
                    std::string(type) + "|" + base::to_hex(said.bulletin_id()) + "|" + std::to_string(said.claim()));
}

/// STIX 2.1, 5.2 and 4.11: both counts have this bound.
std::string count_of(const v1::Said& said) {
  return std::to_string(std::clamp<std::uint64_t>(said.sighting().count(), 1, 999'999'999));
}

/// What was seen, for who looks for values rather than for patterns; nothing where the value is no cyber-observable.
std::vector<WrittenObject> observed_by(const v1::Value& value, const v1::Said& said) {
  auto objects = cyber_observables_of({static_cast<Type>(value.type()), value.value()});
  if (objects.empty()) return objects;
  WrittenObject observed{claim_id("observed-data", said), {}};
  auto& out = observed.text = begin("observed-data", observed.id, said.origin(), said.issued_at());
  const auto first = said.sighting().first_seen() != 0 ? said.sighting().first_seen() : said.issued_at();
  append_time_member(out, "first_observed", first);
  append_time_member(out, "last_observed", std::max(first, said.sighting().last_seen()));
  out += ",\"number_observed\":" + count_of(said) + ",\"object_refs\":[";
  for (const auto& object : objects) {
    if (out.back() != '[') out += ',';
    append_text(out, object.id);
  }
  out += ']';
  append_source(out, said);
  append_markings(out, said);
  out += '}';
  if (draft::needs_source(said)) {
    for (auto& object : objects) name_source(object.text, said.bulletin_id());
  }
  objects.push_back(std::move(observed));
  return objects;
}

SaidObject sighting_of(const v1::Value& value, const v1::Said& said, std::string_view about) {
  SaidObject made{{claim_id("sighting", said), {}}, observed_by(value, said)};
  auto& out = made.object.text = begin("sighting", made.object.id, said.origin(), said.issued_at());
  append_member(out, "description", said.comment());
  const auto& sighting = said.sighting();
  if (sighting.first_seen() != 0) append_time_member(out, "first_seen", sighting.first_seen());
  if (sighting.last_seen() != 0)
    append_time_member(out, "last_seen", std::max(sighting.last_seen(), sighting.first_seen()));
  out += ",\"count\":" + count_of(said);
  append_member(out, "sighting_of_ref", about);
  if (!made.beside.empty()) out += ",\"observed_data_refs\":[\"" + made.beside.back().id + "\"]";
  append_confidence(out, said);
  append_labels(out, said);
  append_source(out, said);
  append_markings(out, said);
  out += '}';
  return made;
}

WrittenObject opinion_of(const v1::Said& said, std::string_view about) {
  WrittenObject object{claim_id("opinion", said), {}};
  auto& out = object.text = begin("opinion", object.id, said.origin(), said.issued_at());
  append_member(out, "explanation", said.text().empty() ? said.comment() : said.text());
  append_member(out, "opinion", "strongly-disagree");
  out += ",\"object_refs\":[";
  append_text(out, about);
  out += ']';
  append_confidence(out, said);
  append_source(out, said);
  append_markings(out, said);
  out += '}';
  return object;
}

}  // namespace

std::string_view original_id(const v1::Said& said) {
  for (const auto& tag : said.tags()) {
    const auto id = std::string_view(tag).substr(std::min(tag.size(), origin_tag.size()));
    if (tag.starts_with(origin_tag) && is_id(id)) return id;
  }
  return {};
}

std::string indicator_id(std::string_view origin, const v1::Value& value) {
  return tidings_id("indicator", origin,
                    "indicator|" + base::to_hex(origin) + "|" + std::to_string(value.type()) + "|" + value.value());
}

std::string identity_id(std::string_view origin) {
  return tidings_id("identity", origin, "identity|" + base::to_hex(origin));
}

std::optional<SaidObject> object_of_said(const v1::Value& value, const v1::Said& said, std::string_view about,
                                         std::uint64_t created) {
  if (value.type() == static_cast<std::uint32_t>(Type::Opaque)) return std::nullopt;
  const auto target = about.empty() ? indicator_id(said.origin(), value) : std::string(about);
  if (said.kind() == v1::KIND_REPORT || said.kind() == v1::KIND_ASSESSMENT)
    return SaidObject{indicator_of(value, said, created), {}};
  if (said.kind() == v1::KIND_SIGHTING) return sighting_of(value, said, target);
  if (said.kind() == v1::KIND_DISPUTE) return SaidObject{opinion_of(said, target), {}};
  return std::nullopt;
}

WrittenObject identity_object(std::string_view origin, std::string_view name) {
  constexpr std::uint64_t fixed = 1'767'225'600'000'000;  // 2026-01-01
  WrittenObject object{identity_id(origin), {}};
  auto& out = object.text;
  out = R"({"type":"identity","spec_version":"2.1","id":")" + object.id + "\"";
  append_time_member(out, "created", fixed);
  append_time_member(out, "modified", fixed);
  append_member(out, "name", name.empty() ? base::to_hex(origin) : std::string(name));
  append_member(out, "identity_class", "organization");
  out += '}';
  return object;
}

}  // namespace tidings::stix
