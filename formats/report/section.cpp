#include "formats/report/section.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/letters.hpp"
#include "formats/report/words.hpp"

namespace tidings::report {
namespace {

// Captions may be whole sentences; what they are about stands near their beginning.
constexpr std::size_t looked_at_bytes = 200;

// Where no blanks stand between words, none has a beginning to look for.
bool holds_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool is_harmless(std::string_view lower) {
  return has_word(lower, {"legitimate", "legit", "benign", "harmless", "false positive", "false-positive", "whitelist",
                          "allowlist", "allow list", "known good", "known clean", "not malicious", "clean file"}) ||
         holds_any(lower, {"誤報", "误报", "誤判", "误判", "合法", "良性", "無害", "无害", "白名單", "白名单"});
}

bool is_victims(std::string_view lower) {
  return has_word(lower, {"victim", "targets", "target list", "targeted organi", "targeted compan", "targeted site",
                          "targeted domain", "affected organi"}) ||
         holds_any(lower, {"受害", "被害", "攻擊目標", "攻击目标", "攻撃対象"});
}

bool is_references(std::string_view lower) {
  return has_word(
      lower, {"reference",        "further reading", "additional reading", "read more",  "learn more",   "see also",
              "source:",          "sources",         "bibliography",       "footnote",   "credits",      "acknowledg",
              "about the author", "author",          "about us",           "contact us", "license",      "licence",
              "disclaimer",       "related",         "resources",          "citation",   "external link"});
}

bool is_rules(std::string_view lower) {
  return has_word(lower, {"yara", "sigma", "snort", "suricata", "detection rule", "hunting"});
}

bool is_names(std::string_view lower) {
  return has_word(lower, {"detection name", "detected as", "detections", "detection:", "signature name", "aliases",
                          "att&ck", "mitre", "tactics", "techniques", "ttp", "vulnerabilit"}) ||
         lower == "detection";
}

bool is_network(std::string_view lower) {
  return has_word(lower, {"domain",
                          "network",
                          "c&c",
                          "c2",
                          "cnc",
                          "c&amp;c",
                          "command and control",
                          "command & control",
                          "command-and-control",
                          "url",
                          "uri",
                          "ip address",
                          "ip",
                          "ipv4",
                          "ipv6",
                          "server",
                          "infrastructure",
                          "hostname",
                          "host name",
                          "hosts",
                          "phishing",
                          "panel",
                          "proxy",
                          "proxies",
                          "beacon",
                          "onion",
                          "dns",
                          "fqdn",
                          "website",
                          "e-mail address",
                          "email address",
                          "emails",
                          "sender",
                          "distribution",
                          "download",
                          "exfiltration",
                          "traffic",
                          "landing",
                          "redirect"});
}

bool is_file_names(std::string_view lower) {
  return has_word(lower,
                  {"filename", "file name", "file path", "filepath", "file location", "paths", "folder", "files and",
                   "dropped file", "persistence", "artifact", "artefact", "host-based", "host based", "files created"});
}

bool is_files(std::string_view lower) {
  return has_word(lower, {"sample", "hash", "sha-1", "sha-256", "sha1", "sha256", "sha512", "md5", "files", "payload",
                          "dropper", "binaries", "installer", "downloader", "document"});
}

bool is_indicators(std::string_view lower) { return has_word(lower, {"indicator", "ioc", "observable", "iocs"}); }

bool is_story(std::string_view lower) {
  return has_word(
      lower,
      {"analysis",     "overview",    "introduction", "summary",         "background",   "timeline",    "conclusion",
       "usage",        "how to",      "how does",     "how it",          "what is",      "what we",     "why",
       "installation", "install the", "requirement",  "recommend",       "mitigation",   "remediation", "prevention",
       "protect",      "attribution", "methodology",  "getting started", "key findings", "executive",   "appendix a:"});
}

}  // namespace

bool lists_indicators(Meaning meaning) {
  switch (meaning) {
    case Meaning::Indicators:
    case Meaning::Network:
    case Meaning::Files:
    case Meaning::FileNames:
    case Meaning::Certificates:
    case Meaning::Keys:
    case Meaning::Mutexes: return true;
    case Meaning::Unsaid:
    case Meaning::Story:
    case Meaning::Title:
    case Meaning::Names:
    case Meaning::Rules:
    case Meaning::References:
    case Meaning::Legitimate:
    case Meaning::Victims: break;
  }
  return false;
}

Meaning meaning_of_heading(std::string_view title) {
  const std::string lower = base::lowered(bare(title.substr(0, looked_at_bytes)));
  if (is_harmless(lower)) return Meaning::Legitimate;
  // "Indicators found at victims" are indicators.
  if (!is_indicators(lower) && is_victims(lower)) return Meaning::Victims;
  // "Related indicators" are indicators; a title that names them counts before what else it names.
  const bool indicators = is_indicators(lower);
  if (!indicators && is_references(lower)) return Meaning::References;
  if (is_rules(lower)) return Meaning::Rules;
  if (!indicators && is_names(lower)) return Meaning::Names;
  if (has_word(lower, {"certificate", "thumbprint", "code signing"})) return Meaning::Certificates;
  if (has_word(lower, {"registry"})) return Meaning::Keys;
  if (has_word(lower, {"mutex", "mutant"})) return Meaning::Mutexes;
  if (!indicators && is_story(lower)) return Meaning::Story;
  if (is_file_names(lower)) return Meaning::FileNames;
  if (is_network(lower)) return Meaning::Network;
  if (is_files(lower)) return Meaning::Files;
  return indicators ? Meaning::Indicators : Meaning::Unsaid;
}

Column column_of(std::string_view name) {
  const std::string lower = base::lowered(bare(name.substr(0, looked_at_bytes)));
  if (has_word(lower, {"thumbprint", "certificate"})) return Column::Certificate;
  if (has_word(lower, {"fingerprint"})) return Column::Certificate;
  if (has_word(lower, {"filename", "file name", "file path", "path", "file"}) || lower == "name") {
    return has_word(lower, {"hash", "md5", "sha"}) ? Column::Value : Column::FileName;
  }
  if (has_word(lower, {"reference", "report", "source", "link", "blog"})) return Column::Reference;
  if (has_word(lower,
               {"detection", "description", "detail", "comment", "note",      "provider", "first seen", "last seen",
                "date",      "country",     "family", "malware", "identity",  "valid",    "package",    "app name",
                "type",      "technique",   "tactic", "context", "registrar", "asn"})) {
    return Column::Prose;
  }
  if (is_network(lower) || is_files(lower) || is_indicators(lower)) return Column::Value;
  return Column::Unsaid;
}

bool is_harmless_cell(std::string_view cell) {
  const std::string lower = base::lowered(cell.substr(0, looked_at_bytes));
  return lower == "clean" || lower.starts_with("legit") || lower.starts_with("benign") ||
         lower.starts_with("vulnerable legit");
}

bool says_harmless(std::string_view text) {
  text = text.substr(0, looked_at_bytes);
  for (std::size_t i = 0; i + 6 < text.size(); ++i) {
    const char c = text[i];
    if (c != '(' && c != '[' && c != '|' && c != '-') continue;
    const auto begin = text[i + 1] == ' ' ? i + 2 : i + 1;
    const char first = static_cast<char>(text[begin] | 0x20);
    if (first != 'l' && first != 'b' && first != 'c' && first != 'h') continue;
    const std::string word = base::lowered(text.substr(begin, 5));
    if (word == "legit" || word == "benig") return true;
    if (c != '-' && begin == i + 1 && (word == "clean" || word == "harml")) return true;
  }
  return false;
}

void Sections::enter(unsigned level, std::string_view title) {
  const std::string lower = base::lowered(title.substr(0, looked_at_bytes));
  only_sha256_ = has_word(lower, {"sha256", "sha-256"}) && !has_word(lower, {"md5"});
  while (!levels_.empty() && levels_.back().level >= level) levels_.pop_back();
  const Meaning above = meaning();
  Meaning found = meaning_of_heading(title);
  if (found == Meaning::Unsaid) {
    // Below a title about indicators a heading that names a family or a campaign is one of its lists.
    found = above == Meaning::Title && level > 1 ? Meaning::Indicators : above;
  } else if (level == 1 && lists_indicators(found)) {
    found = Meaning::Title;
  }
  levels_.push_back({level, found});
}

}  // namespace tidings::report
