// Datasets with reputation (docs.suricata.io, "Datasets"): "DATA,REPUTATION" a line, the score as the reputation. A
// file is of one kind: strings in base64, digests in hex, addresses as they are.
#include "formats/exports/sorted_writer.hpp"

namespace tidings::exports {
namespace {

Left append_string(const Item& item, std::string& line) {
  append_base64(line, item.value);
  line += "," + std::to_string(item.indicator.score());
  return Left::Nothing;
}

Left append_text(const Item& item, std::string& line) {
  line = item.text() + "," + std::to_string(item.indicator.score());
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
