#include "formats/stix/pattern_property.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/letters.hpp"

namespace tidings::stix {
namespace {

using observable::Type;
using Weight = Property::Weight;

struct Row {
  std::string_view object_type;
  std::string_view property;
  Type hint;
  Weight weight;
};
/// Properties one step below their object. Beside the standard's, those that vendors and STIX 2.0 drafts use alike.
constexpr auto simple = std::to_array<Row>({
    {"ipv4-addr", "value", Type::Ipv4, Weight::Specific},
    {"ipv6-addr", "value", Type::Ipv6, Weight::Specific},
    {"ipv4addr", "value", Type::Ipv4, Weight::Specific},
    {"domain-name", "value", Type::Domain, Weight::Specific},
    {"hostname", "value", Type::Domain, Weight::Specific},
    {"url", "value", Type::Url, Weight::Specific},
    {"email-addr", "value", Type::Email, Weight::Specific},
    {"emailaddr", "value", Type::Email, Weight::Specific},
    {"mac-addr", "value", Type::MacAddress, Weight::Common},
    {"autonomous-system", "number", Type::Asn, Weight::Common},
    {"file", "name", Type::Filename, Weight::Common},
    {"file", "path", Type::FilePath, Weight::Common},
    {"directory", "path", Type::FilePath, Weight::Common},
    {"mutex", "name", Type::Mutex, Weight::Common},
    {"windows-registry-key", "key", Type::Regkey, Weight::Common},
    {"win-registry-key", "key", Type::Regkey, Weight::Common},
    {"software", "cpe", Type::Cpe, Weight::Common},
    {"user-agent", "value", Type::UserAgent, Weight::Common},
    {"cryptocurrency-wallet", "value", Type::Bitcoin, Weight::Specific},
    {"vulnerability", "name", Type::Cve, Weight::Specific},
    {"cryptocurrency-wallet", "address", Type::Bitcoin, Weight::Specific},
});

/// Properties behind a reference.
constexpr auto referred = std::to_array<Row>({
    {"network-traffic", "dst_ref", Type::Ipv4, Weight::Specific},
    {"network-traffic", "src_ref", Type::Ipv4, Weight::Peer},
    {"domain-name", "resolves_to_refs", Type::Ipv4, Weight::Specific},
    {"email-message", "from_ref", Type::Email, Weight::Specific},
    {"email-message", "sender_ref", Type::Email, Weight::Specific},
});

struct Algorithm {
  std::string_view name;
  Type file, certificate;
};
constexpr auto algorithms = std::to_array<Algorithm>({{"MD5", Type::Md5, Type::None},
                                                      {"SHA1", Type::Sha1, Type::X509Sha1},
                                                      {"SHA256", Type::Sha256, Type::X509Sha256},
                                                      {"SHA384", Type::Sha384, Type::None},
                                                      {"SHA512", Type::Sha512, Type::None},
                                                      {"SSDEEP", Type::Ssdeep, Type::None},
                                                      {"TLSH", Type::Tlsh, Type::None},
                                                      {"IMPHASH", Type::Imphash, Type::None}});

std::string letters_and_digits(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, 64)) {
    if (c != '-' && c != '_' && c != ' ') out.push_back(base::upper(c));
  }
  return out;
}

template <std::size_t Size>
std::optional<Property> find_in(const std::array<Row, Size>& rows, std::string_view object_type,
                                std::string_view property) {
  for (const auto& row : rows) {
    if (row.object_type == object_type && row.property == property) return Property{row.hint, row.weight};
  }
  return std::nullopt;
}

/// "x-tidings-ja3:value": how we write types that the standard has no property for.
std::optional<Property> own_property(const ObjectPath& path) {
  constexpr std::string_view prefix = "x-tidings-";
  if (!path.object_type.starts_with(prefix) || path.steps[0].name != "value") return std::nullopt;
  const auto type = observable::type_from_name(path.object_type.substr(prefix.size()));
  if (!type || *type >= Type::StixPattern)
    return type == Type::Other ? std::optional(Property{*type, Weight::Common}) : std::nullopt;
  return Property{*type, Weight::Common};
}

/// "request_header.'User-Agent'", "request_header.Host", with or without a place in a list behind it.
std::optional<Property> header_property(const std::vector<Step>& steps) {
  if (steps.back().name == "request_value") return Property{Type::UriPath, Weight::Common};
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    if (steps[i].name != "request_header" || steps[i + 1].kind != Step::Kind::Property) continue;
    const auto header = letters_and_digits(steps[i + 1].name);
    if (header == "USERAGENT") return Property{Type::UserAgent, Weight::Common};
    if (header == "HOST") return Property{Type::Domain, Weight::Specific};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Property> hash_property(std::string_view object_type, std::string_view algorithm) {
  const auto name = letters_and_digits(algorithm);
  const auto found = std::ranges::find(algorithms, name, &Algorithm::name);
  if (found == algorithms.end()) return std::nullopt;
  const auto type = object_type == "x509-certificate" ? found->certificate : found->file;
  if (type == Type::None) return std::nullopt;
  return Property{type, Weight::Identifies};
}

std::optional<Property> property_at(const ObjectPath& path) {
  const auto& steps = path.steps;
  if (steps.empty() || steps[0].kind != Step::Kind::Property) return std::nullopt;
  const auto& last = steps.back();
  if (steps.size() == 1) {
    const auto found = find_in(simple, path.object_type, last.name);
    return found ? found : own_property(path);
  }
  const auto& before = steps[steps.size() - 2];
  if (before.kind == Step::Kind::Property && before.name == "hashes") {
    if (last.kind == Step::Kind::Property) return hash_property(path.object_type, last.name);
    return path.object_type == "x509-certificate" ? std::nullopt
                                                  : std::optional(Property{Type::None, Weight::Identifies});
  }
  if (last.kind == Step::Kind::Property && last.name == "imphash") return hash_property(path.object_type, last.name);
  if (last.kind == Step::Kind::Property && last.name == "value" && steps.size() <= 3) {
    return find_in(referred, path.object_type, steps[0].name);
  }
  return path.object_type == "network-traffic" ? header_property(steps) : std::nullopt;
}

}  // namespace tidings::stix
