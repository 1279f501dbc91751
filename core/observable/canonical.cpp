// The canonical bytes: whether they are, how they read, what names them.
#include "base/digest.hpp"
#include "core/observable/address.hpp"
#include "core/observable/domain.hpp"
#include "core/observable/email.hpp"
#include "core/observable/hash.hpp"
#include "core/observable/identifier.hpp"
#include "core/observable/observable.hpp"
#include "core/observable/plain_text.hpp"
#include "core/observable/text.hpp"
#include "core/observable/url.hpp"

namespace tidings::observable {
namespace {

const unsigned char* bytes_of(std::string_view value) { return reinterpret_cast<const unsigned char*>(value.data()); }

bool is_trimmed(std::string_view text) { return trim(text).size() == text.size(); }

bool is_canonical_cidr(std::string_view value, std::size_t address_bytes) {
  if (value.size() != address_bytes + 1) return false;
  const auto prefix = static_cast<unsigned char>(value.back());
  if (prefix >= address_bytes * 8) return false;
  std::array<unsigned char, 16> copy{};
  std::memcpy(copy.data(), value.data(), address_bytes);
  return !clear_host_bits(copy.data(), address_bytes, prefix);
}

bool is_canonical_ip_port(std::string_view value) {
  if (value.empty()) return false;
  const auto address = static_cast<std::size_t>(static_cast<unsigned char>(value.front()));
  if ((address != 4 && address != 16) || value.size() != address + 3) return false;
  return base::read_be(value, address + 1, 2) != 0;
}

bool is_canonical_url(std::string_view value) {
  const auto scheme = scheme_candidate(value);
  if (scheme.empty() || !value.substr(scheme.size()).starts_with("://")) return false;
  std::string again;
  return read_url(value, again).empty() && again == value;
}

bool is_canonical_filename_hash(Type type, std::string_view value) {
  const std::size_t hash = filename_digest_bytes(type);
  if (value.size() <= hash) return false;
  const auto file = value.substr(hash);
  // Only the blanks in front fall to the trimming: behind the name stands '|'. What `trim` takes, it takes from a
  // value that is nothing else.
  const auto front = file.substr(0, 4);
  return check_text(file).empty() && trim(std::string(front) + "|").size() == front.size() + 1;
}

bool is_canonical_text(Type type, std::string_view value) {
  if (is_block_type(type)) return check_block(value).empty() && is_trimmed(value);
  if (!check_text(value).empty() || !is_trimmed(value)) return false;
  return type != Type::Regkey || !has_hive(value) || expand_hive(value) == value;
}

std::string hash_text(Type type, std::string_view value) {
  const std::size_t hash = filename_digest_bytes(type);
  if (value.size() < hash) return base::to_hex(value);
  return std::string(value.substr(hash)) + "|" + base::to_hex(value.substr(0, hash));
}

std::string ip_text(std::string_view address) {
  std::string out;
  if (address.size() == 4) append_ipv4(out, bytes_of(address));
  if (address.size() == 16) append_ipv6(out, bytes_of(address));
  return out;
}

std::string cidr_text(std::string_view value) {
  if (value.empty()) return {};
  return ip_text(value.substr(0, value.size() - 1)) + "/" + std::to_string(static_cast<unsigned char>(value.back()));
}

std::string ip_port_text(std::string_view value) {
  if (value.size() < 3) return {};
  const auto address = value.substr(1, value.size() - 3);
  const std::string host = address.size() == 16 ? "[" + ip_text(address) + "]" : ip_text(address);
  return host + ":" + std::to_string(base::read_be(value, value.size() - 2, 2));
}

std::string mac_text(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i > 0) out.push_back(':');
    out += base::to_hex(value.substr(i, 1));
  }
  return out;
}

}  // namespace

bool is_canonical(Type type, std::string_view value) {
  const bool long_one = type == Type::StixPattern || type == Type::Yara || type == Type::Sigma ||
                        type == Type::Suricata || type == Type::Opaque;
  if (value.empty() || value.size() > (long_one ? max_pattern_bytes : max_value_bytes)) return false;
  switch (type) {
    case Type::None: return false;
    case Type::Ipv4: return value.size() == 4;
    case Type::Ipv6: return value.size() == 16;
    case Type::Ipv4Cidr: return is_canonical_cidr(value, 4);
    case Type::Ipv6Cidr: return is_canonical_cidr(value, 16);
    case Type::IpPort: return is_canonical_ip_port(value);
    case Type::Domain: return check_domain(value).empty();
    case Type::DomainWildcard: return value.starts_with("*.") && check_domain(value.substr(2)).empty();
    case Type::Url: return is_canonical_url(value);
    case Type::UriPath:
      return value.starts_with('/') && check_text(value).empty() && !has_space(value) && is_trimmed(value);
    case Type::Email: return check_email(value).empty();
    case Type::Md5:
    case Type::Sha1:
    case Type::Sha256:
    case Type::Sha384:
    case Type::Sha512:
    case Type::Imphash:
    case Type::Ja3:
    case Type::Jarm:
    case Type::X509Sha1:
    case Type::X509Sha256: return value.size() == digest_bytes(type);
    case Type::Ssdeep: return check_ssdeep(value).empty();
    case Type::Tlsh: return is_canonical_tlsh(value);
    case Type::FilenameMd5:
    case Type::FilenameSha1:
    case Type::FilenameSha256: return is_canonical_filename_hash(type, value);
    case Type::Filename:
    case Type::FilePath:
    case Type::Mutex:
    case Type::UserAgent:
    case Type::Regkey:
    case Type::StixPattern:
    case Type::Yara:
    case Type::Sigma:
    case Type::Suricata:
    case Type::Other: return is_canonical_text(type, value);
    case Type::Asn: return value.size() == 4;
    case Type::Cve: return is_canonical_cve(value);
    case Type::Cpe: return is_canonical_cpe(value);
    case Type::Ja4: return is_canonical_ja4(value);
    case Type::MacAddress: return value.size() == 6;
    case Type::Bitcoin: return is_canonical_bitcoin(value);
    case Type::Opaque: return true;
  }
  return false;
}

std::string to_text(Type type, std::string_view value) {
  if (type == Type::Ipv4 || type == Type::Ipv6) return ip_text(value);
  if (type == Type::Ipv4Cidr || type == Type::Ipv6Cidr) return cidr_text(value);
  if (type == Type::IpPort) return ip_port_text(value);
  if (type == Type::MacAddress) return mac_text(value);
  if (type == Type::Asn) return value.size() == 4 ? "AS" + std::to_string(base::read_be(value, 0, 4)) : std::string();
  if (digest_bytes(type) != 0) return base::to_hex(value);
  if (filename_digest_bytes(type) != 0) return hash_text(type, value);
  return std::string(value);
}

ObservableKey key(const Observable& observable) {
  std::array<char, 2> number{};
  number[0] = static_cast<char>(static_cast<unsigned>(observable.type) >> 8);
  number[1] = static_cast<char>(static_cast<unsigned>(observable.type) & 0xff);
  base::Sha256 hash;
  const auto digest = hash.update({number.data(), number.size()}).update(observable.value).finish();
  ObservableKey out;
  std::memcpy(out.data(), digest.data(), ObservableKey::size);
  return out;
}

}  // namespace tidings::observable
