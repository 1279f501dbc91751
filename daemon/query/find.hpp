#pragma once
/// Finding bulletins by what people type: a bulletin's or publication's id in hex, or 8 or more of its digits.
/// Errors: BadInput (no hex, too short, more than one fits), NotFound, and what the store says. What the asker may not
/// see is not found.
/// Lives on: a reader thread.
#include <string_view>

#include "daemon/query/asking.hpp"

namespace tidings::query {

inline constexpr std::size_t min_id_digits = 8;

/// The bulletin, or all parts and revisions of the publication, oldest first. Their standing is learned.
base::Result<std::vector<store::Sequence>> find_bulletins(Asking& asking, std::string_view id);

/// Busy while the index is rebuilt.
base::Status check_whole(Asking& asking);
/// The numbers of all claims about `values` in a bulletin's bytes, rising: what it says again of a value has no
/// posting. With them the objects of other formats that these values were read of, and of a digest the names with it.
base::Result<std::vector<std::uint32_t>> claims_about(const std::string& bytes, const std::vector<v1::Value>& values);

/// The same with their audiences, and the numbers of their claims about `values`, for one who sees everything: ours
/// whatever their marking, for who may publish may also put right; of others' none that is narrower than `of_others`.
base::Result<std::vector<FoundBulletin>> find_whole(Asking& asking, std::string_view id,
                                                    const std::vector<v1::Value>& values, v1::Tlp of_others);

}  // namespace tidings::query
