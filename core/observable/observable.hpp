#pragma once
/// An observable: a type and its canonical value. Parsed, refanged and canonicalised here and nowhere else.
/// Canonical bytes are compact: an IPv4 address is 4 bytes, a SHA-256 is 32, an IPv4 CIDR is 4 + 1 (prefix length),
/// an ip-port is 1 (address length: 4 or 16) + address + 2 (port, big endian), "filename|hash" is the hash's bytes and
/// then the name, an AS number is 4 bytes, a MAC address 6, text types are their UTF-8 text (docs/observables.md).
/// Errors: ErrorCode::BadInput with a reason for people ("IPv4 octet > 255"), TooLarge beyond max_value_bytes.
/// Every function is total over any bytes, and linear or n log n in their number.
/// Lives on: any executor.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "core/observable/type.hpp"

namespace tidings::observable {

/// Text types: no field of real data is longer, and 4,096 of them stay within reach of a bulletin.
inline constexpr std::size_t max_value_bytes = 8 * 1024;
/// Patterns carried whole (YARA, Sigma, …) and opaque objects.
inline constexpr std::size_t max_pattern_bytes = 256 * 1024;

using ObservableKey = base::Id<struct ObservableKeyTag, 32>;

struct Observable {
  Type type{Type::None};
  std::string value;  ///< canonical bytes
  friend auto operator<=>(const Observable&, const Observable&) = default;
};

/// What the carrier said of a value. With Type::None the value decides. Among the network types (Ipv4 to UriPath) the
/// value decides in any case: a bare domain that was declared a URL is a domain.
struct Hint {
  Type type{Type::None};
  bool hash_of_file_name{false};  ///< "filename|hash": which hash, its length tells
};

struct Parsed {
  Observable observable;
  bool scheme_assumed{false};  ///< rule U10: "http://" was put in front
  bool refanged{false};        ///< rule F1 changed something
};

/// One value as people write it (defanged, blanks around it) to its canonical observable. Line formats and comments
/// are not known here: see formats/list.
base::Result<Parsed> parse(std::string_view raw, Hint hint = {});

/// Whether `value` is exactly what parse() would have produced for this type: what arrives in a bulletin is checked
/// with this, without building text. Unknown types: false.
bool is_canonical(Type type, std::string_view value);

/// The canonical text: "::ffff:45.62.198.73", "[2001:db8::1]:53", lower-case hex for hashes. parse(to_text(x)) == x.
std::string to_text(Type type, std::string_view value);
inline std::string to_text(const Observable& o) { return to_text(o.type, o.value); }

/// The text with dots and schemes disarmed for people's eyes: "evil[.]example", "hxxps://…". Only network types change.
std::string defang(Type type, std::string_view text);

/// SHA-256(type number in 2 bytes, big endian ‖ canonical bytes).
ObservableKey key(const Observable& observable);

/// The key under which the index sorts it, at most max_index_key_bytes: type in 2 bytes (big endian), then
///   ipv4/ipv6: address; cidr: address ‖ prefix length (so that what lies inside a network is one range);
///   ip-port: address ‖ port; domain, domain-wildcard: labels reversed, each followed by 0x00 ("com\0example\0");
///   email: as a domain, then 0x01 and the local part; url: the host's labels as above (an address as it is written,
///   then 0x00), then 0x01 path and query, 0x01 scheme, 0x01 user@, 0x01 :port; the others: their bytes. A key that
///   would be of max_index_key_bytes or longer is its first bytes ‖ 16 bytes of SHA-256 of the whole value, so two
///   different values never share a key: plain keys are always shorter than hashed ones.
/// Type::Domain and Type::DomainWildcard share Domain's number in the key, the wildcard ending in 0x02, so that one
/// range holds a domain, its wildcard and all below it.
inline constexpr std::size_t max_index_key_bytes = 120;
std::string index_key(Type type, std::string_view value);
/// Types of this number and above are never an observable's: the index files lists under them.
inline constexpr std::uint16_t first_reserved_type = 0xff00;

/// The observable that a plain key was made of; nothing for a hashed key, which only the claim can tell, and for what
/// is no key.
std::optional<Observable> observable_at(std::string_view index_key);

/// The canonical name with its "xn--" labels as they are read; a label that does not decode stays as it is.
std::string unicode_name(std::string_view name);

/// Why a value must not be published unless the publisher insists: private, loopback, link-local, documentation and
/// other special-purpose addresses (RFC 6890 registries), special-use names (RFC 6761), a bare public suffix, a
/// network that holds half the Internet (shorter than /8 or /16 for IPv6), the digest of no bytes at all. Empty if it
/// may.
std::string special_reason(const Observable& observable);
/// The same, of a value that is known to be canonical.
std::string special_reason_of_canonical(const Observable& observable);

}  // namespace tidings::observable
