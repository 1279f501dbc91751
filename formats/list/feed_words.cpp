#include "formats/list/feed_words.hpp"

#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "base/letters.hpp"
#include "core/bulletin/names.hpp"
#include "formats/list/shape.hpp"

namespace tidings::list {
namespace {

constexpr std::array<std::pair<std::string_view, v1::Role>, 20> feed_roles = {{{"cnc", v1::ROLE_C2},
                                                                               {"cc", v1::ROLE_C2},
                                                                               {"c&c", v1::ROLE_C2},
                                                                               {"c2-server", v1::ROLE_C2},
                                                                               {"c2server", v1::ROLE_C2},
                                                                               {"command-and-control", v1::ROLE_C2},
                                                                               {"botnet-cc", v1::ROLE_C2},
                                                                               {"malware-download", v1::ROLE_DELIVERY},
                                                                               {"payload-delivery", v1::ROLE_DELIVERY},
                                                                               {"distribution", v1::ROLE_DELIVERY},
                                                                               {"download", v1::ROLE_DELIVERY},
                                                                               {"dropper", v1::ROLE_DELIVERY},
                                                                               {"phish", v1::ROLE_PHISHING},
                                                                               {"exploitation", v1::ROLE_EXPLOIT},
                                                                               {"scan", v1::ROLE_SCANNER},
                                                                               {"scanning", v1::ROLE_SCANNER},
                                                                               {"malware", v1::ROLE_PAYLOAD},
                                                                               {"exfil", v1::ROLE_EXFILTRATION},
                                                                               {"anonymizer", v1::ROLE_ANONYMISER},
                                                                               {"anonymization", v1::ROLE_ANONYMISER}}};

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 3> confidence_scale = {
    {{"high", 85}, {"medium", 50}, {"low", 15}}};

constexpr auto feed_verdicts = std::to_array<std::pair<std::string_view, v1::Verdict>>({
    {"harmless", v1::VERDICT_BENIGN},
    {"clean", v1::VERDICT_BENIGN},
    {"legitimate", v1::VERDICT_BENIGN},
    {"legit", v1::VERDICT_BENIGN},
    {"safe", v1::VERDICT_BENIGN},
    {"good", v1::VERDICT_BENIGN},
    {"known-good", v1::VERDICT_BENIGN},
    {"goodware", v1::VERDICT_BENIGN},
    {"trusted", v1::VERDICT_BENIGN},
    {"innocuous", v1::VERDICT_BENIGN},
    {"whitelisted", v1::VERDICT_BENIGN},
    {"whitelist", v1::VERDICT_BENIGN},
    {"allowlisted", v1::VERDICT_BENIGN},
    {"allowlist", v1::VERDICT_BENIGN},
    {"allowed", v1::VERDICT_BENIGN},
    {"false-positive", v1::VERDICT_BENIGN},
    {"fp", v1::VERDICT_BENIGN},
    {"not-malicious", v1::VERDICT_BENIGN},
    {"non-malicious", v1::VERDICT_BENIGN},
    {"no-threat", v1::VERDICT_BENIGN},
    {"malware", v1::VERDICT_MALICIOUS},
    {"bad", v1::VERDICT_MALICIOUS},
    {"known-bad", v1::VERDICT_MALICIOUS},
    {"true-positive", v1::VERDICT_MALICIOUS},
    {"tp", v1::VERDICT_MALICIOUS},
    {"blacklisted", v1::VERDICT_MALICIOUS},
    {"blocklisted", v1::VERDICT_MALICIOUS},
    {"suspect", v1::VERDICT_SUSPICIOUS},
    {"likely-malicious", v1::VERDICT_SUSPICIOUS},
    {"grayware", v1::VERDICT_SUSPICIOUS},
    {"greyware", v1::VERDICT_SUSPICIOUS},
    {"riskware", v1::VERDICT_SUSPICIOUS},
    {"undetected", v1::VERDICT_UNKNOWN},
    {"unrated", v1::VERDICT_UNKNOWN},
    {"undetermined", v1::VERDICT_UNKNOWN},
    {"inconclusive", v1::VERDICT_UNKNOWN},
    {"neutral", v1::VERDICT_UNKNOWN},
    {"n/a", v1::VERDICT_UNKNOWN},
});

/// As words of feeds are compared: "False Positive" and "false_positive" are one.
std::string plain(std::string_view text) {
  std::string name = base::lowered(trimmed(text));
  for (char& c : name) c = c == '_' || c == ' ' ? '-' : c;
  return name;
}

template <class T, std::size_t N>
std::optional<T> find(const std::array<std::pair<std::string_view, T>, N>& words, std::string_view text) {
  for (const auto& [name, value] : words) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<v1::Role> role_from_feed_word(std::string_view text) {
  if (const auto role = bulletin::role_from_name(text)) return role;
  return find(feed_roles, plain(text));
}

std::optional<v1::Verdict> verdict_from_feed_word(std::string_view text) {
  if (const auto verdict = bulletin::verdict_from_name(trimmed(text))) return verdict;
  return find(feed_verdicts, plain(text));
}

std::optional<std::uint32_t> confidence_from_word(std::string_view text) {
  const std::string word = base::lowered(trimmed(text));
  if (const auto level = find(confidence_scale, word)) return level;
  const auto digits = trimmed(std::string_view(word).substr(0, word.size() - (word.ends_with('%') ? 1 : 0)));
  std::uint32_t value = 0;
  const auto* const last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, value);
  if (digits.empty() || error != std::errc{} || end != last || value > 100) return std::nullopt;
  return value;
}

}  // namespace tidings::list
