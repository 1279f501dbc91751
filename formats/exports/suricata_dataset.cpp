// Datasets with reputation (docs.suricata.io, "Datasets"): "DATA,REPUTATION" a line, the score as the reputation. A
// file is of one kind: strings in base64, digests in hex, addresses as they are. A rule compares the reputation with
// ">", "<" or "==", so it is 1 at least: "> 0" is met by all that is in the file.
#include <algorithm>

#include "formats/exports/sorted_writer.hpp"

namespace tidings::exports {
namespace {

std::string reputation_of(const Item& item) { return "," + std::to_string(std::max(item.indicator.score(), 1U)); }

Left append_string(const Item& item, std::string& line) {
  append_base64(line, item.value);
  line += reputation_of(item);
  return Left::Nothing;
}

Left append_text(const Item& item, std::string& line) {
  line = item.text() + reputation_of(item);
  return Left::Nothing;
}

}  // namespace

std::unique_ptr<Writer> make_suricata_domains(const Options&) {
  return std::make_unique<LineWriter<append_string>>("");
}
std::unique_ptr<Writer> make_suricata_addresses(const Options&) {
  return std::make_unique<LineWriter<append_text>>("");
}
std::unique_ptr<Writer> make_suricata_md5(const Options&) { return std::make_unique<LineWriter<append_text>>(""); }
std::unique_ptr<Writer> make_suricata_sha256(const Options&) { return std::make_unique<LineWriter<append_text>>(""); }

}  // namespace tidings::exports
