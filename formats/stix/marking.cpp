#include "formats/stix/marking.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "base/letters.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"
#include "formats/draft/named_source.hpp"
#include "formats/draft/stated_marking.hpp"
#include "formats/rules/marking.hpp"
#include "formats/stix/source.hpp"

namespace tidings::stix {
namespace {

struct TlpId {
  std::string_view id;
  v1::Tlp tlp;
};
// The second five are written; the first four are TLP 1's.
constexpr auto tlp_ids = std::to_array<TlpId>({
    {"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", v1::TLP_CLEAR},
    {"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", v1::TLP_GREEN},
    {"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", v1::TLP_AMBER},
    {"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", v1::TLP_RED},
    {"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", v1::TLP_CLEAR},
    {"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", v1::TLP_GREEN},
    {"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", v1::TLP_AMBER},
    {"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", v1::TLP_AMBER_STRICT},
    {"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", v1::TLP_RED},
});

struct PapId {
  std::string_view id;
  v1::Pap pap;
};
constexpr auto pap_ids = std::to_array<PapId>({
    {"marking-definition--a3bea94c-b469-41dc-9cfe-d6e7daba7730", v1::PAP_CLEAR},
    {"marking-definition--ad15a0cd-55b6-4588-a14c-a66105329b92", v1::PAP_CLEAR},
    {"marking-definition--c43594d1-4b11-4c59-93ab-1c9b14d53ce9", v1::PAP_GREEN},
    {"marking-definition--60f8932b-e51e-4458-b265-a2e8be9a80ab", v1::PAP_AMBER},
    {"marking-definition--740d36e5-7714-4c30-961a-3ae632ceee0e", v1::PAP_RED},
});

constexpr std::string_view tlp_extension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
constexpr std::string_view pap_extension = "extension-definition--f8d78575-edfd-406e-8e84-6162a8450f5b";
constexpr std::size_t max_statement_bytes = 1024;
constexpr std::string_view source_mark = "tidings:";  ///< begins a line that names a bulletin
/// Of these the name is a value.
constexpr auto unworded_names =
    std::to_array<std::string_view>({"autonomous-system", "file", "mutex", "process", "software"});
constexpr auto word_members = std::to_array<std::string_view>({"description", "abstract", "content", "explanation"});
/// In front of a line of stated_marks() that the object's words are.
constexpr std::string_view worded = "words ";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string definition(std::string_view id, std::string_view created, const std::string& name,
                       std::string_view extension, const std::string& content) {
  return R"({"type":"marking-definition","spec_version":"2.1","id":")" + std::string(id) + R"(","created":")" +
         std::string(created) + R"(","name":")" + name + R"(","extensions":{")" + std::string(extension) +
         R"(":{"extension_type":"property-extension",)" + content + "}}}";
}

/// STIX 2.1, section 7.2.1.4.
std::string tlp_1_object(std::string_view id, v1::Tlp tlp) {
  const auto level = tlp == v1::TLP_CLEAR ? std::string("white") : bulletin::name(tlp);
  return R"({"type":"marking-definition","spec_version":"2.1","id":")" + std::string(id) +
         R"(","created":"2017-01-20T00:00:00.000Z","definition_type":"tlp","name":"TLP:)" + base::uppered(level) +
         R"(","definition":{"tlp":")" + level + "\"}}";
}

std::optional<Marking> marking_of(std::optional<v1::Tlp> tlp, std::optional<v1::Pap> pap) {
  if (!tlp && !pap) return std::nullopt;
  Marking marking;
  marking.tlp = tlp.value_or(v1::TLP_UNSPECIFIED);
  marking.pap = pap.value_or(v1::PAP_UNSPECIFIED);
  return marking;
}

std::optional<Marking> statement(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Marking marking;
  marking.statements.emplace_back(base::cut(text, max_statement_bytes));
  return marking;
}

/// Some state a TLP where there is room for words alone: "TLP:RED - for your eyes only".
Marking worded_marking(const Object& definition) {
  auto stated = draft::stated_in(text_of(definition, "name"));
  if (const auto* content = object_of(definition, "definition"))
    stated.narrow(draft::stated_in(text_of(*content, "statement")));
  return {stated.tlp, stated.pap, !stated.unreadable.empty(), {}};
}

bool has(const Object& definition, std::string_view name) {
  const auto* value = definition.if_contains(name);
  return value != nullptr && !value->is_null() && !(value->is_object() && value->get_object().empty());
}

/// Of a member whose name some write in capitals.
std::string_view level_in(const Object& content, std::string_view name) {
  for (const auto& member : content) {
    if (base::lowered(member.key()) == name) return trimmed(text_of(content, member.key()));
  }
  return {};
}

/// By its definition, if it has one: of a type that is not known it may forbid anything.
std::optional<Marking> typed_marking(const Object& definition) {
  const auto type = base::lowered(trimmed(text_of(definition, "definition_type")));
  if (!has(definition, "definition")) return type.empty() || type == "tlp" ? std::optional(Marking()) : std::nullopt;
  const auto* content = object_of(definition, "definition");
  if (content == nullptr) return std::nullopt;
  if (type == "tlp") return marking_of(bulletin::tlp_from_name(level_in(*content, "tlp")), std::nullopt);
  if (type == "pap") return marking_of(std::nullopt, bulletin::pap_from_name(level_in(*content, "pap")));
  return type == "statement" ? statement(text_of(*content, "statement")) : std::nullopt;
}

/// By its extensions, which must all be known: one that is not may forbid anything.
std::optional<Marking> extended_marking(const Object& extensions) {
  Marking marking;
  for (const auto& [id, value] : extensions) {
    const auto* extension = value.if_object();
    if (extension == nullptr) return std::nullopt;
    std::optional<Marking> said;
    if (id == tlp_extension) said = marking_of(bulletin::tlp_from_name(level_in(*extension, "tlp_2_0")), std::nullopt);
    if (id == pap_extension) said = marking_of(std::nullopt, bulletin::pap_from_name(level_in(*extension, "pap")));
    if (!said) return std::nullopt;
    narrow(marking, *said);
  }
  return marking;
}

void add_sorted(std::vector<std::string>& texts, const std::vector<std::string>& more) {
  texts.insert(texts.end(), more.begin(), more.end());
  std::ranges::sort(texts);
  const auto twice = std::ranges::unique(texts);
  texts.erase(twice.begin(), twice.end());
}

}  // namespace

std::optional<Marking> standard_marking(std::string_view id) {
  for (const auto& entry : tlp_ids) {
    if (entry.id == id) return marking_of(entry.tlp, std::nullopt);
  }
  for (const auto& entry : pap_ids) {
    if (entry.id == id) return marking_of(std::nullopt, entry.pap);
  }
  return std::nullopt;
}

std::string_view marking_id(v1::Tlp tlp) {
  std::string_view id;
  for (const auto& entry : tlp_ids) {
    if (entry.tlp == tlp) id = entry.id;
  }
  return id;
}

std::string_view marking_id(v1::Pap pap) {
  std::string_view id;
  for (const auto& entry : pap_ids) {
    if (entry.pap == pap) id = entry.id;
  }
  return id;
}

std::optional<std::string> marking_object(std::string_view id) {
  const auto marking = standard_marking(id);
  if (!marking) return std::nullopt;
  if (marking->pap != v1::PAP_UNSPECIFIED) {
    const auto name = bulletin::name(marking->pap);
    return definition(id, "2022-10-02T00:00:00.000Z", "PAP:" + base::uppered(name), pap_extension,
                      R"("pap":")" + name + "\"");
  }
  if (marking_id(marking->tlp) != id) return tlp_1_object(id, marking->tlp);
  const auto name = bulletin::name(marking->tlp);
  return definition(id, "2022-10-01T00:00:00.000Z", "TLP:" + base::uppered(name), tlp_extension,
                    R"("tlp_2_0":")" + name + "\"");
}

v1::Pap stated_pap(v1::Tlp tlp, v1::Pap pap) {
  v1::Audience suggested;
  suggested.set_tlp(tlp);
  return pap == bulletin::effective_pap(suggested) ? v1::PAP_UNSPECIFIED : pap;
}

std::optional<Marking> defined_marking(const Object& definition) {
  const bool is_extended = has(definition, "extensions");
  auto marking = typed_marking(definition);
  if (!marking || (!is_extended && !has(definition, "definition"))) return std::nullopt;
  narrow(*marking, worded_marking(definition));
  if (!is_extended) return marking;
  const auto* extensions = object_of(definition, "extensions");
  const auto extended = extensions != nullptr ? extended_marking(*extensions) : std::nullopt;
  if (!extended) return std::nullopt;
  narrow(*marking, *extended);
  return marking;
}

std::string stated_marks(const Object& object) {
  std::string lines;
  const auto take = [&](std::string_view begin, const draft::Stated& stated) {
    if (stated.tlp != v1::TLP_UNSPECIFIED) ((lines += begin) += "tlp:" + bulletin::name(stated.tlp)) += '\n';
    if (stated.pap != v1::PAP_UNSPECIFIED) ((lines += begin) += "pap:" + bulletin::name(stated.pap)) += '\n';
    if (!stated.unreadable.empty()) (lines += unreadable_mark) += '\n';
  };
  each_source(object, [&](const std::string& id) { ((lines += source_mark) += base::to_hex(id)) += '\n'; });
  for_each_text(object, "labels", [&](std::string_view label) { take("", draft::stated_by_tag(label)); });
  if (!is_of_texts(object, "labels")) (lines += unreadable_mark) += '\n';
  const auto type = text_of(object, "type");
  if (type == "marking-definition") return lines;  // its words state what others are marked with
  if (std::ranges::find(unworded_names, type) == unworded_names.end())
    take(worded, draft::narrowing_in(text_of(object, "name")));
  for (const auto name : word_members) take(worded, draft::narrowing_in(text_of(object, name)));
  const auto language = text_of(object, "pattern_type");
  if (!language.empty() && language != "stix")
    take(worded, rules::narrowing_in_rule(language, text_of(object, "pattern")));
  return lines;
}

std::optional<Marking> stated_marking(std::string_view line) {
  if (line.starts_with(source_mark)) {
    Marking marking;
    if (auto id = draft::source_from_text(line.substr(source_mark.size()))) marking.bulletins.push_back(std::move(*id));
    return marking;
  }
  if (!draft::is_marking_tag(line)) return std::nullopt;
  const auto stated = draft::stated_by_tag(line);
  return Marking{stated.tlp, stated.pap, false, {}};
}

std::optional<draft::Stated> worded_mark(std::string_view line) {
  if (!line.starts_with(worded)) return std::nullopt;
  return draft::stated_by_tag(line.substr(worded.size()));
}

void narrow(Marking& marking, const Marking& by) {
  marking.tlp = std::max(marking.tlp, by.tlp);
  marking.pap = std::max(marking.pap, by.pap);
  marking.local = marking.local || by.local;
  add_sorted(marking.statements, by.statements);
  add_sorted(marking.bulletins, by.bulletins);
}

void keep_if_of_many(Marking& marking) {
  if (marking.bulletins.size() <= bulletin::max_based_on) return;
  marking.bulletins.resize(bulletin::max_based_on);
  marking.local = true;
}

void narrow_by_words(Marking& marking, const draft::Stated& words, std::optional<v1::Tlp> unmarked) {
  v1::Audience audience;
  audience.set_tlp(marking.tlp);
  audience.set_pap(marking.pap);
  draft::narrow_by_words(audience, words, unmarked);
  marking.tlp = audience.tlp();
  marking.pap = audience.pap();
}

void hold_to(Marking& marking, const Marking& other, std::optional<v1::Tlp> unmarked) {
  narrow_by_words(marking, {tlp_of(other, unmarked), other.pap, {}}, unmarked);
  narrow(marking, {v1::TLP_UNSPECIFIED, v1::PAP_UNSPECIFIED, other.local, {}, other.bulletins});
  keep_if_of_many(marking);
}

v1::Tlp tlp_of(const Marking& marking, std::optional<v1::Tlp> unmarked) {
  return marking.tlp == v1::TLP_UNSPECIFIED ? unmarked.value_or(v1::TLP_UNSPECIFIED) : marking.tlp;
}

bool may_stand_in(const Marking& words, const Marking& place, std::optional<v1::Tlp> unmarked) {
  if (words.local && !place.local) return false;
  if (!std::ranges::includes(place.bulletins, words.bulletins)) return false;  // it might go further than they
  if (words.tlp == place.tlp) return true;
  const auto inner = words.tlp == v1::TLP_UNSPECIFIED ? unmarked.value_or(v1::TLP_RED) : words.tlp;
  const auto outer = place.tlp == v1::TLP_UNSPECIFIED ? unmarked.value_or(v1::TLP_CLEAR) : place.tlp;
  return inner <= outer;
}

}  // namespace tidings::stix
