#include "core/bulletin/same_claims.hpp"

#include "core/bulletin/wire.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;

enum EnvelopeField : std::uint32_t { HeaderField = 1, Seed = 5, Claims = 6, Pruning = 7, SameClaims = 8 };

/// Every field but those of the claims, as it stands.
std::string without_fields_of_claims(std::string_view bytes) {
  std::string out;
  FieldWalker walker(bytes);
  for (Field field; walker.next(field);) {
    if (field.number == Seed || field.number == Claims || field.number == SameClaims) continue;
    if (field.type == WireType::Bytes) append_bytes_field(out, field.number, field.bytes);
    if (field.type == WireType::Varint) append_varint_field(out, field.number, field.value);
  }
  return out;
}

std::string_view header_of(std::string_view bytes) {
  FieldWalker walker(bytes);
  for (Field field; walker.next(field);) {
    if (field.number == HeaderField && field.type == WireType::Bytes) return field.bytes;
  }
  return {};
}

}  // namespace

base::Result<std::string> without_claims(std::string_view whole, const BulletinId& other) {
  const auto envelope = open(whole);
  if (!envelope) return envelope.error();
  if (envelope->pruned || envelope->claims.empty()) {
    return base::fail(ErrorCode::BadInput, "only a whole bulletin with claims has them elsewhere");
  }
  auto out = without_fields_of_claims(whole);
  append_bytes_field(out, SameClaims, other.bytes());
  return out;
}

std::optional<BulletinId> claims_elsewhere(std::string_view bytes) {
  std::optional<BulletinId> other;
  FieldWalker walker(bytes);
  for (Field field; walker.next(field);) {
    const bool has_own = field.number == Seed || field.number == Claims || field.number == Pruning;
    if (has_own) return std::nullopt;
    if (field.number == SameClaims && field.type == WireType::Bytes) other = BulletinId::from_bytes(field.bytes);
  }
  return walker.damaged() ? std::nullopt : other;
}

base::Result<std::string> with_claims_of(std::string_view bytes, std::string_view other) {
  const auto held = open(other);
  if (!held) return held.error();
  if (held->pruned) return base::fail(ErrorCode::BadProof, "the bulletin whose claims it has is not whole here");
  const auto header = read_header(header_of(bytes));
  if (!header) return header.error();
  const auto held_header = read_header(held->header);
  if (!held_header) return held_header.error();
  if (header->message.claims_root() != held_header->message.claims_root() || header->origin != held_header->origin) {
    return base::fail(ErrorCode::BadProof, "the bulletin whose claims it names has others");
  }
  auto out = without_fields_of_claims(bytes);
  append_bytes_field(out, Seed, held->seed);
  for (const auto claim : held->claims) append_bytes_field(out, Claims, claim);
  if (out.size() > max_bulletin_bytes) return base::fail(ErrorCode::TooLarge, "a bulletin of more than 1 MiB");
  return out;
}

}  // namespace tidings::bulletin
