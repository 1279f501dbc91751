#pragma once
/// Addresses and networks as the fewest intervals, and those as networks or ranges. Inside of this folder.
/// Lives on: one executor.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/exports/format.hpp"

namespace tidings::exports {

__extension__ using Wide = unsigned __int128;

/// Intervals of addresses of one family; both ends are included.
template <class Number>
class Spans {
 public:
  struct Span {
    Number first, last;
  };
  void add(Number address, unsigned prefix) {
    const unsigned free = bits - prefix;
    const Number below = free == 0 ? Number{0} : static_cast<Number>(static_cast<Number>(~Number{0}) >> (bits - free));
    spans_.push_back(
        {static_cast<Number>(address & static_cast<Number>(~below)), static_cast<Number>(address | below)});
  }
  /// Overlapping and neighbouring ones become one.
  const std::vector<Span>& merged() {
    std::ranges::sort(spans_, {}, &Span::first);
    std::size_t kept = 0;
    for (const auto& span : spans_) {
      const bool touches = kept > 0 && (span.first <= spans_[kept - 1].last || span.first == spans_[kept - 1].last + 1);
      if (touches)
        spans_[kept - 1].last = std::max(spans_[kept - 1].last, span.last);
      else
        spans_[kept++] = span;
    }
    spans_.resize(kept);
    return spans_;
  }
  bool empty() const { return spans_.empty(); }
  std::size_t held_bytes() const { return spans_.size() * sizeof(Span); }

  /// The networks that an interval is made of, from the first: visit(address, prefix).
  template <class Visit>
  static void each_network(Span span, Visit&& visit) {
    while (true) {
      unsigned free = 0;  // grow the block while it begins and ends inside
      while (free < bits && (span.first & block_of(free + 1)) == 0 &&
             static_cast<Number>(span.first | block_of(free + 1)) <= span.last) {
        ++free;
      }
      visit(span.first, bits - free);
      const auto end = static_cast<Number>(span.first | block_of(free));
      if (end >= span.last) return;
      span.first = static_cast<Number>(end + 1);
    }
  }

 private:
  static constexpr unsigned bits = sizeof(Number) * 8;
  static Number block_of(unsigned free) {
    return free == 0 ? Number{0} : static_cast<Number>(static_cast<Number>(~Number{0}) >> (bits - free));
  }
  std::vector<Span> spans_;
};

struct Network {
  std::string_view address;  ///< 4 or 16 bytes; beneath the prefix there may be bits
  unsigned prefix{0};
};
/// Of an address or network; nothing for other values. An IPv4-mapped one (RFC 4291 section 2.5.5.2) is that of IPv4,
/// since that is what is seen on the wire.
std::optional<Network> network_of(const Item& item);

/// Both families, as they come out of values.
class AddressSpans {
 public:
  /// Of an address or network; Nothing, or Unwritable for other values and networks of all addresses there are.
  Left add(const Item& item, Out& out);
  Spans<std::uint32_t> v4;
  Spans<Wide> v6;
};

std::string address_text(std::uint32_t address);
std::string address_text(Wide address);
std::string network_text(std::uint32_t address, unsigned prefix);  ///< without a prefix where it is one address
std::string network_text(Wide address, unsigned prefix);
std::string range_text(const Spans<std::uint32_t>::Span& span);  ///< an address, a network or "first-last"
std::string range_text(const Spans<Wide>::Span& span);

}  // namespace tidings::exports
