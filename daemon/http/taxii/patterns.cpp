#include "daemon/http/taxii/patterns.hpp"

#include "base/bytes.hpp"
#include "core/observable/observable.hpp"

namespace tidings::taxii {
namespace {

using observable::Type;

void append_literal(std::string& out, std::string_view text) {
  out.push_back('\'');
  for (const char c : text) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('\'');
}

void append_equals(std::string& out, std::string_view path, std::string_view text) {
  out.append(path).append(" = ");
  append_literal(out, text);
}

/// 1 byte of the address's length, the address, 2 of the port.
void append_ip_port(std::string& out, std::string_view value) {
  const bool is_v6 = value.size() > 16;
  const auto address = value.substr(1, value.size() - 3);
  const auto port = base::read_be(value, value.size() - 2, 2);
  append_equals(out, "network-traffic:dst_ref.type", is_v6 ? "ipv6-addr" : "ipv4-addr");
  out.append(" AND ");
  append_equals(out, "network-traffic:dst_ref.value", observable::to_text(is_v6 ? Type::Ipv6 : Type::Ipv4, address));
  out.append(" AND network-traffic:dst_port = ").append(std::to_string(port));
}

void append_file_path(std::string& out, std::string_view path) {
  const auto cut = path.find_last_of("/\\");
  if (cut == std::string_view::npos || cut + 1 == path.size()) return append_equals(out, "file:name", path);
  append_equals(out, "file:parent_directory_ref.path", path.substr(0, cut == 0 ? 1 : cut));
  out.append(" AND ");
  append_equals(out, "file:name", path.substr(cut + 1));
}

void append_named_hash(std::string& out, std::string_view path, std::string_view value, std::size_t digest_bytes) {
  append_equals(out, "file:name", value.substr(digest_bytes));
  out.append(" AND ");
  append_equals(out, path, base::to_hex(value.substr(0, digest_bytes)));
}

/// A wildcard's text is "*.evil.example".
void append_wildcard(std::string& out, std::string_view text) {
  out.append("domain-name:value LIKE ");
  append_literal(out, text.starts_with("*.") ? "%" + std::string(text.substr(1)) : std::string(text));
}

std::string_view path_of(Type type) {
  switch (type) {
    case Type::Ipv4:
    case Type::Ipv4Cidr: return "ipv4-addr:value";
    case Type::Ipv6:
    case Type::Ipv6Cidr: return "ipv6-addr:value";
    case Type::Domain: return "domain-name:value";
    case Type::Url: return "url:value";
    case Type::UriPath: return "network-traffic:extensions.'http-request-ext'.request_value";
    case Type::Email: return "email-addr:value";
    case Type::Md5: return "file:hashes.MD5";
    case Type::Sha1: return "file:hashes.'SHA-1'";
    case Type::Sha256: return "file:hashes.'SHA-256'";
    case Type::Sha384: return "file:hashes.'SHA-384'";
    case Type::Sha512: return "file:hashes.'SHA-512'";
    case Type::Ssdeep: return "file:hashes.SSDEEP";
    case Type::Tlsh: return "file:hashes.TLSH";
    case Type::Imphash: return "file:extensions.'windows-pebinary-ext'.imphash";
    case Type::Filename: return "file:name";
    case Type::Regkey: return "windows-registry-key:key";
    case Type::Mutex: return "mutex:name";
    case Type::UserAgent: return "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'";
    case Type::Cpe: return "software:cpe";
    case Type::Cve: return "vulnerability:name";
    case Type::X509Sha1: return "x509-certificate:hashes.'SHA-1'";
    case Type::X509Sha256: return "x509-certificate:hashes.'SHA-256'";
    case Type::MacAddress: return "mac-addr:value";
    case Type::Ja3: return "x-tidings-observable:ja3";
    case Type::Ja4: return "x-tidings-observable:ja4";
    case Type::Jarm: return "x-tidings-observable:jarm";
    case Type::Bitcoin: return "x-tidings-observable:bitcoin";
    case Type::None:
    case Type::IpPort:
    case Type::DomainWildcard:
    case Type::FilePath:
    case Type::FilenameMd5:
    case Type::FilenameSha1:
    case Type::FilenameSha256:
    case Type::Asn:
    case Type::StixPattern:
    case Type::Yara:
    case Type::Sigma:
    case Type::Suricata:
    case Type::Other:
    case Type::Opaque: break;
  }
  return "x-tidings-observable:other";
}

constexpr std::size_t md5_bytes = 16, sha1_bytes = 20, sha256_bytes = 32;

}  // namespace

std::string_view pattern_type(Type type) {
  if (type == Type::Yara) return "yara";
  if (type == Type::Sigma) return "sigma";
  return type == Type::Suricata ? "suricata" : "stix";
}

void append_pattern(std::string& out, Type type, std::string_view value) {
  if (type == Type::StixPattern || pattern_type(type) != "stix") {
    out.append(value);
    return;
  }
  out.push_back('[');
  if (type == Type::IpPort) append_ip_port(out, value);
  else if (type == Type::DomainWildcard) append_wildcard(out, observable::to_text(type, value));
  else if (type == Type::FilePath) append_file_path(out, observable::to_text(type, value));
  else if (type == Type::FilenameMd5) append_named_hash(out, "file:hashes.MD5", value, md5_bytes);
  else if (type == Type::FilenameSha1) append_named_hash(out, "file:hashes.'SHA-1'", value, sha1_bytes);
  else if (type == Type::FilenameSha256) append_named_hash(out, "file:hashes.'SHA-256'", value, sha256_bytes);
  else if (type == Type::Asn) out.append("autonomous-system:number = ").append(std::to_string(base::read_be(value, 0, 4)));
  else append_equals(out, path_of(type), observable::to_text(type, value));
  out.push_back(']');
}

}  // namespace tidings::taxii
