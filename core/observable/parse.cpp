#include "core/observable/detect.hpp"
#include "core/observable/hash.hpp"
#include "core/observable/identifier.hpp"
#include "core/observable/network.hpp"
#include "core/observable/observable.hpp"
#include "core/observable/plain_text.hpp"
#include "core/observable/text.hpp"

namespace tidings::observable {
namespace {

using base::ErrorCode;
using base::Status;

Status as_status(Refusal why) {
  if (why.empty()) return {};
  return base::fail(ErrorCode::BadInput, std::string(why));
}

Status take_text(Refusal why, std::string_view text, std::string& out) {
  if (why.empty()) out = std::string(text);
  return as_status(why);
}

Status read_other_forms(Type type, std::string_view text, std::string& out) {
  if (is_line_type(type)) return take_text(check_text(text), text, out);
  if (is_block_type(type)) return take_text(check_block(text), text, out);
  if (type == Type::Regkey) return take_text(check_text(text), expand_hive(text), out);
  if (type == Type::Ssdeep) return take_text(check_ssdeep(text), text, out);
  if (type == Type::Tlsh) return as_status(read_tlsh(text, out));
  if (type == Type::Asn) return as_status(read_asn(text, out));
  if (type == Type::Cve) return as_status(read_cve(text, out));
  if (type == Type::Cpe) return as_status(read_cpe(text, out));
  if (type == Type::Ja4) return as_status(read_ja4(text, out));
  if (type == Type::MacAddress) return as_status(read_mac(text, out));
  if (type == Type::Bitcoin) return as_status(read_bitcoin(text, out));
  return base::fail(ErrorCode::BadInput, "unknown type");
}

// A value whose type is settled; the network types may still become one another.
Status read_as(Type type, std::string_view text, Parsed& out) {
  if (text.empty()) return base::fail(ErrorCode::BadInput, "empty value");
  if (static_cast<unsigned>(type) <= static_cast<unsigned>(Type::Email)) return read_network(text, type, out);
  out.observable.type = type;
  if (digest_bytes(type) != 0) return read_digest(type, text, out.observable.value);
  if (filename_digest_bytes(type) != 0) return read_filename_hash(out.observable.type, text, out.observable.value);
  return read_other_forms(type, text, out.observable.value);
}

Status read_by_value(std::string_view text, Parsed& out) {
  const Shape shape = detect_shape(text);
  switch (shape.kind) {
    case Shape::Kind::Network: return read_as(Type::None, text, out);
    case Shape::Kind::Typed: return read_as(shape.type, text, out);
    case Shape::Kind::FilenameHash: return read_filename_hash(out.observable.type, text, out.observable.value);
    case Shape::Kind::OddHex: break;
  }
  return base::fail(ErrorCode::BadInput, std::to_string(text.size()) + " hex digits are no known hash");
}

std::size_t value_limit(Type type) {
  const bool pattern = type == Type::StixPattern || type == Type::Yara || type == Type::Sigma || type == Type::Suricata;
  return pattern || type == Type::Opaque ? max_pattern_bytes : max_value_bytes;
}

}  // namespace

base::Result<Parsed> parse(std::string_view raw, Hint hint) {
  // What surrounds a value is text of the carrier's: opaque bytes have no blanks.
  const auto text = hint.type == Type::Opaque ? raw : trim(raw);
  const std::size_t limit = value_limit(hint.type);
  if (text.size() > limit) {
    return base::fail(ErrorCode::TooLarge, "longer than " + std::to_string(limit) + " bytes");
  }
  Parsed out;
  Status status;
  if (hint.type == Type::Opaque) {
    if (text.empty()) return base::fail(ErrorCode::BadInput, "empty value");
    out.observable = {Type::Opaque, std::string(text)};
  } else if (hint.hash_of_file_name) {
    out.observable.type = hint.type;
    status = read_filename_hash(out.observable.type, text, out.observable.value);
  } else if (hint.type == Type::None) {
    status = read_by_value(text, out);
  } else {
    status = read_as(hint.type, text, out);
  }
  if (!status) return status.error();
  if (out.observable.value.size() > limit) {
    return base::fail(ErrorCode::TooLarge, "longer than " + std::to_string(limit) + " bytes once escaped");
  }
  return out;
}

}  // namespace tidings::observable
