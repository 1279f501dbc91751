#pragma once
/// Walks the fields of an encoded Protocol Buffers message without decoding or copying it: how sizes and counts are
/// known before anything is allocated for them, and how claims are reached where they lie.
/// Groups (wire types 3 and 4) do not exist in proto3 and are taken as damage.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>

namespace tidings::bulletin {

enum class WireType : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

struct Field {
  std::uint32_t number{0};
  WireType type{WireType::Varint};
  std::uint64_t value{0};  ///< of a Varint
  std::string_view bytes;  ///< of a Bytes field; points into the message
};

class FieldWalker {
 public:
  explicit FieldWalker(std::string_view message) : rest_(message) {}
  /// The next field; false at the end, and where the message is damaged.
  bool next(Field& field);
  /// Whether next() stopped because of damage, not at the end.
  bool damaged() const { return damaged_; }

 private:
  bool take_varint(std::uint64_t& value, std::size_t max_bytes);
  bool take_bytes(std::uint64_t size, std::string_view& bytes);
  bool stop() {
    damaged_ = true;
    return false;
  }

  std::string_view rest_;
  bool damaged_{false};
};

/// Appends a field of bytes; together with verbatim pieces this writes an envelope without copying them twice.
void append_bytes_field(std::string& out, std::uint32_t number, std::string_view bytes);
/// The same, of `size` bytes that the caller appends next.
void append_bytes_head(std::string& out, std::uint32_t number, std::size_t size);
void append_varint_field(std::string& out, std::uint32_t number, std::uint64_t value);

}  // namespace tidings::bulletin
