#include "core/observable/address.hpp"

#include <algorithm>

namespace tidings::observable {
namespace {

constexpr std::string_view not_dotted = "IPv4 host not in dotted-decimal form";
constexpr std::string_view bad_ipv6 = "not an IPv6 address";

Refusal read_octet(std::string_view text, unsigned char& out) {
  if (text.empty() || !all_digits(text)) return not_dotted;
  if (text.size() > 1 && text.front() == '0') return "IPv4 octet with leading zero";
  if (text.size() > 3) return "IPv4 octet > 255";
  unsigned value = 0;
  for (const char c : text) value = value * 10 + static_cast<unsigned>(c - '0');
  if (value > 255) return "IPv4 octet > 255";
  out = static_cast<unsigned char>(value);
  return {};
}

bool read_group(std::string_view text, unsigned& out) {
  if (text.empty() || text.size() > 4) return false;
  out = 0;
  for (const char c : text) {
    const int digit = hex_digit(c);
    if (digit < 0) return false;
    out = out * 16 + static_cast<unsigned>(digit);
  }
  return true;
}

// Groups up to `::` or the end, the last of which may be an IPv4 address; how many bytes were written, or -1.
int read_groups(std::string_view text, unsigned char* out, int room) {
  int written = 0;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const auto part = text.substr(0, colon);
    const bool last = colon == std::string_view::npos;
    if (last && part.find('.') != std::string_view::npos) {
      Ipv4Bytes v4{};
      if (written + 4 > room || !read_ipv4(part, v4).empty()) return -1;
      std::copy(v4.begin(), v4.end(), out + written);
      return written + 4;
    }
    unsigned group = 0;
    if (written + 2 > room || !read_group(part, group)) return -1;
    out[written++] = static_cast<unsigned char>(group >> 8);
    out[written++] = static_cast<unsigned char>(group & 0xff);
    if (last) return written;
    text.remove_prefix(colon + 1);
    if (text.empty()) return -1;
  }
  return written;
}

void append_hex_group(std::string& out, unsigned group) {
  constexpr std::string_view digits = "0123456789abcdef";
  bool begun = false;
  for (int shift = 12; shift >= 0; shift -= 4) {
    const unsigned digit = (group >> shift) & 0xf;
    if (digit == 0 && !begun && shift != 0) continue;
    begun = true;
    out.push_back(digits[digit]);
  }
}

struct ZeroRun {
  int start{-1};
  int length{0};
};

ZeroRun longest_zero_run(const unsigned char* bytes) {
  ZeroRun best;
  for (int i = 0; i < 8;) {
    int end = i;
    while (end < 8 && bytes[2 * end] == 0 && bytes[2 * end + 1] == 0) ++end;
    if (end - i > best.length) best = {i, end - i};
    i = end == i ? i + 1 : end;
  }
  return best.length >= 2 ? best : ZeroRun{};
}

}  // namespace

Refusal read_ipv4(std::string_view text, Ipv4Bytes& out) {
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t dot = text.find('.');
    if ((i < 3) == (dot == std::string_view::npos)) return not_dotted;
    if (const auto why = read_octet(text.substr(0, dot), out[i]); !why.empty()) return why;
    text.remove_prefix(i < 3 ? dot + 1 : 0);
  }
  return {};
}

Refusal read_ipv6(std::string_view text, Ipv6Bytes& out) {
  if (text.find('%') != std::string_view::npos) return "IPv6 address with a zone id";
  if (text.size() > 45) return bad_ipv6;
  out.fill(0);
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return read_groups(text, out.data(), 16) == 16 ? Refusal{} : bad_ipv6;
  const auto head = text.substr(0, gap);
  const auto tail = text.substr(gap + 2);
  if (head.find('.') != std::string_view::npos || tail.starts_with(':')) return bad_ipv6;
  Ipv6Bytes back{};
  const int front_size = read_groups(head, out.data(), 14);
  const int back_size = read_groups(tail, back.data(), 14);
  // "::" stands for at least one group of zeros (RFC 4291 section 2.2).
  if (front_size < 0 || back_size < 0 || front_size + back_size > 14) return bad_ipv6;
  std::copy(back.begin(), back.begin() + back_size, out.end() - back_size);
  return {};
}

void append_ipv4(std::string& out, const unsigned char* bytes) {
  for (int i = 0; i < 4; ++i) {
    if (i > 0) out.push_back('.');
    const unsigned value = bytes[i];
    if (value >= 100) out.push_back(static_cast<char>('0' + value / 100));
    if (value >= 10) out.push_back(static_cast<char>('0' + value / 10 % 10));
    out.push_back(static_cast<char>('0' + value % 10));
  }
}

void append_ipv6(std::string& out, const unsigned char* bytes) {
  const bool zeros = std::all_of(bytes, bytes + 10, [](unsigned char b) { return b == 0; });
  if (zeros && bytes[10] == 0xff && bytes[11] == 0xff) {
    out += "::ffff:";
    append_ipv4(out, bytes + 12);
    return;
  }
  const ZeroRun run = longest_zero_run(bytes);
  for (int i = 0; i < 8; ++i) {
    if (i == run.start) {
      out += "::";
      i += run.length - 1;
      continue;
    }
    if (i > 0 && out.back() != ':') out.push_back(':');
    append_hex_group(out, static_cast<unsigned>(bytes[2 * i] << 8 | bytes[2 * i + 1]));
  }
}

bool looks_like_ipv4(std::string_view host) {
  const std::size_t dot = host.rfind('.');
  const auto last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (all_digits(last)) return true;
  return last.size() >= 2 && last[0] == '0' && lower(last[1]) == 'x' && (last.size() == 2 || all_hex(last.substr(2)));
}

Refusal read_port(std::string_view text, std::uint16_t& port) {
  while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
  std::uint64_t value = 0;
  if (!all_digits(text)) return "port is not a number";
  if (!read_decimal(text, value) || value > 65535) return "port > 65535";
  if (value == 0) return "port 0";
  port = static_cast<std::uint16_t>(value);
  return {};
}

Refusal read_prefix(std::string_view text, unsigned longest, unsigned char& prefix) {
  std::uint64_t value = 0;
  if (!all_digits(text)) return "prefix length is not a number";
  if (text.size() > 1 && text.front() == '0') return "prefix length with leading zero";
  if (!read_decimal(text, value) || value > longest) {
    return longest == 32 ? "IPv4 prefix length > 32" : "IPv6 prefix length > 128";
  }
  prefix = static_cast<unsigned char>(value);
  return {};
}

bool clear_host_bits(unsigned char* bytes, std::size_t size, unsigned prefix) {
  bool changed = false;
  for (std::size_t i = 0; i < size; ++i) {
    const unsigned kept = prefix > i * 8 ? std::min<unsigned>(8, prefix - static_cast<unsigned>(i * 8)) : 0;
    const auto mask = static_cast<unsigned char>(0xff00U >> kept);
    const auto cleared = static_cast<unsigned char>(bytes[i] & mask);
    changed = changed || cleared != bytes[i];
    bytes[i] = cleared;
  }
  return changed;
}

}  // namespace tidings::observable
