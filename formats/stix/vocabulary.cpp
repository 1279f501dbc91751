#include "formats/stix/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/letters.hpp"

namespace tidings::stix {
namespace {

struct VerdictWord {
  std::string_view word;
  v1::Verdict verdict;
};
constexpr auto verdicts = std::to_array<VerdictWord>({{"malicious-activity", v1::VERDICT_MALICIOUS},
                                                      {"compromised", v1::VERDICT_MALICIOUS},
                                                      {"attribution", v1::VERDICT_SUSPICIOUS},
                                                      {"anomalous-activity", v1::VERDICT_SUSPICIOUS},
                                                      {"anonymization", v1::VERDICT_SUSPICIOUS},
                                                      {"benign", v1::VERDICT_BENIGN},
                                                      {"unknown", v1::VERDICT_UNKNOWN}});

struct RoleWord {
  std::string_view word;
  v1::Role role;
};
constexpr auto roles = std::to_array<RoleWord>({{"compromised", v1::ROLE_COMPROMISED},
                                                {"anonymization", v1::ROLE_ANONYMISER},
                                                {"benign", v1::ROLE_BENIGN},
                                                {"c2", v1::ROLE_C2},
                                                {"c&c", v1::ROLE_C2},
                                                {"command-and-control", v1::ROLE_C2},
                                                {"exfiltration", v1::ROLE_EXFILTRATION},
                                                {"phishing", v1::ROLE_PHISHING},
                                                {"delivery", v1::ROLE_DELIVERY},
                                                {"reconnaissance", v1::ROLE_SCANNER},
                                                {"scanner", v1::ROLE_SCANNER},
                                                {"exploitation", v1::ROLE_EXPLOIT},
                                                {"botnet", v1::ROLE_BOTNET},
                                                {"spam", v1::ROLE_SPAM},
                                                {"sinkhole", v1::ROLE_SINKHOLE}});

std::string plain(std::string_view word) {
  std::string out;
  for (const char c : word.substr(0, 64)) out.push_back(c == ' ' || c == '_' ? '-' : base::lower(c));
  return out;
}

}  // namespace

std::optional<v1::Verdict> verdict_of(std::string_view indicator_type) {
  const auto found = std::ranges::find(verdicts, plain(indicator_type), &VerdictWord::word);
  return found == verdicts.end() ? std::nullopt : std::optional(found->verdict);
}

std::optional<v1::Role> role_of(std::string_view word) {
  const auto found = std::ranges::find(roles, plain(word), &RoleWord::word);
  return found == roles.end() ? std::nullopt : std::optional(found->role);
}

std::string_view indicator_type(v1::Verdict verdict, v1::Role role) {
  if (role == v1::ROLE_COMPROMISED) return "compromised";
  if (role == v1::ROLE_ANONYMISER) return "anonymization";
  if (verdict == v1::VERDICT_MALICIOUS) return "malicious-activity";
  if (verdict == v1::VERDICT_SUSPICIOUS) return "anomalous-activity";
  if (verdict == v1::VERDICT_BENIGN) return "benign";
  return "unknown";
}

std::string_view phase_of(v1::Role role) {
  if (role == v1::ROLE_C2) return "command-and-control";
  if (role == v1::ROLE_DELIVERY || role == v1::ROLE_PHISHING) return "delivery";
  if (role == v1::ROLE_EXPLOIT) return "exploitation";
  if (role == v1::ROLE_SCANNER) return "reconnaissance";
  if (role == v1::ROLE_EXFILTRATION) return "actions-on-objectives";
  return {};
}

}  // namespace tidings::stix
