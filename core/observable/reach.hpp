#pragma once
/// What else speaks of an observable: what covers it (containing networks, parent names, wildcards), and what lies
/// within it, as ranges of index keys.
/// Errors: BadInput, in words.
/// Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/observable/observable.hpp"

namespace tidings::observable {

/// How what was found stands to what was asked for.
enum class Match : std::uint8_t {
  Exact,
  Wildcard,  ///< "*.evil.example", of "www.evil.example"
  Parent,    ///< a name above, or the host of a URL, an e-mail address or an ip-port
  Contains,  ///< a network that holds the address or network
  Within,    ///< below the name, inside the network
};
std::string_view name(Match match);  ///< "exact", "wildcard", "parent", "contains", "within"

struct Covering {
  Observable observable;
  Match match{Match::Exact};
};

/// The IPv4 address that an IPv6 address maps (RFC 4291, 2.5.5.2). Logs of dual-stack hosts write the one for the
/// other; canonical values keep them apart, so whoever asks for the mapped one is told of the IPv4 address, too.
std::optional<Observable> mapped_ipv4(const Observable& observable);

/// The observable itself, then what covers it, the nearest first; of a mapped address the IPv4 address and what covers
/// that as well, as of itself. Names up to the registrable domain (Public Suffix
/// List), each with its wildcard; networks of every length down to /0. A wildcard does not cover its own name. At most
/// some 260, since a name has at most 127 labels.
std::vector<Covering> coverings(const Observable& observable);

/// Index keys in [from, to) of what lies within; but for `is_within`, where keys are cut.
struct KeyRange {
  std::string from, to;
};

/// What lies within a domain (names, wildcards, URLs, e-mail addresses), a wildcard (the same without what is at the
/// name itself), a network (addresses, networks, ip-ports), or an address, which is a network of one. BadInput for
/// other types, which hold nothing.
base::Result<std::vector<KeyRange>> ranges_within(const Observable& outer);

/// Whether `inner` lies within, or is, `outer`: ranges are wider by what shares their keys.
bool is_within(const Observable& inner, const Observable& outer);

/// The registrable domain of a canonical name ("evil.example" of "a.b.evil.example"); the name itself if it has none.
std::string_view registrable(std::string_view name);

/// The name in a domain, wildcard, URL or e-mail address; empty where there is none.
std::string_view name_in(Type type, std::string_view value);

}  // namespace tidings::observable
