#include "core/bulletin/names.hpp"

#include <array>
#include <span>

#include "base/letters.hpp"

namespace tidings::bulletin {
namespace {

template <class Enum>
struct Named {
  Enum value;
  std::string_view name;
};

constexpr std::array<Named<v1::Tlp>, 5> tlps{{{v1::TLP_CLEAR, "clear"},
                                              {v1::TLP_GREEN, "green"},
                                              {v1::TLP_AMBER, "amber"},
                                              {v1::TLP_AMBER_STRICT, "amber+strict"},
                                              {v1::TLP_RED, "red"}}};
constexpr std::array<Named<v1::Pap>, 4> paps{
    {{v1::PAP_CLEAR, "clear"}, {v1::PAP_GREEN, "green"}, {v1::PAP_AMBER, "amber"}, {v1::PAP_RED, "red"}}};
constexpr std::array<Named<v1::Kind>, 5> kinds{{{v1::KIND_REPORT, "report"},
                                                {v1::KIND_SIGHTING, "sighting"},
                                                {v1::KIND_DISPUTE, "dispute"},
                                                {v1::KIND_WITHDRAWAL, "withdrawal"},
                                                {v1::KIND_ASSESSMENT, "assessment"}}};
constexpr std::array<Named<v1::Role>, 17> roles{{{v1::ROLE_C2, "c2"},
                                                 {v1::ROLE_DELIVERY, "delivery"},
                                                 {v1::ROLE_PHISHING, "phishing"},
                                                 {v1::ROLE_EXPLOIT, "exploit"},
                                                 {v1::ROLE_SCANNER, "scanner"},
                                                 {v1::ROLE_VICTIM, "victim"},
                                                 {v1::ROLE_PAYLOAD, "payload"},
                                                 {v1::ROLE_EXFILTRATION, "exfiltration"},
                                                 {v1::ROLE_SPAM, "spam"},
                                                 {v1::ROLE_BOTNET, "botnet"},
                                                 {v1::ROLE_ANONYMISER, "anonymiser"},
                                                 {v1::ROLE_SINKHOLE, "sinkhole"},
                                                 {v1::ROLE_INFRASTRUCTURE, "infrastructure"},
                                                 {v1::ROLE_BENIGN, "benign"},
                                                 {v1::ROLE_COMPROMISED, "compromised"},
                                                 {v1::ROLE_PAYMENT, "payment"},
                                                 {v1::ROLE_ARTEFACT, "artefact"}}};
constexpr std::array<Named<v1::Verdict>, 4> verdicts{{{v1::VERDICT_MALICIOUS, "malicious"},
                                                      {v1::VERDICT_SUSPICIOUS, "suspicious"},
                                                      {v1::VERDICT_BENIGN, "benign"},
                                                      {v1::VERDICT_UNKNOWN, "unknown"}}};
constexpr std::array<Named<v1::Priority>, 2> priorities{
    {{v1::PRIORITY_NORMAL, "normal"}, {v1::PRIORITY_URGENT, "urgent"}}};

template <class Enum, std::size_t Size>
std::string name_in(const std::array<Named<Enum>, Size>& table, Enum value) {
  for (const auto& entry : table) {
    if (entry.value == value) return std::string(entry.name);
  }
  return value == Enum{} ? "unspecified" : "unknown-" + std::to_string(static_cast<int>(value));
}

char plain(char c) { return c == '_' || c == ' ' ? '-' : base::lower(c); }

std::string normalise(std::string_view typed, std::string_view prefix) {
  std::string text;
  for (const char c : typed.substr(0, 64)) text.push_back(plain(c));
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

template <class Enum, std::size_t Size>
std::optional<Enum> find_in(const std::array<Named<Enum>, Size>& table, const std::string& name) {
  for (const auto& entry : table) {
    if (entry.name == name) return entry.value;
  }
  return std::nullopt;
}

template <class Enum, std::size_t Size>
std::string list(const std::array<Named<Enum>, Size>& table) {
  std::string names;
  for (const auto& entry : table) names.append(names.empty() ? "" : ", ").append(entry.name);
  return names;
}

}  // namespace

std::string name(v1::Tlp tlp) { return name_in(tlps, tlp); }
std::string name(v1::Pap pap) { return name_in(paps, pap); }
std::string name(v1::Kind kind) { return name_in(kinds, kind); }
std::string name(v1::Role role) { return name_in(roles, role); }
std::string name(v1::Verdict verdict) { return name_in(verdicts, verdict); }
std::string name(v1::Priority priority) { return name_in(priorities, priority); }

std::optional<v1::Tlp> tlp_from_name(std::string_view name) {
  const std::string text = normalise(name, "tlp:");
  if (text == "white") return v1::TLP_CLEAR;
  if (text == "amber-strict") return v1::TLP_AMBER_STRICT;
  return find_in(tlps, text);
}

std::optional<v1::Pap> pap_from_name(std::string_view name) {
  const std::string text = normalise(name, "pap:");
  return text == "white" ? std::optional(v1::PAP_CLEAR) : find_in(paps, text);
}

std::optional<v1::Kind> kind_from_name(std::string_view name) { return find_in(kinds, normalise(name, "")); }
std::optional<v1::Role> role_from_name(std::string_view name) { return find_in(roles, normalise(name, "")); }
std::optional<v1::Verdict> verdict_from_name(std::string_view name) { return find_in(verdicts, normalise(name, "")); }
std::optional<v1::Priority> priority_from_name(std::string_view name) {
  return find_in(priorities, normalise(name, ""));
}

std::string tlp_names() { return list(tlps); }
std::string pap_names() { return list(paps); }
std::string kind_names() { return list(kinds); }
std::string role_names() { return list(roles); }
std::string verdict_names() { return list(verdicts); }

}  // namespace tidings::bulletin
