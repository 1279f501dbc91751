// Any bytes have a format, a name for it and a reason.
#include "formats/detect/detect.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto* name : {"", "a.csv", "a.md", "a.yml"}) {
    const auto detected = detect::detect(name, text);
    if (detected.why.empty() || detect::name(detected.format).empty()) std::abort();
  }
  return 0;
}
