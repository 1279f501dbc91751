#pragma once
/// Addresses, networks, names, URLs and paths by their value, refanged first (rules F1-F2, A1-A7, P1, N1-N10, U1-U15,
/// E1). Inside of this folder.
/// Lives on: any executor.
#include <string_view>

#include "base/result.hpp"
#include "core/observable/observable.hpp"

namespace tidings::observable {

/// What was declared narrows little: among these types the value decides (a bare domain declared as URL is a domain),
/// except that only Type::Email and Type::None may give an e-mail address.
base::Status read_network(std::string_view text, Type declared, Parsed& out);

}  // namespace tidings::observable
