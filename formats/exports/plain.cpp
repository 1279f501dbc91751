// One value a line, and lines for resolvers that take a name: plain list, hosts file, unbound, dnsmasq.
#include "formats/exports/sorted_writer.hpp"

namespace tidings::exports {
namespace {

constexpr std::string_view made = "Made by Tidings; the next export overwrites it.\n";

std::string head(std::string_view comment) {
  std::string line(comment);
  return line.append(made);
}

/// None of the types that it takes may hold blanks or control characters.
Left append_value(const Item& item, std::string& line) {
  line = item.text();
  return is_plain_word(line) && line.front() != '#' ? Left::Nothing : Left::Unwritable;
}

/// 0.0.0.0, not 127.0.0.1: connecting fails at once, whatever listens on this machine (and on Linux as well for ::).
Left append_host(const Item& item, std::string& line) {
  if (!is_plain_name(item.value)) return Left::Unwritable;
  line.append("0.0.0.0 ").append(item.value);
  return Left::Nothing;
}

Left append_unbound(const Item& item, std::string& line) {
  if (!is_plain_name(item.value)) return Left::Unwritable;
  line.append("local-zone: \"").append(item.value).append(".\" always_nxdomain");
  return Left::Nothing;
}

/// Without an address it is answered NXDOMAIN, and so are the names below.
Left append_dnsmasq(const Item& item, std::string& line) {
  if (!is_plain_name(item.value)) return Left::Unwritable;
  line.append("address=/").append(item.value).append("/");
  return Left::Nothing;
}

}  // namespace

std::unique_ptr<Writer> make_list(const Options&) { return std::make_unique<LineWriter<append_value>>(head("# ")); }
std::unique_ptr<Writer> make_hosts(const Options&) { return std::make_unique<LineWriter<append_host>>(head("# ")); }
std::unique_ptr<Writer> make_unbound(const Options&) {
  return std::make_unique<LineWriter<append_unbound>>(head("# ") + "server:\n");
}
std::unique_ptr<Writer> make_dnsmasq(const Options&) {
  return std::make_unique<LineWriter<append_dnsmasq>>(head("# "));
}

}  // namespace tidings::exports
