// Pattern files of HAProxy: names for `str(.),concat(,txn.host) -m end`, host and path with query for `baseq`.
#include "formats/exports/sorted_writer.hpp"

namespace tidings::exports {
namespace {

constexpr std::string_view head = "# Made by Tidings; the next export overwrites it.\n";

/// With a dot before it, so that it ends neither "notevil.example" nor anything but itself and what is below.
Left append_name(const Item& item, std::string& line) {
  if (!is_plain_name(item.value)) return Left::Unwritable;
  line.append(".").append(item.value);
  return Left::Nothing;
}

/// As the Host header and the path are sent: the port of the scheme is not in it.
Left append_base(const Item& item, std::string& line) {
  const auto url = read_url(item.value);
  if (!url || (url->scheme != "http" && url->scheme != "https")) return Left::Unwritable;
  line.append(url->host).append(url->port).append(url->rest);
  return Left::Nothing;
}

}  // namespace

std::unique_ptr<Writer> make_haproxy_domains(const Options&) {
  return std::make_unique<LineWriter<append_name>>(std::string(head));
}
std::unique_ptr<Writer> make_haproxy_urls(const Options&) {
  return std::make_unique<LineWriter<append_base>>(std::string(head));
}

}  // namespace tidings::exports
