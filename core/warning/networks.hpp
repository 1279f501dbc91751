#pragma once
/// Networks of one address family, nested as they are: an address is found by one binary search, and what contains it
/// by going outwards from the innermost. Inside of this folder. Lives on: any executor; built by one, then read by all.
#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tidings::warning {

/// An address of either family: the 16 bytes of IPv6, or the 4 of IPv4 as the lowest.
struct Address {
  std::uint64_t high{0}, low{0};
  static Address of(std::string_view bytes);  ///< 4 or 16
  friend auto operator<=>(const Address&, const Address&) = default;
};

struct Network {
  Address first;
  unsigned prefix{0};  ///< of 32 or 128 bits
  std::uint32_t list{0};
  friend auto operator<=>(const Network&, const Network&) = default;
};

class Networks {
 public:
  explicit Networks(unsigned bits) : bits_(bits) {}
  void add(const Network& network) { networks_.push_back(network); }
  /// Once after the last add: sorts and nests.
  void finish();

  /// Calls `on_network(network)`, the innermost first, for each that contains the network `address`/`prefix`.
  template <class OnNetwork>
  void find(const Address& address, unsigned prefix, OnNetwork on_network) const {
    for (auto at = innermost(address); at != none; at = outer_[at]) {
      if (networks_[at].prefix <= prefix) on_network(networks_[at]);
    }
  }
  /// The same for each that lies inside of it, as they follow one another, at most `most`.
  template <class OnNetwork>
  void find_within(const Address& address, unsigned prefix, std::size_t most, OnNetwork on_network) const {
    const auto last = last_of({address, prefix});
    auto at = std::ranges::lower_bound(networks_, address, {}, &Network::first);
    for (; at != networks_.end() && at->first <= last && most > 0; ++at, --most) {
      if (at->prefix > prefix) on_network(*at);
    }
  }
  std::size_t memory_bytes() const;

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  struct Stretch {
    Address first;  ///< up to the next stretch's
    std::uint32_t innermost{none};
  };
  std::uint32_t innermost(const Address& address) const;
  Address last_of(const Network& network) const;
  void begin_stretch(const Address& first, std::uint32_t innermost);
  void end_before(const Address& next, std::vector<std::uint32_t>& open);

  unsigned bits_;
  std::vector<Network> networks_;     ///< sorted: an outer one before what it contains
  std::vector<std::uint32_t> outer_;  ///< the next network around each
  std::vector<Stretch> stretches_;
};

}  // namespace tidings::warning
