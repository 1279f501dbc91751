#pragma once
/// Bytes, fixed-size ids and their text forms (lower-case hex).
/// Byte strings that are owned are std::string (what protobuf and SQLite speak); borrowed ones are std::string_view.
/// Lives on: any executor.
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::base {

/// Lower-case hex of `bytes`.
std::string to_hex(std::string_view bytes);

/// Bytes of hex text in any case; nothing if the length is odd or a character is not a hex digit.
std::optional<std::string> from_hex(std::string_view hex);

/// Constant-time equality for secrets and authenticators; false at once only if the lengths differ.
bool equal_secret(std::string_view a, std::string_view b);

inline void append_be16(std::string& out, std::uint16_t value) {
  out.push_back(static_cast<char>(value >> 8));
  out.push_back(static_cast<char>(value & 0xff));
}
inline void append_be32(std::string& out, std::uint32_t value) {
  append_be16(out, static_cast<std::uint16_t>(value >> 16));
  append_be16(out, static_cast<std::uint16_t>(value & 0xffff));
}
inline void append_be64(std::string& out, std::uint64_t value) {
  append_be32(out, static_cast<std::uint32_t>(value >> 32));
  append_be32(out, static_cast<std::uint32_t>(value & 0xffffffff));
}
/// Reads `width` (1..8) big-endian bytes at `offset`; the caller has checked the length.
inline std::uint64_t read_be(std::string_view in, std::size_t offset, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value = (value << 8) | static_cast<unsigned char>(in[offset + i]);
  return value;
}

/// A fixed-size binary id. `Tag` makes one type an id: OrgId and BulletinId do not mix.
template <class Tag, std::size_t Size>
class Id {
 public:
  static constexpr std::size_t size = Size;

  constexpr Id() = default;
  /// The id in exactly `Size` bytes, else nothing.
  static std::optional<Id> from_bytes(std::string_view bytes) {
    if (bytes.size() != Size) return std::nullopt;
    Id id;
    std::memcpy(id.bytes_.data(), bytes.data(), Size);
    return id;
  }
  static std::optional<Id> from_text(std::string_view hex) {
    const auto raw = from_hex(hex);
    return raw ? from_bytes(*raw) : std::nullopt;
  }
  std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), Size}; }
  std::string str() const { return std::string(bytes()); }
  std::string text() const { return to_hex(bytes()); }
  /// The first 12 hex digits: for people, never for looking up.
  std::string brief() const { return text().substr(0, 12); }
  bool is_zero() const { return *this == Id{}; }
  unsigned char* data() { return bytes_.data(); }
  const unsigned char* data() const { return bytes_.data(); }
  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  std::array<unsigned char, Size> bytes_{};
};

/// For unordered containers of ids that are hashes already. Not for ids a stranger may choose freely.
struct IdHash {
  template <class Tag, std::size_t Size>
  std::size_t operator()(const Id<Tag, Size>& id) const {
    std::size_t value = 0;
    std::memcpy(&value, id.data(), sizeof value);
    return value;
  }
};

}  // namespace tidings::base
