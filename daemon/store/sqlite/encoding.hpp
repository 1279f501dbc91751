#pragma once
/// How the index keeps the claim numbers of a target and source marks.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/store/records.hpp"

namespace tidings::store::sqlite {

/// A target's claim numbers, 2 bytes each, big endian; empty for the whole bulletin. A number that no bulletin can
/// have reads as 65,535: it names nothing, and must not widen its target to the whole.
std::string pack_claims(const v1::Target& target);
std::vector<std::uint32_t> unpack_claims(std::string_view packed);

/// Source marks, 8 bytes each, big endian.
std::string pack_marks(const std::vector<indicator::SourceMark>& marks);
std::vector<indicator::SourceMark> unpack_marks(std::string_view packed);

}  // namespace tidings::store::sqlite
