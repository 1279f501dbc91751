#include "daemon/http/taxii/objects.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"
#include "core/observable/observable.hpp"
#include "daemon/http/taxii/asked.hpp"
#include "daemon/http/taxii/patterns.hpp"

namespace tidings::taxii {
namespace {

using observable::Type;

constexpr std::string_view original_tag = "stix:";
constexpr std::string_view media_type_prefix = "application/stix+json";
constexpr std::size_t max_name_bytes = 256;

Type type_of_claim(const v1::Claim& claim) {
  return observable::type_from_number(claim.type()).value_or(Type::None);
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out.append(",\"").append(name).append("\":");
  append_text(out, text);
}

void append_time(std::string& out, std::string_view name, std::uint64_t us) {
  out.append(",\"").append(name).append("\":\"");
  append_milliseconds(out, us);
  out.push_back('"');
}

void append_ids(std::string& out, std::string_view name, const Referred& ids) {
  out.append(",\"").append(name).append("\":[");
  for (std::size_t i = 0; i < ids.size(); ++i) {
    out.append(i == 0 ? "\"" : ",\"").append(ids[i]).push_back('"');
  }
  out.push_back(']');
}

/// Of indicator-type-ov (STIX 2.1 section 10.10).
std::string_view indicator_type(v1::Verdict verdict, v1::Role role) {
  if (verdict == v1::VERDICT_BENIGN || role == v1::ROLE_BENIGN) return "benign";
  if (verdict == v1::VERDICT_UNKNOWN) return "unknown";
  if (role == v1::ROLE_ANONYMISER) return "anonymization";
  if (role == v1::ROLE_COMPROMISED) return "compromised";
  return verdict == v1::VERDICT_SUSPICIOUS ? "anomalous-activity" : "malicious-activity";
}

/// A phase of Lockheed Martin's Cyber Kill Chain; empty where none fits.
std::string_view phase(v1::Role role) {
  switch (role) {
    case v1::ROLE_C2: return "command-and-control";
    case v1::ROLE_DELIVERY:
    case v1::ROLE_PHISHING:
    case v1::ROLE_SPAM: return "delivery";
    case v1::ROLE_EXPLOIT: return "exploitation";
    case v1::ROLE_SCANNER: return "reconnaissance";
    case v1::ROLE_PAYLOAD: return "installation";
    case v1::ROLE_EXFILTRATION: return "actions-on-objectives";
    default: return {};
  }
}

template <class Texts>
void append_list(std::string& list, const Texts& texts, std::string_view prefix) {
  for (const auto& text : texts) {
    if (!list.empty()) list.push_back(',');
    append_text(list, std::string(prefix) + text);
  }
}

/// What stands behind every object of the bulletin: where it was said, and how it is marked.
std::string rest_of(const bulletin::Header& header) {
  std::string rest = ",\"external_references\":[{\"source_name\":\"tidings\",\"external_id\":\"" + header.id.text() + "\"}";
  for (const auto& reference : header.message.references()) {
    rest += ",{\"source_name\":\"reference\",";
    const bool is_url = reference.starts_with("http://") || reference.starts_with("https://");
    rest += is_url ? "\"url\":" : "\"description\":";
    append_text(rest, reference);
    rest += "}";
  }
  rest += "]";
  const auto marking = marking_id(header.message.audience().tlp());
  if (!marking.empty()) rest.append(",\"object_marking_refs\":[\"").append(marking).append("\"]");
  return rest;
}

std::string name_of(const v1::Claim& claim) {
  const auto type = type_of_claim(claim);
  auto text = observable::to_text(type, claim.value());
  if (text.size() > max_name_bytes) text.resize(max_name_bytes);
  return std::string(observable::name(type)) + ": " + text;
}

/// Behind the text that begins at `at` with its quote.
std::size_t behind_text(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return std::min(at + 1, json.size());
}

/// The value of an object's own member that is text without escapes, as timestamps are; empty for anything else.
std::string_view text_member(std::string_view json, std::string_view name) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (json[at] == '{' || json[at] == '[') ++depth;
    if (json[at] == '}' || json[at] == ']') --depth;
    if (json[at] != '"') continue;
    const auto end = behind_text(json, at);
    const auto text = json.substr(at + 1, end - at - 2);
    at = end - 1;
    if (depth != 1 || text != name) continue;
    auto value = json.find_first_not_of(" \t\r\n", end);
    if (value == std::string_view::npos || json[value] != ':') continue;  // it was a value
    value = json.find_first_not_of(" \t\r\n", value + 1);
    if (value == std::string_view::npos || json[value] != '"') return {};
    return json.substr(value + 1, behind_text(json, value) - value - 2);
  }
  return {};
}

}  // namespace

void append_text(std::string& out, std::string_view given) {
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' && static_cast<unsigned char>(c) < 0x7f; };
  out.push_back('"');
  if (std::ranges::all_of(given, is_plain)) {
    out.append(given).push_back('"');
    return;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : base::to_valid_utf8(given)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      out.append("\\u00");
      out.push_back(digits[byte >> 4]);
      out.push_back(digits[byte & 15]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

std::string_view marking_id(v1::Tlp tlp) {
  switch (tlp) {
    case v1::TLP_CLEAR: return "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
    case v1::TLP_GREEN: return "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
    case v1::TLP_AMBER: return "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
    case v1::TLP_AMBER_STRICT: return "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003";
    case v1::TLP_RED: return "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
    default: return {};
  }
}

std::string_view type_of_id(std::string_view object_id) { return object_id.substr(0, object_id.find("--")); }

bool is_stix_object(const v1::Claim& claim) {
  return type_of_claim(claim) == Type::Opaque && claim.opaque().media_type().starts_with(media_type_prefix) &&
         is_object_id(claim.value());
}

bool is_told_by_original(const v1::Claim& claim) {
  return std::ranges::any_of(claim.tags(), [](const auto& tag) { return tag.starts_with(original_tag); });
}

std::uint64_t version_of(const v1::Claim& claim, std::uint64_t otherwise) {
  for (const std::string_view name : {"modified", "created"}) {
    if (const auto at = timestamp(text_member(claim.opaque().content(), name))) return *at;
  }
  return otherwise;
}

Objects::Objects(const bulletin::Header& header)
    : header_(header), identity_(identity_id(header.origin)), rest_(rest_of(header)) {
  append_milliseconds(created_, header.issued_at.us);
  append_list(labels_, header.message.tags(), "");
  append_list(labels_, header.message.ecosystems(), "ecosystem:");
}

std::string_view Objects::type() const {
  if (header_.kind == v1::KIND_SIGHTING) return "sighting";
  if (header_.kind == v1::KIND_DISPUTE) return "opinion";
  return "indicator";
}

std::string Objects::id_of(const v1::Claim& claim, std::uint32_t number) const {
  return is_stix_object(claim) ? claim.value() : claim_id(type(), header_.id, number);
}

/// Up to `modified`, with what every object has.
Object Objects::begun(std::string id, std::uint64_t modified, Telling telling) const {
  Object object;
  object.id = std::move(id);
  object.version = (modified == 0 ? header_.issued_at.us : modified) / 1000 * 1000;
  if (telling == Telling::Outline) return object;
  const auto type = type_of_id(object.id);
  auto& out = object.json;
  out.reserve(1024);
  out.append("{\"type\":\"").append(type).append("\",\"spec_version\":\"2.1\",\"id\":\"").append(object.id);
  out.append("\",\"created_by_ref\":\"").append(identity_).append("\",\"created\":\"").append(created_);
  out.append("\",\"modified\":\"");
  append_milliseconds(out, object.version);
  out.push_back('"');
  if (telling == Telling::Revoked) out.append(",\"revoked\":true");
  return object;
}

void Objects::append_indicator(std::string& out, const v1::Claim& claim) const {
  const auto type = type_of_claim(claim);
  append_member(out, "name", name_of(claim));
  const auto& words = claim.comment().empty() ? header_.message.title() : claim.comment();
  if (!words.empty()) append_member(out, "description", words);
  const auto role = bulletin::effective_role(header_.message, claim);
  const auto kind = indicator_type(bulletin::effective_verdict(header_.message, claim), role);
  out.append(",\"indicator_types\":[\"").append(kind).append("\"]");
  std::string pattern;
  append_pattern(pattern, type, claim.value());
  append_member(out, "pattern", pattern);
  out.append(",\"pattern_type\":\"").append(pattern_type(type)).push_back('"');
  const auto window = bulletin::valid_window(header_.message, claim);
  append_time(out, "valid_from", window.from.us);
  if (window.until.us / 1000 > window.from.us / 1000) append_time(out, "valid_until", window.until.us);
  if (const auto step = phase(role); !step.empty()) {
    out.append(",\"kill_chain_phases\":[{\"kill_chain_name\":\"lockheed-martin-cyber-kill-chain\",\"phase_name\":\"");
    out.append(step).append("\"}]");
  }
}

void Objects::append_sighting(std::string& out, const v1::Claim& claim, const Referred& referred) const {
  const auto& seen = claim.sighting();
  if (!claim.comment().empty()) append_member(out, "description", claim.comment());
  if (seen.first_seen() != 0) append_time(out, "first_seen", seen.first_seen());
  if (seen.last_seen() != 0) append_time(out, "last_seen", seen.last_seen());
  out.append(",\"count\":").append(std::to_string(std::min<std::uint64_t>(std::max<std::uint64_t>(seen.count(), 1), 999'999'999)));
  out.append(",\"sighting_of_ref\":\"").append(referred.front()).append("\",\"where_sighted_refs\":[\"");
  out.append(identity_).append("\"]");
}

void Objects::append_opinion(std::string& out, std::string_view words, const Referred& referred) const {
  if (!words.empty()) append_member(out, "explanation", words);
  out.append(",\"opinion\":\"strongly-disagree\"");
  append_ids(out, "object_refs", referred);
}

void Objects::append_rest(std::string& out, const v1::Claim& claim) const {
  if (const auto confidence = bulletin::effective_confidence(header_.message, claim)) {
    out.append(",\"confidence\":").append(std::to_string(*confidence));
  }
  auto labels = labels_;
  append_list(labels, claim.tags(), "");
  if (!labels.empty()) out.append(",\"labels\":[").append(labels).append("]");
  out.append(rest_).push_back('}');
}

std::optional<Object> Objects::of_claim(const v1::Claim& claim, std::uint32_t number, const Referred& referred,
                                        Telling telling, std::uint64_t modified) const {
  const auto type = type_of_claim(claim);
  if (is_stix_object(claim)) {
    if (telling == Telling::Revoked) return std::nullopt;  // its words are its author's: only he revokes it
    Object object{claim.value(), version_of(claim, header_.issued_at.us), "2.1", {}};
    if (claim.opaque().media_type().ends_with("version=2.0")) object.spec_version = "2.0";
    if (telling == Telling::Whole) object.json = claim.opaque().content();
    return object;
  }
  if (type == Type::None || type == Type::Opaque || is_told_by_original(claim)) return std::nullopt;
  if (header_.kind != v1::KIND_REPORT && header_.kind != v1::KIND_ASSESSMENT && referred.empty()) return std::nullopt;
  auto object = begun(claim_id(this->type(), header_.id, number), modified, telling);
  if (telling == Telling::Outline) return object;
  if (header_.kind == v1::KIND_SIGHTING) append_sighting(object.json, claim, referred);
  else if (header_.kind == v1::KIND_DISPUTE) append_opinion(object.json, header_.message.text(), referred);
  else append_indicator(object.json, claim);
  append_rest(object.json, claim);
  return object;
}

bool Objects::has_report() const { return header_.kind == v1::KIND_REPORT && !header_.message.title().empty(); }

std::optional<Object> Objects::of_bulletin(const Referred& referred, Telling telling, std::uint64_t modified) const {
  if (referred.empty()) return std::nullopt;
  if (header_.kind == v1::KIND_DISPUTE) {
    auto object = begun(claim_id("opinion", header_.id, bulletin::max_claims - 1), modified, telling);
    if (telling == Telling::Outline) return object;
    append_opinion(object.json, header_.message.text(), referred);
    append_rest(object.json, {});
    return object;
  }
  if (!has_report()) return std::nullopt;
  auto object = begun(report_id(header_.id), modified, telling);
  if (telling == Telling::Outline) return object;
  append_member(object.json, "name", header_.message.title());
  if (!header_.message.text().empty()) append_member(object.json, "description", header_.message.text());
  append_time(object.json, "published", header_.issued_at.us);
  append_ids(object.json, "object_refs", referred);
  append_rest(object.json, {});
  return object;
}

Object identity_object(const identity::Identity& identity) {
  Object object;
  object.id = identity_id(identity.organisation);
  object.version = identity.issued_at.us / 1000 * 1000;
  auto& out = object.json;
  out = "{\"type\":\"identity\",\"spec_version\":\"2.1\",\"id\":\"" + object.id + "\"";
  append_time(out, "created", object.version);
  append_time(out, "modified", object.version);
  append_member(out, "name", identity.name);
  out += ",\"identity_class\":\"organization\"";
  append_member(out, "description", "Tidings organisation " + identity.organisation.text());
  out += "}";
  return object;
}

}  // namespace tidings::taxii
