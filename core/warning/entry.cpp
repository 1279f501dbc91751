#include "core/warning/entry.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/letters.hpp"
#include "core/observable/host.hpp"

namespace tidings::warning {
namespace {

using base::ErrorCode;
using observable::Type;

constexpr std::string_view mapped{"\0\0\0\0\0\0\0\0\0\0\xff\xff", 12};  // ::ffff:0:0/96, RFC 4291 2.5.5.2

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c == '.' || c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  });
}

std::string_view without_dots(std::string_view text) {
  while (text.starts_with('.')) text.remove_prefix(1);
  while (text.ends_with('.')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string whole_of(std::string_view entry) {
  const auto text = entry.starts_with('.') ? without_dots(entry) : entry;
  const auto parsed = observable::parse(text);
  return base::lowered(parsed ? observable::to_text(parsed->observable) : std::string(text));
}

base::Result<std::string> name_of(std::string_view entry) {
  const auto text = without_dots(entry);
  if (const auto parsed = observable::parse(text)) {
    const auto host = observable::host_of(parsed->observable.type, parsed->observable.value);
    if (!host.empty() && parsed->observable.type != Type::Email) return std::string(host);
  }
  // Top-level domains and other single labels are no domains by our law, but may stand in a list.
  auto name = base::lowered(text);
  if (is_name(name)) return name;
  return base::fail(ErrorCode::BadInput, "it is no host name");
}

FamilyNetwork network_of(std::string_view address, unsigned prefix) {
  if (address.size() == 16 && address.starts_with(mapped) && prefix >= 96)
    return network_of(address.substr(12), prefix - 96);
  return {{Address::of(address), prefix, 0}, address.size() == 4};
}

std::string text_of(const Network& network, bool is_ipv4) {
  std::string bytes;
  if (!is_ipv4) base::append_be64(bytes, network.first.high);
  if (is_ipv4)
    base::append_be32(bytes, static_cast<std::uint32_t>(network.first.low));
  else
    base::append_be64(bytes, network.first.low);
  auto text = observable::to_text(is_ipv4 ? Type::Ipv4 : Type::Ipv6, bytes);
  if (network.prefix != bytes.size() * 8) text += "/" + std::to_string(network.prefix);
  return text;
}

base::Result<FamilyNetwork> network_of(std::string_view entry) {
  const auto parsed = observable::parse(entry);
  if (!parsed) return base::fail(ErrorCode::BadInput, "it is no address and no network: " + parsed.error().what);
  const auto& [type, value] = parsed->observable;
  const bool is_network = type == Type::Ipv4Cidr || type == Type::Ipv6Cidr;
  if (!is_network && type != Type::Ipv4 && type != Type::Ipv6) {
    return base::fail(ErrorCode::BadInput, "it is no address and no network");
  }
  const auto address = observable::address_of(type, value);
  const unsigned prefix =
      is_network ? static_cast<unsigned char>(value.back()) : static_cast<unsigned>(address.size() * 8);
  if (prefix == 0) return base::fail(ErrorCode::BadInput, "it would hold every address");
  return network_of(address, prefix);
}

}  // namespace tidings::warning
