#include "core/observable/special_ranges.hpp"

#include <array>

namespace tidings::observable {
namespace {

template <std::size_t Size>
struct Range {
  std::array<unsigned char, Size> address;
  unsigned prefix;
  std::string_view what;
};

constexpr std::array<Range<4>, 16> ipv4_ranges = {{
    {{0, 0, 0, 0}, 8, "this network (RFC 791)"},
    {{10, 0, 0, 0}, 8, "private address (RFC 1918)"},
    {{100, 64, 0, 0}, 10, "shared address (RFC 6598)"},
    {{127, 0, 0, 0}, 8, "loopback address (RFC 1122)"},
    {{169, 254, 0, 0}, 16, "link-local address (RFC 3927)"},
    {{172, 16, 0, 0}, 12, "private address (RFC 1918)"},
    {{192, 0, 0, 0}, 24, "protocol assignment (RFC 6890)"},
    {{192, 0, 2, 0}, 24, "documentation address (RFC 5737)"},
    {{192, 88, 99, 0}, 24, "6to4 relay anycast (RFC 7526)"},
    {{192, 168, 0, 0}, 16, "private address (RFC 1918)"},
    {{198, 18, 0, 0}, 15, "benchmarking address (RFC 2544)"},
    {{198, 51, 100, 0}, 24, "documentation address (RFC 5737)"},
    {{203, 0, 113, 0}, 24, "documentation address (RFC 5737)"},
    {{224, 0, 0, 0}, 4, "multicast address (RFC 5771)"},
    {{255, 255, 255, 255}, 32, "broadcast address (RFC 919)"},
    {{240, 0, 0, 0}, 4, "reserved address (RFC 1112)"},
}};

constexpr std::array<Range<16>, 14> ipv6_ranges = {{
    {{}, 128, "unspecified address (RFC 4291)"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback address (RFC 4291)"},
    {{0x00, 0x64, 0xff, 0x9b, 0, 1}, 48, "local translation (RFC 8215)"},
    {{0x01}, 64, "discard-only address (RFC 6666)"},
    {{0x20, 0x01, 0, 2}, 48, "benchmarking address (RFC 5180)"},
    {{0x20, 0x01, 0, 0x10}, 28, "deprecated ORCHID (RFC 4843)"},
    {{0x20, 0x01, 0, 0x20}, 28, "ORCHIDv2 (RFC 7343)"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation address (RFC 3849)"},
    {{0x3f, 0xff}, 20, "documentation address (RFC 9637)"},
    {{0x5f, 0x00}, 16, "segment routing (RFC 9602)"},
    {{0xfc}, 7, "unique local address (RFC 4193)"},
    {{0xfe, 0x80}, 10, "link-local address (RFC 4291)"},
    {{0xfe, 0xc0}, 10, "deprecated site-local address (RFC 3879)"},
    {{0xff}, 8, "multicast address (RFC 4291)"},
}};

// Where an IPv6 address embeds an IPv4 one.
struct Embedding {
  std::array<unsigned char, 12> address;
  unsigned prefix;
  std::size_t offset;
};
constexpr std::array<Embedding, 3> embeddings = {{
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 12},  // mapped, RFC 4291
    {{0x00, 0x64, 0xff, 0x9b}, 96, 12},                    // NAT64, RFC 6052
    {{0x20, 0x02}, 16, 2},                                 // 6to4, RFC 3056
}};

template <std::size_t Size>
bool lies_in(const unsigned char* address, const std::array<unsigned char, Size>& network, unsigned bits) {
  for (std::size_t i = 0; i * 8 < bits; ++i) {
    const unsigned left = bits - static_cast<unsigned>(i * 8);
    const auto mask = static_cast<unsigned char>(left >= 8 ? 0xff : 0xff00U >> left);
    if ((address[i] & mask) != (network[i] & mask)) return false;
  }
  return true;
}

std::string_view special_ipv4(const unsigned char* address, unsigned prefix) {
  for (const auto& range : ipv4_ranges) {
    if (prefix >= range.prefix && lies_in(address, range.address, range.prefix)) return range.what;
  }
  return {};
}

}  // namespace

std::string_view special_range(const unsigned char* address, std::size_t size, unsigned prefix) {
  if (size == 4) return special_ipv4(address, prefix);
  for (const auto& range : ipv6_ranges) {
    if (prefix >= range.prefix && lies_in(address, range.address, range.prefix)) return range.what;
  }
  for (const auto& embedding : embeddings) {
    const auto bits = static_cast<unsigned>(embedding.offset * 8);
    if (prefix > bits && lies_in(address, embedding.address, embedding.prefix)) {
      return special_ipv4(address + embedding.offset, prefix - bits > 32 ? 32 : prefix - bits);
    }
  }
  return {};
}

}  // namespace tidings::observable
