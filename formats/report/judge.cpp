#include "formats/report/judge.hpp"

#include "base/letters.hpp"
#include "formats/report/known.hpp"
#include "formats/report/words.hpp"

namespace tidings::report {
namespace {

using observable::Type;

Judgement meant(std::string_view why) { return {Judged::Meant, std::string(why)}; }
Judgement left(std::string_view why) { return {Judged::Left, std::string(why)}; }

bool is_set_apart(const Spot& spot) {
  return spot.setting == Setting::Code || spot.setting == Setting::Cell || spot.setting == Setting::InlineCode;
}

// Why nothing there is meant, unless it is defanged.
std::string_view unmeant_section(Meaning meaning) {
  switch (meaning) {
    case Meaning::References: return "stands among the references";
    case Meaning::Legitimate: return "stands among what is legitimate";
    case Meaning::Names: return "stands among names of detections";
    case Meaning::Rules: return "stands in detection rules";
    case Meaning::Unsaid:
    case Meaning::Story:
    case Meaning::Title:
    case Meaning::Indicators:
    case Meaning::Network:
    case Meaning::Files:
    case Meaning::FileNames:
    case Meaning::Certificates:
    case Meaning::Keys:
    case Meaning::Mutexes:
    case Meaning::Victims: break;
  }
  return {};
}

std::string_view other_than_a_digest(std::string_view before) {
  if (before.empty()) return {};
  const std::string lower = base::lowered(before);
  if (has_word(lower, {"serial"})) return "a serial number";
  if (has_word(lower, {"commit", "revision", "changeset"})) return "a revision of source code";
  if (has_word(lower, {"key", "keys", "iv", "nonce", "password", "seed", "salt", "token", "xor", "aes", "rc4"})) {
    return "a key or password";
  }
  if (has_word(lower, {"guid", "uuid", "clsid", "build id", "etag", "cookie", "machine id", "bot id"}))
    return "an identifier";
  return {};
}

bool is_certificate(const Spot& spot, const std::string& lower) {
  return spot.column == Column::Certificate || has_word(lower, {"thumbprint", "fingerprint", "certificate"}) ||
         (spot.meaning == Meaning::Certificates && !has_word(lower, {"file", "sample"}));
}

// The same digits are other things where their label says so.
void settle_digest_type(observable::Observable& observable, const Spot& spot) {
  const bool unlabelled = spot.before.empty() && spot.column != Column::Certificate;
  if (unlabelled && spot.meaning != Meaning::Certificates) return;
  const std::string lower = base::lowered(spot.before);
  if (is_certificate(spot, lower)) {
    if (observable.type == Type::Sha1) observable.type = Type::X509Sha1;
    if (observable.type == Type::Sha256) observable.type = Type::X509Sha256;
  }
  if (observable.type != Type::Md5) return;
  if (has_word(lower, {"imphash"})) observable.type = Type::Imphash;
  if (has_word(lower, {"ja3", "ja3s"})) observable.type = Type::Ja3;
}

Judgement judge_digest(observable::Observable& observable, const Spot& spot) {
  settle_digest_type(observable, spot);
  if (spot.harmless) return left("the line says that it is legitimate");
  if (const auto what = other_than_a_digest(spot.before); !what.empty()) return left(what);
  if (spot.meaning == Meaning::Legitimate || spot.meaning == Meaning::References) {
    return left(unmeant_section(spot.meaning));
  }
  if (spot.column == Column::Reference) return left("stands in a column of references");
  return meant("a digest");
}

// "Player 3.2.0.1 + key": small numbers among words.
bool reads_as_version(const observable::Observable& observable, const Spot& spot) {
  if (observable.type != Type::Ipv4 || spot.alone || spot.leads || spot.meaning == Meaning::Network) return false;
  return spot.written.size() <= 8 && spot.written[1] == '.' && !bare(spot.before).empty();
}

Judgement judge_address(const observable::Observable& observable, const Spot& spot) {
  if (spot.in_range) return left("an end of a range of addresses: a network can be listed");
  if (spot.defanged) return spot.harmless ? left("the line says that it is legitimate") : meant("defanged");
  if (spot.harmless) return left("the line says that it is legitimate");
  if (const auto why = unmeant_section(spot.meaning); !why.empty()) return left(why);
  if (is_public_resolver(observable::to_text(observable))) return left("a public resolver");
  if (reads_as_version(observable, spot)) return left("reads as a version");
  const std::string lower = base::lowered(spot.before);
  if (has_word(lower,
               {"version", "ver", "v", "build", "firmware", "release", "update", "upgrade", "versions", "before"})) {
    return left("reads as a version");
  }
  if (is_set_apart(spot)) return meant("an address, set apart");
  return meant(lists_indicators(spot.meaning) ? "listed as an indicator" : "an address in the text");
}

// What all names and URLs have in common; nothing where they differ.
Judgement judge_bare_section(const Spot& spot) {
  if (spot.harmless) return left("the line says that it is legitimate");
  if (const auto why = unmeant_section(spot.meaning); !why.empty()) return left(why);
  if (spot.column == Column::Reference) return left("stands in a column of references");
  if (spot.column == Column::Prose && !spot.alone) return left("stands in a description");
  return {};
}

bool is_in_list(const Spot& spot) {
  const bool listed = lists_indicators(spot.meaning) || spot.meaning == Meaning::Title;
  switch (spot.setting) {
    case Setting::Cell: return spot.column == Column::Value || spot.alone || listed;
    case Setting::Code: return spot.alone || listed;
    case Setting::InlineCode: return true;
    case Setting::Item:
    case Setting::Prose: return spot.alone || (spot.leads && listed);
    case Setting::Link:
    case Setting::Heading: break;
  }
  return false;
}

Judgement judge_name(const observable::Observable& observable, const Spot& spot) {
  if (spot.defanged) return meant("defanged");
  if (auto judged = judge_bare_section(spot); judged.judged != Judged::Nothing) return judged;
  const bool network = spot.meaning == Meaning::Network || spot.column == Column::Value;
  if (!network && (file_ending(spot.written).known || spot.meaning == Meaning::FileNames)) {
    return left("reads as the name of a file");
  }
  if (!network && is_code_name(spot.written)) return left("reads as the name of a package or product");
  if (is_detection_name(spot.written)) return left("a detection's name");
  if (is_reference_site(observable.value)) return left("a site that reports refer to");
  if (is_in_list(spot)) return meant(lists_indicators(spot.meaning) ? "listed as an indicator" : "set apart");
  return left("a bare name in a sentence");
}

std::string_view host_of(std::string_view url) {
  const auto begin = url.find("://");
  auto host = begin == std::string_view::npos ? url : url.substr(begin + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  if (const auto at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  return host.substr(0, host.find(':'));
}

Judgement judge_url(const observable::Observable& observable, const Spot& spot) {
  if (spot.defanged) return meant("defanged");
  if (spot.setting == Setting::Link) return left("a link");
  if (auto judged = judge_bare_section(spot); judged.judged != Judged::Nothing) return judged;
  const auto host = host_of(observable.value);
  const bool has_scheme = spot.written.find("://") != std::string_view::npos;
  if (!has_scheme && (file_ending(host).known || is_code_name(host))) return left("reads as a path");
  const bool strong = lists_indicators(spot.meaning);
  if (is_reference_site(host) && !(hosts_anybody(host) && strong && spot.alone && spot.setting == Setting::Code)) {
    return left("a site that reports refer to");
  }
  const bool listed = spot.alone || (spot.leads && strong) || (strong && is_set_apart(spot));
  if (strong && listed) return meant("listed as an indicator");
  const bool weak = spot.meaning == Meaning::Title || spot.meaning == Meaning::Unsaid;
  const bool block = spot.setting == Setting::Code || spot.setting == Setting::Cell;
  if (weak && spot.alone && block) return meant("set apart");
  if (spot.setting == Setting::InlineCode && spot.alone) return meant("set apart");
  return left("a bare link reads as a reference");
}

Judgement judge_email(const observable::Observable& observable, const Spot& spot) {
  const auto domain = std::string_view(observable.value).substr(observable.value.rfind('@') + 1);
  if (spot.defanged) return meant("defanged");
  if (auto judged = judge_bare_section(spot); judged.judged != Judged::Nothing) return judged;
  if (file_ending(domain).known && spot.meaning != Meaning::Network) return left("reads as the name of a file");
  const bool listed = lists_indicators(spot.meaning) || spot.meaning == Meaning::Title;
  if (listed && (is_set_apart(spot) || spot.alone || spot.leads)) return meant("listed as an indicator");
  return left("an address in a sentence: perhaps the author's");
}

// Files by name or place, keys of the registry, mutexes.
Judgement judge_artefact(const observable::Observable& observable, const Spot& spot) {
  if (spot.harmless) return left("the line says that it is legitimate");
  const bool listed = lists_indicators(spot.meaning) || spot.column == Column::FileName;
  if (!listed || spot.setting == Setting::Prose) return left("not listed as an indicator");
  if (observable.type == Type::Filename) {
    if (is_system_file(observable.value)) return left("a file of every system");
    if (spot.meaning != Meaning::FileNames && spot.column != Column::FileName) return left("the name of a file alone");
  }
  return meant("listed as an indicator");
}

Judgement judge_other(const Spot& spot) {
  if (spot.meaning == Meaning::References || spot.meaning == Meaning::Legitimate) {
    return left(unmeant_section(spot.meaning));
  }
  return meant("recognised by its form");
}

Judgement judge_by_type(observable::Observable& observable, const Spot& spot) {
  const Type type = observable.type;
  if (type == Type::Ipv4 || type == Type::Ipv6 || type == Type::Ipv4Cidr || type == Type::Ipv6Cidr ||
      type == Type::IpPort) {
    return judge_address(observable, spot);
  }
  if (type == Type::Domain || type == Type::DomainWildcard) return judge_name(observable, spot);
  if (type == Type::Url) return judge_url(observable, spot);
  if (type == Type::Email) return judge_email(observable, spot);
  if (type == Type::Md5 || type == Type::Sha1 || type == Type::Sha256 || type == Type::Sha384 || type == Type::Sha512) {
    return judge_digest(observable, spot);
  }
  if (type == Type::Filename || type == Type::FilePath || type == Type::Regkey || type == Type::Mutex) {
    return judge_artefact(observable, spot);
  }
  if (type == Type::Bitcoin || type == Type::Ssdeep || type == Type::Tlsh || type == Type::Ja4 ||
      type == Type::MacAddress) {
    return judge_other(spot);
  }
  return {};
}

}  // namespace

Standing standing_at(const Spot& spot) {
  if (spot.meaning == Meaning::Legitimate || spot.harmless) return Standing::Benign;
  return spot.meaning == Meaning::Victims ? Standing::Victim : Standing::Accused;
}

Judgement judge(observable::Observable& observable, const Spot& spot) {
  Judgement judged = judge_by_type(observable, spot);
  if (judged.judged != Judged::Meant) return judged;
  if (auto special = observable::special_reason(observable); !special.empty()) return left(special);
  return judged;
}

}  // namespace tidings::report
