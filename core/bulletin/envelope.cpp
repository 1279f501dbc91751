// Taking an envelope (v1::Bulletin) apart where it lies.
#include "core/bulletin/verify.hpp"
#include "core/bulletin/wire.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;

enum EnvelopeField : std::uint32_t { HeaderField = 1, Signature, Algorithm, DelegationId, Seed, Claims, Pruning };
enum PruningField : std::uint32_t { Numbers = 1, Salts, Hashes };

base::Error bad(std::string what) { return base::fail(ErrorCode::BadInput, std::move(what)); }
base::Error too_large(std::string what) { return base::fail(ErrorCode::TooLarge, std::move(what)); }
base::Error too_many_claims() { return too_large("a bulletin of more than 4,096 claims"); }

/// One number, or packed ones: both are ways to write a repeated uint32.
base::Status take_numbers(const Field& field, std::vector<std::uint32_t>& numbers) {
  const auto add = [&](std::uint64_t value) {
    if (numbers.size() == max_claims || value >= max_claims) return false;
    numbers.push_back(static_cast<std::uint32_t>(value));
    return true;
  };
  if (field.type == WireType::Varint) return add(field.value) ? base::Status{} : too_many_claims();
  if (field.type != WireType::Bytes) return bad("the numbers of a pruned bulletin cannot be read");
  std::uint64_t value = 0;
  int shift = 0;
  for (const char c : field.bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (shift > 28) return bad("the numbers of a pruned bulletin cannot be read");
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    shift += 7;
    if (byte >= 0x80) continue;
    if (!add(value)) return too_many_claims();
    value = 0;
    shift = 0;
  }
  return shift == 0 ? base::Status{} : bad("the numbers of a pruned bulletin are cut");
}

base::Status take_piece(std::string_view bytes, std::size_t size, std::vector<std::string_view>& pieces) {
  if (bytes.size() != size) return bad("a salt or hash of a pruned bulletin has the wrong size");
  if (pieces.size() == max_claims) return too_many_claims();
  pieces.push_back(bytes);
  return {};
}

base::Status take_pruning(std::string_view bytes, Envelope& envelope) {
  FieldWalker walker(bytes);
  for (Field field; walker.next(field);) {
    base::Status taken;
    if (field.number == Numbers) taken = take_numbers(field, envelope.numbers);
    if (field.number == Salts) taken = take_piece(field.bytes, 16, envelope.salts);
    if (field.number == Hashes) taken = take_piece(field.bytes, 32, envelope.hashes);
    if (!taken) return taken;
  }
  return walker.damaged() ? bad("the pruning cannot be read") : base::Status{};
}

base::Status take_claim(const Field& field, Envelope& envelope) {
  if (field.bytes.size() > max_claim_bytes) return too_large("a claim is longer than 300 KiB");
  if (envelope.claims.size() == max_claims) return too_many_claims();
  envelope.claims.push_back(field.bytes);
  return {};
}

/// A field that stands once. `seen` has a bit for each field number.
base::Status take_single(const Field& field, unsigned& seen, Envelope& envelope) {
  if ((seen & (1U << field.number)) != 0) {
    return bad("field " + std::to_string(field.number) + " of the envelope stands twice");
  }
  seen |= 1U << field.number;
  switch (field.number) {
    case HeaderField: envelope.header = field.bytes; break;
    case Signature: envelope.signature = field.bytes; break;
    case DelegationId: envelope.delegation_id = field.bytes; break;
    case Seed: envelope.seed = field.bytes; break;
    case Algorithm:
      if (field.value > 0xffffffff) return bad("the algorithm's number is too large");
      envelope.algorithm = static_cast<std::uint32_t>(field.value);
      break;
    case Pruning: envelope.pruned = true; return take_pruning(field.bytes, envelope);
  }
  return {};
}

base::Status take_field(const Field& field, unsigned& seen, Envelope& envelope) {
  const WireType expected = field.number == Algorithm ? WireType::Varint : WireType::Bytes;
  if (field.type != expected) return bad("field " + std::to_string(field.number) + " of the envelope has a wrong form");
  return field.number == Claims ? take_claim(field, envelope) : take_single(field, seen, envelope);
}

base::Status check_whole(const Envelope& envelope) {
  if (envelope.header.empty()) return bad("the bulletin has no header");
  if (envelope.header.size() > max_header_bytes) return too_large("the header is longer than 64 KiB");
  if (envelope.pruned) {
    if (!envelope.seed.empty()) return bad("a pruned bulletin with the seed that its withheld claims' salts come from");
    if (envelope.numbers.size() != envelope.claims.size() || envelope.salts.size() != envelope.claims.size()) {
      return bad("a pruned bulletin with another number of claims than of numbers or salts");
    }
    return {};
  }
  if (envelope.seed.size() != (envelope.claims.empty() ? 0U : 32U)) {
    return bad("a whole bulletin has a seed of 32 bytes if it has claims, and else none");
  }
  return {};
}

base::Status check_size(std::string_view bytes) {
  if (bytes.size() > max_bulletin_bytes) return too_large("a bulletin of more than 1 MiB");
  return {};
}

}  // namespace

base::Result<Envelope> open(std::string_view bytes) {
  if (const auto checked = check_size(bytes); !checked) return checked.error();
  Envelope envelope;
  FieldWalker walker(bytes);
  unsigned seen = 0;
  std::size_t known_bytes = 0;
  for (Field field; walker.next(field);) {
    if (field.number < HeaderField || field.number > Pruning) continue;
    if (const auto taken = take_field(field, seen, envelope); !taken) return taken.error();
    known_bytes += field.bytes.size() + 6;  // with its tag and length, at most
  }
  if (walker.damaged()) return base::fail(ErrorCode::Truncated, "the bulletin is cut or damaged");
  if (bytes.size() > known_bytes + max_unknown_bytes)
    return too_large("more than 4 KiB of unknown fields in an envelope");
  if (const auto checked = check_whole(envelope); !checked) return checked.error();
  return envelope;
}

base::Result<Header> peek_header(std::string_view bytes) {
  if (const auto checked = check_size(bytes); !checked) return checked.error();
  FieldWalker walker(bytes);
  for (Field field; walker.next(field);) {
    if (field.number == HeaderField && field.type == WireType::Bytes) return read_header(field.bytes);
  }
  return bad("the bulletin has no header");
}

std::optional<std::string_view> header_at_beginning(std::string_view beginning) {
  FieldWalker walker(beginning);
  for (Field field; walker.next(field);) {
    if (field.number == HeaderField && field.type == WireType::Bytes) return field.bytes;
  }
  return std::nullopt;
}

}  // namespace tidings::bulletin
