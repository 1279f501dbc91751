#include "formats/misp/attribute_types.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "core/observable/hash.hpp"
#include "formats/list/line.hpp"

namespace tidings::misp {
namespace {

using observable::Type;

/// Single and Foreign types by name alone; formats/list knows what the single ones are.
constexpr auto single_types = std::to_array<std::string_view>({"md5",
                                                               "sha1",
                                                               "sha256",
                                                               "sha384",
                                                               "sha512",
                                                               "ssdeep",
                                                               "tlsh",
                                                               "imphash",
                                                               "filename",
                                                               "pdb",
                                                               "ip-src",
                                                               "ip-dst",
                                                               "hostname",
                                                               "domain",
                                                               "onion-address",
                                                               "email",
                                                               "email-src",
                                                               "email-dst",
                                                               "email-reply-to",
                                                               "email-attachment",
                                                               "whois-registrant-email",
                                                               "dns-soa-email",
                                                               "url",
                                                               "link",
                                                               "uri",
                                                               "user-agent",
                                                               "ja3-fingerprint-md5",
                                                               "jarm-fingerprint",
                                                               "regkey",
                                                               "AS",
                                                               "suricata",
                                                               "yara",
                                                               "stix2-pattern",
                                                               "sigma",
                                                               "vulnerability",
                                                               "cpe",
                                                               "mutex",
                                                               "btc",
                                                               "x509-fingerprint-sha1",
                                                               "x509-fingerprint-sha256",
                                                               "mac-address"});

constexpr auto foreign_types = std::to_array<std::string_view>({"authentihash",
                                                                "vhash",
                                                                "telfhash",
                                                                "pehash",
                                                                "impfuzzy",
                                                                "sha224",
                                                                "sha512/224",
                                                                "sha512/256",
                                                                "sha3-224",
                                                                "sha3-256",
                                                                "sha3-384",
                                                                "sha3-512",
                                                                "cdhash",
                                                                "favicon-mmh3",
                                                                "hassh-md5",
                                                                "hasshserver-md5",
                                                                "dom-hash",
                                                                "ssh-fingerprint",
                                                                "x509-fingerprint-md5",
                                                                "named pipe",
                                                                "windows-scheduled-task",
                                                                "windows-service-name",
                                                                "windows-service-displayname",
                                                                "mac-eui-64",
                                                                "dash",
                                                                "xmr",
                                                                "iban",
                                                                "bank-account-nr",
                                                                "jabber-id",
                                                                "twitter-id",
                                                                "github-username",
                                                                "github-repository",
                                                                "github-organisation",
                                                                "mobile-application-id",
                                                                "azure-application-id",
                                                                "chrome-extension-id",
                                                                "edge-extension-id",
                                                                "email-x-mailer",
                                                                "filename-pattern"});

constexpr auto composite_types = std::to_array<AttributeType>({
    {"ip-src|port", Form::Joined, Type::IpPort},
    {"ip-dst|port", Form::Joined, Type::IpPort},
    {"filename|md5", Form::Joined, Type::FilenameMd5},
    {"filename|sha1", Form::Joined, Type::FilenameSha1},
    {"filename|sha256", Form::Joined, Type::FilenameSha256},
    {"malware-sample", Form::Joined, Type::FilenameMd5},
    {"domain|ip", Form::Both, Type::Domain, Type::Ipv4},
    {"hostname|port", Form::First, Type::Domain},
    {"regkey|value", Form::First, Type::Regkey},
    {"filename|sha384", Form::NameHash, Type::Filename, Type::Sha384},
    {"filename|sha512", Form::NameHash, Type::Filename, Type::Sha512},
    {"filename|ssdeep", Form::NameHash, Type::Filename, Type::Ssdeep},
    {"filename|imphash", Form::NameHash, Type::Filename, Type::Imphash},
    {"filename|tlsh", Form::NameHash, Type::Filename, Type::Tlsh},
    {"filename|authentihash", Form::NameHash, Type::Filename},
    {"filename|vhash", Form::NameHash, Type::Filename},
    {"filename|impfuzzy", Form::NameHash, Type::Filename},
    {"filename|pehash", Form::NameHash, Type::Filename},
    {"filename|sha224", Form::NameHash, Type::Filename},
    {"filename|sha512/224", Form::NameHash, Type::Filename},
    {"filename|sha512/256", Form::NameHash, Type::Filename},
    {"filename|sha3-224", Form::NameHash, Type::Filename},
    {"filename|sha3-256", Form::NameHash, Type::Filename},
    {"filename|sha3-384", Form::NameHash, Type::Filename},
    {"filename|sha3-512", Form::NameHash, Type::Filename},
});

/// No observables: prose, numbers and dates, what belongs to persons and victims, rules of languages that we do not
/// carry, attachments.
constexpr auto other_types = std::to_array<std::string_view>({"eppn",
                                                              "email-subject",
                                                              "email-body",
                                                              "float",
                                                              "git-commit-id",
                                                              "http-method",
                                                              "snort",
                                                              "bro",
                                                              "zeek",
                                                              "community-id",
                                                              "pattern-in-file",
                                                              "pattern-in-traffic",
                                                              "pattern-in-memory",
                                                              "pgp-public-key",
                                                              "pgp-private-key",
                                                              "gene",
                                                              "kusto-query",
                                                              "mime-type",
                                                              "identity-card-number",
                                                              "cookie",
                                                              "weakness",
                                                              "attachment",
                                                              "comment",
                                                              "text",
                                                              "hex",
                                                              "other",
                                                              "process-state",
                                                              "target-user",
                                                              "target-email",
                                                              "target-machine",
                                                              "target-org",
                                                              "target-location",
                                                              "target-external",
                                                              "bic",
                                                              "aba-rtn",
                                                              "bin",
                                                              "cc-number",
                                                              "prtn",
                                                              "phone-number",
                                                              "threat-actor",
                                                              "campaign-name",
                                                              "campaign-id",
                                                              "malware-type",
                                                              "whois-registrant-phone",
                                                              "whois-registrant-name",
                                                              "whois-registrant-org",
                                                              "whois-registrar",
                                                              "whois-creation-date",
                                                              "size-in-bytes",
                                                              "counter",
                                                              "integer",
                                                              "datetime",
                                                              "port",
                                                              "email-dst-display-name",
                                                              "email-src-display-name",
                                                              "email-header",
                                                              "email-mime-boundary",
                                                              "email-thread-index",
                                                              "email-message-id",
                                                              "dkim",
                                                              "dkim-signature",
                                                              "first-name",
                                                              "middle-name",
                                                              "last-name",
                                                              "full-name",
                                                              "date-of-birth",
                                                              "place-of-birth",
                                                              "gender",
                                                              "passport-number",
                                                              "passport-country",
                                                              "passport-expiration",
                                                              "redress-number",
                                                              "nationality",
                                                              "visa-number",
                                                              "issue-date-of-the-visa",
                                                              "primary-residence",
                                                              "country-of-residence",
                                                              "special-service-request",
                                                              "frequent-flyer-number",
                                                              "travel-details",
                                                              "payment-details",
                                                              "place-port-of-original-embarkation",
                                                              "place-port-of-clearance",
                                                              "place-port-of-onward-foreign-destination",
                                                              "passenger-name-record-locator-number",
                                                              "cortex",
                                                              "boolean",
                                                              "uuid",
                                                              "anonymised"});

struct Table {
  std::vector<AttributeType> types;
  std::unordered_map<std::string_view, std::size_t> by_name;

  void add(AttributeType type) {
    by_name.emplace(type.name, types.size());
    types.push_back(type);
  }
};

Table make_table() {
  Table table;
  table.add({});  // what is not known
  for (const auto name : single_types) {
    const auto hint = list::hint_from_name(name);
    table.add({name, Form::Single, hint ? hint->hint.type : Type::None});
  }
  for (const auto name : foreign_types) table.add({name, Form::Foreign, Type::Other});
  for (const auto& type : composite_types) table.add(type);
  for (const auto name : other_types) table.add({name, Form::None});
  return table;
}

const Table& table() {
  static const Table made = make_table();
  return made;
}

void take(Observables& into, std::string_view value, Type type) {
  auto parsed = observable::parse(value, {type, false});
  if (!parsed) {
    if (into.refusal.empty()) into.refusal = parsed.error().what;
    return;
  }
  into.found.push_back(std::move(parsed->observable));
}

void take_parts(Observables& into, const AttributeType& type, std::string_view value) {
  const bool is_file = type.form == Form::NameHash;  // names may have a '|' of their own
  const auto bar = is_file ? value.rfind('|') : value.find('|');
  if (bar == std::string_view::npos) {
    into.refusal = "no '|' between its parts";
    return;
  }
  take(into, value.substr(0, bar), type.first);
  if (type.second != Type::None) take(into, value.substr(bar + 1), type.second);
}

/// A scanner finds a file by its digest, whatever its name is there.
void take_digest(Observables& into) {
  if (into.found.empty()) return;
  const auto digest = observable::digest_in(into.found.back().type, into.found.back().value);
  if (digest.type != Type::None) into.found.push_back({digest.type, std::string(digest.value)});
}

}  // namespace

const AttributeType& attribute_type(std::string_view name) {
  const auto found = table().by_name.find(name);
  return table().types[found == table().by_name.end() ? 0 : found->second];
}

std::span<const AttributeType> attribute_types() { return std::span(table().types).subspan(1); }

Observables observables_in(const AttributeType& type, std::string_view value) {
  Observables out;
  switch (type.form) {
    case Form::None: break;
    case Form::Single:
    case Form::Foreign: take(out, value, type.first); break;
    case Form::Joined:
      take(out, value, type.first);
      take_digest(out);
      break;
    case Form::Both:
    case Form::First:
    case Form::NameHash: take_parts(out, type, value); break;
  }
  return out;
}

}  // namespace tidings::misp
