// A response policy zone (draft-vixie-dnsop-dns-rpz): NXDOMAIN for a name and all below it, and for answers with an
// address. Owner names are relative to the zone, which stands behind them on the wire and counts in their 253 bytes.
#include <array>

#include "formats/exports/lines.hpp"
#include "formats/exports/sorted_writer.hpp"
#include "formats/exports/spans.hpp"

namespace tidings::exports {
namespace {

using observable::Type;

constexpr std::size_t max_name_bytes = 253;  // RFC 1035 section 2.3.4, as text without the last dot
constexpr std::string_view action = " CNAME .\n";

/// What is said of a name stands behind it while names are sorted, so that "x" and "*.x" meet.
constexpr char name_itself = '\x01', names_below = '\x02';

/// "24.0.2.0.192.rpz-ip": the prefix, then the address from its end on.
void append_ipv4(std::string& out, std::string_view address, unsigned prefix) {
  out += std::to_string(prefix);
  for (std::size_t i = 4; i-- > 0;) out += "." + std::to_string(static_cast<unsigned char>(address[i]));
  out += ".rpz-ip";
}

struct Run {
  std::size_t at{0}, size{0};
};

/// The longest run of two zero words or more, the first of several: where "::" stands (RFC 5952 section 4.2).
Run zeros_of(const std::array<unsigned, 8>& words) {
  Run best;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::size_t size = 0;
    while (i + size < words.size() && words[i + size] == 0) ++size;
    if (size >= 2 && size > best.size) best = {i, size};
  }
  return best;
}

/// "128.57.zz.db8.2001.rpz-ip".
void append_ipv6(std::string& out, std::string_view address, unsigned prefix) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned, 8> words{};
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = static_cast<unsigned>(base::read_be(address, 2 * i, 2));
  const auto zeros = zeros_of(words);
  out += std::to_string(prefix);
  for (std::size_t i = words.size(); i-- > 0;) {
    out += '.';
    if (zeros.size > 0 && i + 1 == zeros.at + zeros.size) {
      out += "zz";
      i = zeros.at;
      continue;
    }
    bool begun = false;
    for (unsigned shift = 16; shift > 0;) {
      shift -= 4;
      const auto digit = (words[i] >> shift) & 15;
      begun = begun || digit != 0 || shift == 0;
      if (begun) out += digits[digit];
    }
  }
  out += ".rpz-ip";
}

void append_network(std::string& out, const Network& network) {
  (network.address.size() == 4 ? append_ipv4 : append_ipv6)(out, network.address, network.prefix);
  out += name_itself;
}

class Rpz final : public SortedWriter {
 public:
  explicit Rpz(const Options& options) : SortedWriter({}), zone_(options.zone), serial_(options.serial) {}

  void begin(Out& out) override {
    auto& text = out.text();
    text += "; Made by Tidings; the next export overwrites it.\n$TTL 300\n$ORIGIN " + zone_ + ".\n";
    text += "@ SOA localhost. hostmaster.localhost. ";
    serial_at_ = out.bytes();
    const auto digits = std::to_string(serial_);
    text += std::string(10 - digits.size(), '0') + digits + " 300 60 604800 60\n@ NS localhost.\n";
  }

  void end(Out& out, Counts&) override {
    std::string last;
    char said = 0;
    lines().each([&](std::string_view line) {
      const auto name = line.substr(0, line.size() - 1);
      if (name != last) {
        write(out, last, said);
        last = name;
        said = 0;
      }
      said = static_cast<char>(said | line.back());
      out.settle();
    });
    write(out, last, said);
  }

  std::optional<std::uint64_t> serial_at() const override { return serial_at_; }

 private:
  Left append_line(const Item& item, std::string& line) override {
    if (item.type == Type::Domain || item.type == Type::DomainWildcard) {
      const bool is_wildcard = item.type == Type::DomainWildcard;
      const auto name = is_wildcard ? item.value.substr(2) : item.value;
      if (!is_plain_name(name)) return Left::Unwritable;
      if (!has_room(name, is_wildcard ? 2 : 0)) return Left::TooLong;
      line.append(name).push_back(is_wildcard ? names_below : name_itself);
      return Left::Nothing;
    }
    const auto network = network_of(item);
    if (!network || network->prefix == 0) return Left::Unwritable;
    append_network(line, *network);
    return has_room(line, 0) ? Left::Nothing : Left::TooLong;
  }

  bool has_room(std::string_view name, std::size_t more) const {
    return name.size() + more + 1 + zone_.size() <= max_name_bytes;
  }

  /// A name that has no room for "*." has none for a name below it either.
  void write(Out& out, std::string_view name, char said) const {
    if (name.empty()) return;
    auto& text = out.text();
    const bool is_address = name.ends_with(".rpz-ip");
    if ((said & name_itself) != 0) text.append(name).append(action);
    if (!is_address && has_room(name, 2)) text.append("*.").append(name).append(action);
  }

  std::string zone_;
  std::uint32_t serial_;
  std::uint64_t serial_at_{0};
};

}  // namespace

std::unique_ptr<Writer> make_rpz(const Options& options) { return std::make_unique<Rpz>(options); }

}  // namespace tidings::exports
