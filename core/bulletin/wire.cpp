#include "core/bulletin/wire.hpp"

namespace tidings::bulletin {
namespace {

constexpr std::uint64_t max_field_number = (1U << 29) - 1;
// As protobuf's own parser has it: what it would refuse, we must not accept.
constexpr std::size_t max_tag_bytes = 5;
constexpr std::size_t max_length_bytes = 5;
constexpr std::size_t max_value_bytes = 10;

void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  out.push_back(static_cast<char>(value));
}

}  // namespace

bool FieldWalker::take_varint(std::uint64_t& value, std::size_t max_bytes) {
  value = 0;
  for (std::size_t i = 0; i < rest_.size() && i < max_bytes; ++i) {
    const auto byte = static_cast<unsigned char>(rest_[i]);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      rest_.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

bool FieldWalker::take_bytes(std::uint64_t size, std::string_view& bytes) {
  if (size > rest_.size()) return false;
  bytes = rest_.substr(0, static_cast<std::size_t>(size));
  rest_.remove_prefix(static_cast<std::size_t>(size));
  return true;
}

bool FieldWalker::next(Field& field) {
  if (rest_.empty() || damaged_) return false;
  std::uint64_t tag = 0;
  if (!take_varint(tag, max_tag_bytes) || (tag >> 3) == 0 || (tag >> 3) > max_field_number) return stop();
  field = Field{static_cast<std::uint32_t>(tag >> 3), static_cast<WireType>(tag & 7), 0, {}};
  switch (field.type) {
    case WireType::Varint: return take_varint(field.value, max_value_bytes) || stop();
    case WireType::Fixed64: return take_bytes(8, field.bytes) || stop();
    case WireType::Fixed32: return take_bytes(4, field.bytes) || stop();
    case WireType::Bytes:
      return (take_varint(field.value, max_length_bytes) && take_bytes(field.value, field.bytes)) || stop();
  }
  return stop();
}

void append_bytes_head(std::string& out, std::uint32_t number, std::size_t size) {
  append_varint(out, (std::uint64_t{number} << 3) | 2);
  append_varint(out, size);
}

void append_bytes_field(std::string& out, std::uint32_t number, std::string_view bytes) {
  append_bytes_head(out, number, bytes.size());
  out.append(bytes);
}

void append_varint_field(std::string& out, std::uint32_t number, std::uint64_t value) {
  append_varint(out, std::uint64_t{number} << 3);
  append_varint(out, value);
}

}  // namespace tidings::bulletin
