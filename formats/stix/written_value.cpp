#include "formats/stix/written_value.hpp"

#include <array>
#include <optional>

#include "formats/stix/json_text.hpp"
#include "formats/stix/uuid.hpp"

namespace tidings::stix {
namespace {

using observable::Observable;
using observable::Type;

/// In quotes, as a pattern has texts.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "'";
}

struct Simple {
  Type type;
  std::string_view object, property;
};
constexpr auto simple = std::to_array<Simple>({{Type::Ipv4, "ipv4-addr", "value"},
                                               {Type::Ipv4Cidr, "ipv4-addr", "value"},
                                               {Type::Ipv6, "ipv6-addr", "value"},
                                               {Type::Ipv6Cidr, "ipv6-addr", "value"},
                                               {Type::Domain, "domain-name", "value"},
                                               {Type::Url, "url", "value"},
                                               {Type::Email, "email-addr", "value"},
                                               {Type::MacAddress, "mac-addr", "value"},
                                               {Type::Filename, "file", "name"},
                                               {Type::Mutex, "mutex", "name"},
                                               {Type::Regkey, "windows-registry-key", "key"}});

std::optional<Simple> simple_of(Type type) {
  for (const auto& each : simple) {
    if (each.type == type) return each;
  }
  return std::nullopt;
}

struct Algorithm {
  Type type;
  std::string_view name;
};
constexpr auto algorithms = std::to_array<Algorithm>({{Type::Md5, "MD5"},
                                                      {Type::FilenameMd5, "MD5"},
                                                      {Type::Sha1, "SHA-1"},
                                                      {Type::FilenameSha1, "SHA-1"},
                                                      {Type::X509Sha1, "SHA-1"},
                                                      {Type::Sha256, "SHA-256"},
                                                      {Type::FilenameSha256, "SHA-256"},
                                                      {Type::X509Sha256, "SHA-256"},
                                                      {Type::Sha384, "SHA-384"},
                                                      {Type::Sha512, "SHA-512"},
                                                      {Type::Ssdeep, "SSDEEP"},
                                                      {Type::Tlsh, "TLSH"}});

std::string_view algorithm_of(Type type) {
  for (const auto& each : algorithms) {
    if (each.type == type) return each.name;
  }
  return {};
}

bool is_name_and_hash(Type type) {
  return type == Type::FilenameMd5 || type == Type::FilenameSha1 || type == Type::FilenameSha256;
}
bool is_certificate(Type type) { return type == Type::X509Sha1 || type == Type::X509Sha256; }

/// "name|hash" as it is written: the name may have bars itself.
struct NameAndHash {
  std::string name, hash;
};
NameAndHash split_name(const std::string& text) {
  const auto bar = text.rfind('|');
  return {text.substr(0, bar), text.substr(bar + 1)};
}

std::string hash_comparison(Type type, std::string_view hash) {
  return std::string(is_certificate(type) ? "x509-certificate" : "file") + ":hashes.'" +
         std::string(algorithm_of(type)) + "' = " + quoted(hash);
}

/// Where a path's last part begins; nothing where the two parts would not tell how they are joined.
std::optional<std::size_t> name_in(std::string_view path) {
  const auto last = path.find_last_of("/\\");
  if (last == std::string_view::npos || last == 0 || last + 1 == path.size()) return std::nullopt;
  const auto folder = path.substr(0, last);
  const auto other = path[last] == '/' ? '\\' : '/';
  const bool clear = folder.find(path[last]) != std::string_view::npos &&
                     folder.find(other) == std::string_view::npos && folder.back() != path[last];
  return clear ? std::optional(last + 1) : std::nullopt;
}

struct Endpoint {
  std::string address, port;
};
Endpoint endpoint_of(const std::string& text) {
  const auto colon = text.rfind(':');
  auto address = text.substr(0, colon);
  if (address.starts_with('[')) address = address.substr(1, address.size() - 2);
  return {address, text.substr(colon + 1)};
}

struct Prefix {
  Type type;
  std::string_view text;
};
constexpr auto prefixes = std::to_array<Prefix>({
    {Type::UriPath, "network-traffic:extensions.'http-request-ext'.request_value"},
    {Type::UserAgent, "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'"},
    {Type::Imphash, "file:extensions.'windows-pebinary-ext'.imphash"},
    {Type::Cpe, "software:cpe"},
    {Type::Cve, "vulnerability:name"},
    {Type::Bitcoin, "cryptocurrency-wallet:value"},
});

std::string path_comparison(const std::string& text) {
  const auto name = name_in(text);
  if (!name) return "directory:path = " + quoted(text);
  return "file:name = " + quoted(text.substr(*name)) +
         " AND file:parent_directory_ref.path = " + quoted(text.substr(0, *name - 1));
}

std::string traffic_comparison(const std::string& text) {
  const auto end = endpoint_of(text);
  return "network-traffic:dst_ref.value = " + quoted(end.address) + " AND network-traffic:dst_port = " + end.port;
}

std::string comparison_of(Type type, const std::string& text) {
  if (const auto found = simple_of(type))
    return std::string(found->object) + ":" + std::string(found->property) + " = " + quoted(text);
  if (is_name_and_hash(type)) {
    const auto parts = split_name(text);
    return hash_comparison(type, parts.hash) + " AND file:name = " + quoted(parts.name);
  }
  if (!algorithm_of(type).empty()) return hash_comparison(type, text);
  if (type == Type::DomainWildcard) return "domain-name:value LIKE " + quoted("%" + text.substr(1));
  if (type == Type::IpPort) return traffic_comparison(text);
  if (type == Type::FilePath) return path_comparison(text);
  if (type == Type::Asn) return "autonomous-system:number = " + text.substr(2);
  for (const auto& prefix : prefixes) {
    if (prefix.type == type) return std::string(prefix.text) + " = " + quoted(text);
  }
  return "x-tidings-" + std::string(observable::name(type)) + ":value = " + quoted(text);
}

WrittenObject object_of(std::string_view type, const std::string& contributing, const std::string& more = {}) {
  WrittenObject object;
  object.id = observable_id(type, "{" + contributing + "}");
  object.text = R"({"type":")" + std::string(type) + R"(","spec_version":"2.1","id":")" + object.id + "\"" +
                (contributing.empty() ? "" : ",") + contributing + more + "}";
  return object;
}

std::string member(std::string_view name, std::string_view text) {
  std::string out = "\"" + std::string(name) + "\":";
  append_text(out, text);
  return out;
}

std::string hashes_member(Type type, std::string_view hash) {
  return "\"hashes\":{" + member(algorithm_of(type), hash) + "}";
}

/// RFC 8785 sorts members by name, so "dst_port" comes before "dst_ref".
std::vector<WrittenObject> traffic_of(const std::string& text) {
  const auto end = endpoint_of(text);
  const bool v6 = end.address.find(':') != std::string::npos;
  auto address = object_of(v6 ? "ipv6-addr" : "ipv4-addr", member("value", end.address));
  auto traffic = object_of("network-traffic", "\"dst_port\":" + end.port + "," + member("dst_ref", address.id) +
                                                  ",\"protocols\":[\"" + (v6 ? "ipv6" : "ipv4") + "\"]");
  return {std::move(address), std::move(traffic)};
}

std::vector<WrittenObject> path_of(const std::string& text) {
  const auto name = name_in(text);
  if (!name) return {object_of("directory", member("path", text))};
  auto folder = object_of("directory", member("path", text.substr(0, *name - 1)));
  auto file = object_of("file", member("name", text.substr(*name)) + "," + member("parent_directory_ref", folder.id));
  return {std::move(folder), std::move(file)};
}

}  // namespace

WrittenPattern pattern_of(const Observable& observable) {
  const auto type = observable.type;
  if (type == Type::StixPattern) return {observable.value, "stix"};
  if (type == Type::Yara || type == Type::Sigma || type == Type::Suricata)
    return {observable.value, observable::name(type)};
  return {"[" + comparison_of(type, to_text(observable)) + "]", "stix"};
}

std::vector<WrittenObject> cyber_observables_of(const Observable& observable) {
  const auto type = observable.type;
  const auto text = to_text(observable);
  if (const auto found = simple_of(type)) return {object_of(found->object, member(found->property, text))};
  if (is_name_and_hash(type)) {
    const auto parts = split_name(text);
    return {object_of("file", hashes_member(type, parts.hash) + "," + member("name", parts.name))};
  }
  if (!algorithm_of(type).empty())
    return {object_of(is_certificate(type) ? "x509-certificate" : "file", hashes_member(type, text))};
  if (type == Type::IpPort) return traffic_of(text);
  if (type == Type::FilePath) return path_of(text);
  if (type == Type::Asn) return {object_of("autonomous-system", "\"number\":" + text.substr(2))};
  return {};
}

}  // namespace tidings::stix
