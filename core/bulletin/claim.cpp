#include "core/bulletin/claim.hpp"

#include <algorithm>

#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/wire.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;

enum ClaimField : std::uint32_t { Type = 1, Value, Role, Verdict, Confidence, ValidFrom, ValidUntil, Comment, Tags };
constexpr std::uint32_t max_confidence = 101;  // 100, plus one

base::Error bad(std::string what) { return base::fail(ErrorCode::BadInput, std::move(what)); }
base::Error too_large(std::string what) { return base::fail(ErrorCode::TooLarge, std::move(what)); }

/// Values that mean the same in a uint32 or enum field and as a plain number; others are protobuf's to cut.
bool is_small(const Field& field) { return field.type == WireType::Varint && field.value <= 0x7fffffff; }

/// Sets a field that a plain claim has; false where the claim is not plain.
bool take_plain(const Field& field, v1::Claim& claim) {
  const auto number = static_cast<std::uint32_t>(field.value);
  const int enumerator = static_cast<int>(field.value);
  switch (field.number) {
    case Type: claim.set_type(number); return is_small(field);
    case Value: claim.set_value(field.bytes.data(), field.bytes.size()); return field.type == WireType::Bytes;
    case Role: claim.set_role(static_cast<v1::Role>(enumerator)); return is_small(field);
    case Verdict: claim.set_verdict(static_cast<v1::Verdict>(enumerator)); return is_small(field);
    case Confidence: claim.set_confidence(number); return is_small(field);
    case ValidFrom: claim.set_valid_from(field.value); return field.type == WireType::Varint;
    case ValidUntil: claim.set_valid_until(field.value); return field.type == WireType::Varint;
    case Comment: {
      const bool ascii = std::all_of(field.bytes.begin(), field.bytes.end(), [](char c) { return c >= 0; });
      claim.set_comment(field.bytes.data(), field.bytes.size());
      return field.type == WireType::Bytes && ascii;
    }
  }
  return false;
}

/// Reads a claim of plain fields, each at most once; false where it has anything else.
bool read_plain(std::string_view bytes, v1::Claim& claim) {
  FieldWalker walker(bytes);
  unsigned seen = 0;
  for (Field field; walker.next(field);) {
    if (field.number > Comment || (seen & (1U << field.number)) != 0 || !take_plain(field, claim)) return false;
    seen |= 1U << field.number;
  }
  return !walker.damaged();
}

/// Counts lists before protobuf makes room for them.
base::Status check_shape(std::string_view bytes) {
  FieldWalker walker(bytes);
  std::size_t tags = 0;
  for (Field field; walker.next(field);) {
    if (field.number != Tags) continue;
    if (++tags > max_list_entries) return too_large("a claim has more than 256 tags");
    if (field.bytes.size() > max_list_entry_bytes) return too_large("a tag of a claim is longer than 2,048 bytes");
  }
  return walker.damaged() ? bad("a claim cannot be read") : base::Status{};
}

base::Status check_claim(const v1::Claim& claim) {
  if (claim.confidence() > max_confidence) return bad("a claim's confidence is above 100");
  if (claim.comment().size() > max_comment_bytes) return too_large("a claim's comment is longer than 4,096 bytes");
  if (claim.has_sighting() && claim.sighting().ecosystem().size() > max_list_entry_bytes) {
    return too_large("a sighting's ecosystem is longer than 2,048 bytes");
  }
  if (!claim.has_opaque()) return {};
  if (claim.opaque().content().size() > max_opaque_bytes) return too_large("an opaque object is longer than 256 KiB");
  if (claim.opaque().media_type().size() > max_list_entry_bytes ||
      claim.opaque().external_id().size() > max_list_entry_bytes) {
    return too_large("an opaque object's media type or id is longer than 2,048 bytes");
  }
  return {};
}

}  // namespace

base::Status read_claim_bytes(std::string_view bytes, v1::Claim& claim) {
  if (!read_plain(bytes, claim)) {
    if (const auto checked = check_shape(bytes); !checked) return checked;
    if (!claim.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {  // clears what the plain reader set
      return bad("a claim cannot be read, or a text in it is not UTF-8");
    }
  }
  return check_claim(claim);
}

}  // namespace tidings::bulletin
