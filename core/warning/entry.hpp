#pragma once
/// How entries of lists, and values, are brought to the form in which they are compared. Inside of this folder.
/// Errors: BadInput.
/// Lives on: any executor (pure).
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/observable/observable.hpp"
#include "core/warning/networks.hpp"

namespace tidings::warning {

/// Of a string list: the canonical text of what it is, in lower case, else itself. A dot in front is left out: MISP's
/// lists of names have one now and then, though no value begins so.
std::string whole_of(std::string_view entry);

/// Of a hostname list: the canonical name; of a URL its host.
base::Result<std::string> name_of(std::string_view entry);

struct FamilyNetwork {
  Network network;
  bool is_ipv4{false};
};
/// Of a cidr list: an address or a network. IPv4 addresses written as IPv6 are IPv4's.
base::Result<FamilyNetwork> network_of(std::string_view entry);

/// "10.0.0.0/8"; a single address without its prefix.
std::string text_of(const Network& network, bool is_ipv4);

/// The same of a value's canonical bytes: `address` has 4 or 16.
FamilyNetwork network_of(std::string_view address, unsigned prefix);

}  // namespace tidings::warning
