#include "daemon/store/sqlite/encoding.hpp"

#include <algorithm>

namespace tidings::store::sqlite {

std::string pack_claims(const v1::Target& target) {
  constexpr std::uint32_t names_nothing = 0xffff;
  std::string packed;
  packed.reserve(static_cast<std::size_t>(target.claims_size()) * 2);
  for (const auto number : target.claims()) {
    base::append_be16(packed, static_cast<std::uint16_t>(std::min<std::uint32_t>(number, names_nothing)));
  }
  return packed;
}

std::vector<std::uint32_t> unpack_claims(std::string_view packed) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(packed.size() / 2);
  for (std::size_t at = 0; at + 2 <= packed.size(); at += 2) {
    numbers.push_back(static_cast<std::uint32_t>(base::read_be(packed, at, 2)));
  }
  return numbers;
}

std::string pack_marks(const std::vector<indicator::SourceMark>& marks) {
  std::string packed;
  packed.reserve(marks.size() * 8);
  for (const auto mark : marks) base::append_be64(packed, mark.bits);
  return packed;
}

std::vector<indicator::SourceMark> unpack_marks(std::string_view packed) {
  std::vector<indicator::SourceMark> marks;
  marks.reserve(packed.size() / 8);
  for (std::size_t at = 0; at + 8 <= packed.size(); at += 8) marks.push_back({base::read_be(packed, at, 8)});
  return marks;
}

}  // namespace tidings::store::sqlite
