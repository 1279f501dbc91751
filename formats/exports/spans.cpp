#include "formats/exports/spans.hpp"

#include "formats/exports/lines.hpp"

namespace tidings::exports {
namespace {

using observable::Type;

template <class Number>
Number number_of(std::string_view bytes) {
  Number value = 0;
  for (const char c : bytes) value = static_cast<Number>((value << 8) | static_cast<unsigned char>(c));
  return value;
}

template <class Number>
std::string bytes_of(Number value) {
  std::string out(sizeof(Number), '\0');
  for (std::size_t i = out.size(); i-- > 0; value = static_cast<Number>(value >> 8)) {
    out[i] = static_cast<char>(static_cast<unsigned char>(value & 0xff));
  }
  return out;
}

template <class Number>
constexpr Type address_type = sizeof(Number) == 4 ? Type::Ipv4 : Type::Ipv6;
template <class Number>
constexpr Type network_type = sizeof(Number) == 4 ? Type::Ipv4Cidr : Type::Ipv6Cidr;

template <class Number>
std::string text_of_network(Number address, unsigned prefix) {
  auto bytes = bytes_of(address);
  if (prefix == sizeof(Number) * 8) return observable::to_text(address_type<Number>, bytes);
  bytes.push_back(static_cast<char>(static_cast<unsigned char>(prefix)));
  return observable::to_text(network_type<Number>, bytes);
}

template <class Number>
std::string text_of_range(const typename Spans<Number>::Span& span) {
  std::string text;
  std::size_t networks = 0;
  Spans<Number>::each_network(span, [&](Number address, unsigned prefix) {
    if (networks++ == 0) text = text_of_network(address, prefix);
  });
  return networks == 1 ? text : address_text(span.first) + "-" + address_text(span.last);
}

template <class Number>
Left add_to(Spans<Number>& spans, const Network& network, Out& out) {
  if (network.prefix == 0) return Left::Unwritable;
  if (spans.held_bytes() > max_held_bytes) {
    out.fail(base::fail(base::ErrorCode::TooLarge, "the export has more addresses than can be merged: narrow it"));
  }
  spans.add(number_of<Number>(network.address), network.prefix);
  return Left::Nothing;
}

constexpr std::size_t ipv4_bytes = 4, ipv6_bytes = 16;
constexpr std::string_view mapped("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);

}  // namespace

std::optional<Network> network_of(const Item& item) {
  const bool is_v4 = item.type == Type::Ipv4 || item.type == Type::Ipv4Cidr;
  if (!is_v4 && item.type != Type::Ipv6 && item.type != Type::Ipv6Cidr) return std::nullopt;
  const auto size = is_v4 ? ipv4_bytes : ipv6_bytes;
  Network network{item.value.substr(0, size), static_cast<unsigned>(size * 8)};
  if (item.value.size() > size) network.prefix = static_cast<unsigned char>(item.value.back());
  const auto mapped_bits = static_cast<unsigned>(mapped.size() * 8);
  if (is_v4 || !network.address.starts_with(mapped) || network.prefix < mapped_bits) return network;
  return Network{network.address.substr(mapped.size()), network.prefix - mapped_bits};
}

Left AddressSpans::add(const Item& item, Out& out) {
  const auto network = network_of(item);
  if (!network) return Left::Unwritable;
  return network->address.size() == ipv4_bytes ? add_to(v4, *network, out) : add_to(v6, *network, out);
}

std::string address_text(std::uint32_t address) { return text_of_network(address, 32); }
std::string address_text(Wide address) { return text_of_network(address, 128); }
std::string network_text(std::uint32_t address, unsigned prefix) { return text_of_network(address, prefix); }
std::string network_text(Wide address, unsigned prefix) { return text_of_network(address, prefix); }
std::string range_text(const Spans<std::uint32_t>::Span& span) { return text_of_range<std::uint32_t>(span); }
std::string range_text(const Spans<Wide>::Span& span) { return text_of_range<Wide>(span); }

}  // namespace tidings::exports
