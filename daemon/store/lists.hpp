#pragma once
/// Lists: bulletins that have something in common (a word, a tag, an origin, …), kept as postings beside those of
/// observables, under types that no observable has. So whatever is true of postings (pending, merged, swept, rebuilt)
/// is true of lists, and a list is read newest first, or from any place on, by one seek. The posting's claim is the
/// only claim of the bulletin that belongs to the list, or whole_bulletin.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/observable/type.hpp"
#include "daemon/store/records.hpp"

namespace tidings::store {

/// More than any claim's number: the list holds of all of the bulletin, or of several of its claims.
inline constexpr std::uint32_t whole_bulletin = 0xffff;

/// The key of each list. Tags, ecosystems and origins are 16 bytes of a hash (two texts that collide would take 2^64
/// tries to find); who needs to be sure looks into the bulletin, as for all that is said of single claims.
std::string word_list(std::string_view word);  ///< sorted by the word, so that words that begin alike are one range
std::string tag_list(std::string_view tag);    ///< exact, as signed
std::string ecosystem_list(std::string_view ecosystem);
std::string origin_list(const OrgId& origin);
std::string kind_list(v1::Kind kind);
std::string tlp_list(v1::Tlp tlp);
std::string type_list(std::uint32_t type);

}  // namespace tidings::store
