#include "formats/exports/sids.hpp"

#include "base/bytes.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::exports {
namespace {

constexpr std::size_t key_bytes = observable::ObservableKey::size;

}  // namespace

Left RuleWriter::add(const Item& item, Out& out) {
  line_ = observable::key({item.type, std::string(item.value)}).str();
  const auto why = append_rule(item, line_);
  if (why == Left::Nothing) rules_.add(line_, out);
  return why;
}

void RuleWriter::end(Out& out, Counts& counts) {
  const std::size_t places = range_.last - range_.first + 1u;
  std::vector<bool> taken(places);
  std::size_t used = 0;
  rules_.each([&](std::string_view line) {
    if (used == places) {
      counts.take_back(Left::NoPlace);
      return;
    }
    auto place = static_cast<std::size_t>(base::read_be(line, 0, 8) % places);
    while (taken[place]) place = (place + 1) % places;
    taken[place] = true;
    ++used;
    out.text().append(line.substr(key_bytes)).append("sid:");
    out.text().append(std::to_string(range_.first + place)).append("; rev:1;)\n");
    out.settle();
  });
}

std::string metadata_of(const Item& item) {
  return "metadata:tidings_bulletin " + base::to_hex(item.said.bulletin_id()) + ", tidings_tlp " +
         bulletin::name(item.said.tlp()) + "; classtype:trojan-activity; ";
}

std::string towards(std::string_view protocol, const Item& item) {
  const auto address = item.value.substr(1, item.value.size() - 3);
  const auto type = address.size() == 4 ? observable::Type::Ipv4 : observable::Type::Ipv6;
  return std::string(protocol) + " $HOME_NET any -> " + observable::to_text(type, address) + " " +
         std::to_string(base::read_be(item.value, item.value.size() - 2, 2));
}

}  // namespace tidings::exports
