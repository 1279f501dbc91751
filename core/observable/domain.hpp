#pragma once
/// Domain names as text and canonical (rules N1-N10). Inside of this folder.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "core/observable/text.hpp"

namespace tidings::observable {

inline constexpr std::size_t max_domain_bytes = 253;
inline constexpr std::size_t max_label_bytes = 63;

/// Puts the canonical name in `out`: lower case, without its trailing dot, non-ASCII labels through UTS #46.
/// libidn2 is called for labels that are not ASCII, and for no other.
Refusal read_domain(std::string_view text, std::string& out);

/// Whether it is a canonical domain already; empty means yes.
Refusal check_domain(std::string_view name);

/// Whether `name` is `zone` or a name below it.
bool is_at_or_below(std::string_view name, std::string_view zone);

/// The labels of a canonical name from the last to the first, each followed by a zero byte.
void append_reversed_labels(std::string& out, std::string_view name);

}  // namespace tidings::observable
