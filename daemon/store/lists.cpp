#include "daemon/store/lists.hpp"

#include "base/digest.hpp"
#include "core/observable/observable.hpp"

namespace tidings::store {
namespace {

/// These stand in index files: raise index_version when one changes.
enum class ListType : std::uint16_t {
  Word = 0xff01,
  Tag = 0xff02,
  Ecosystem = 0xff03,
  Origin = 0xff04,
  Kind = 0xff05,
  Tlp = 0xff06,
  Type = 0xff07,
  Role = 0xff08,
  Confidence = 0xff09,
};
static_assert(static_cast<std::uint16_t>(ListType::Word) >= observable::first_reserved_type);

constexpr std::size_t hash_bytes = 8;

std::string list(ListType type, std::string_view text) {
  std::string key;
  key.reserve(2 + text.size());
  base::append_be16(key, static_cast<std::uint16_t>(type));
  key += text;
  return key;
}

std::string hashed_list(ListType type, std::string_view text) {
  return list(type, base::sha256(text).bytes().substr(0, hash_bytes));
}

/// A number that nobody gives a meaning to may share its key with another.
std::string numbered_list(ListType type, std::uint32_t number) {
  std::string bytes;
  base::append_be16(bytes, static_cast<std::uint16_t>(number));
  return list(type, bytes);
}

}  // namespace

std::string word_list(std::string_view word) { return list(ListType::Word, word); }
std::string tag_list(std::string_view tag) { return hashed_list(ListType::Tag, tag); }
std::string ecosystem_list(std::string_view ecosystem) { return hashed_list(ListType::Ecosystem, ecosystem); }
std::string origin_list(const OrgId& origin) { return list(ListType::Origin, origin.bytes().substr(0, hash_bytes)); }
std::string kind_list(v1::Kind kind) { return numbered_list(ListType::Kind, static_cast<std::uint32_t>(kind)); }
std::string tlp_list(v1::Tlp tlp) { return numbered_list(ListType::Tlp, static_cast<std::uint32_t>(tlp)); }
std::string type_list(std::uint32_t type) { return numbered_list(ListType::Type, type); }
std::string role_list(v1::Role role) { return numbered_list(ListType::Role, static_cast<std::uint32_t>(role)); }
std::string confidence_list(std::uint32_t confidence) {
  return numbered_list(ListType::Confidence, confidence / confidence_step);
}

}  // namespace tidings::store
