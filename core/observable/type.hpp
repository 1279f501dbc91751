#pragma once
/// The observable types, their numbers on the wire (for ever) and their names.
/// Lives on: any executor.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tidings::observable {

/// Numbers are on the wire and inside ObservableKey: never reuse or change one. 0 is no type.
enum class Type : std::uint16_t {
  None = 0,
  Ipv4 = 1,
  Ipv6 = 2,
  Ipv4Cidr = 3,
  Ipv6Cidr = 4,
  IpPort = 5,
  Domain = 6,
  DomainWildcard = 7,
  Url = 8,
  UriPath = 9,
  Email = 10,
  Md5 = 20,
  Sha1 = 21,
  Sha256 = 22,
  Sha384 = 23,
  Sha512 = 24,
  Ssdeep = 25,
  Tlsh = 26,
  Imphash = 27,
  Filename = 40,
  FilePath = 41,
  FilenameMd5 = 42,
  FilenameSha1 = 43,
  FilenameSha256 = 44,
  Regkey = 45,
  Mutex = 46,
  UserAgent = 47,
  Asn = 60,
  Cve = 61,
  Cpe = 62,
  Ja3 = 70,
  Ja4 = 71,
  Jarm = 72,
  X509Sha1 = 73,
  X509Sha256 = 74,
  MacAddress = 75,
  Bitcoin = 76,
  StixPattern = 100,
  Yara = 101,
  Sigma = 102,
  Suricata = 103,
  Other = 1000,   ///< carried whole, found by exact value
  Opaque = 1001,  ///< a foreign object's bytes (STIX, MISP, a rule): keyed by its external id, never scored
};

/// "ipv4", "filename|sha256", …: the names people type and JSON shows.
std::string_view name(Type type);  ///< "unknown" for a number we do not know
std::optional<Type> type_from_name(std::string_view name);
std::optional<Type> type_from_number(std::uint32_t number);
std::span<const Type> all_types();

}  // namespace tidings::observable
