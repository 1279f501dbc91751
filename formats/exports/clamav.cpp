// Signatures by the digest of a whole file, of any size: "DIGEST:*:NAME:73". 73 is the functionality level from which
// on ClamAV takes '*' for a size (0.98).
#include "formats/exports/sorted_writer.hpp"

namespace tidings::exports {
namespace {

Left append_signature(const Item& item, std::string& line) {
  line = item.text() + ":*:Tidings." + slug_of(item) + ":73";
  return Left::Nothing;
}

}  // namespace

std::unique_ptr<Writer> make_clamav(const Options&) {
  return std::make_unique<LineWriter<append_signature>>("# Made by Tidings; the next export overwrites it.\n");
}

}  // namespace tidings::exports
