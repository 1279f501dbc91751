#include "core/warning/networks.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace tidings::warning {
namespace {

constexpr Address greatest{UINT64_MAX, UINT64_MAX};

Address following(const Address& address) {
  const auto low = address.low + 1;
  return {address.high + (low == 0 ? 1 : 0), low};
}

}  // namespace

Address Address::of(std::string_view bytes) {
  if (bytes.size() == 4) return {0, base::read_be(bytes, 0, 4)};
  return {base::read_be(bytes, 0, 8), base::read_be(bytes, 8, 8)};
}

Address Networks::last_of(const Network& network) const {
  const unsigned free = bits_ - network.prefix;
  auto last = network.first;
  if (free >= 64)
    last.low = UINT64_MAX;
  else
    last.low |= (std::uint64_t{1} << free) - 1;
  if (free == 128)
    last.high = UINT64_MAX;
  else if (free > 64)
    last.high |= (std::uint64_t{1} << (free - 64)) - 1;
  return last;
}

void Networks::begin_stretch(const Address& first, std::uint32_t innermost) {
  // A network that begins where another does takes the stretch over.
  if (!stretches_.empty() && stretches_.back().first == first)
    stretches_.back().innermost = innermost;
  else
    stretches_.push_back({first, innermost});
}

/// Closes the open networks that end before `next`; after each the one around it is innermost again.
void Networks::end_before(const Address& next, std::vector<std::uint32_t>& open) {
  while (!open.empty()) {
    const auto last = last_of(networks_[open.back()]);
    if (last >= next) return;
    open.pop_back();
    begin_stretch(following(last), open.empty() ? none : open.back());
  }
}

void Networks::finish() {
  std::ranges::sort(networks_);
  const auto repeats = std::ranges::unique(networks_);
  networks_.erase(repeats.begin(), repeats.end());
  networks_.shrink_to_fit();
  outer_.reserve(networks_.size());
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < networks_.size(); ++i) {
    end_before(networks_[i].first, open);
    outer_.push_back(open.empty() ? none : open.back());
    open.push_back(i);
    begin_stretch(networks_[i].first, i);
  }
  // What reaches to the end of the address space has nothing after it.
  end_before(greatest, open);
  stretches_.shrink_to_fit();
}

std::uint32_t Networks::innermost(const Address& address) const {
  const auto after = std::ranges::upper_bound(stretches_, address, {}, &Stretch::first);
  return after == stretches_.begin() ? none : std::prev(after)->innermost;
}

std::size_t Networks::memory_bytes() const {
  return networks_.capacity() * sizeof(Network) + outer_.capacity() * sizeof(std::uint32_t) +
         stretches_.capacity() * sizeof(Stretch);
}

}  // namespace tidings::warning
