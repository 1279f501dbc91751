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

/// More than any claim's number: the list holds of all of the bulletin, or of several of its claims. In two bytes,
/// since there are some thirty of them a bulletin.
inline constexpr std::uint32_t whole_bulletin = 0x7fff;

/// The key of each list. Tags, ecosystems and origins are 8 bytes of a hash, and two that share a key are read in vain
/// now and then: who needs to be sure looks into the bulletin, as for all that is said of single claims.
std::string word_list(std::string_view word);  ///< sorted by the word, so that words that begin alike are one range
std::string tag_list(std::string_view tag);    ///< exact, as signed
std::string ecosystem_list(std::string_view ecosystem);
std::string origin_list(const OrgId& origin);
std::string kind_list(v1::Kind kind);
std::string tlp_list(v1::Tlp tlp);
std::string type_list(std::uint32_t type);
std::string role_list(v1::Role role);
/// Of claims whose confidence (0-100) is in the same step of five: a question for more than some confidence reads the
/// lists from its step on.
inline constexpr std::uint32_t confidence_step = 5;
std::string confidence_list(std::uint32_t confidence);

}  // namespace tidings::store
