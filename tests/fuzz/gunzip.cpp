// Bytes that should be gzip, in pieces and with little room, both chosen by the first byte: never more than there is
// room for is made, what is used is there, and it ends.
#include <array>
#include <cstdint>
#include <cstdlib>

#include "daemon/http/fetch/gunzip.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 64;
  std::string_view rest(reinterpret_cast<const char*>(data + 1), size - 1);
  tidings::fetch::Gunzip gunzip;
  std::array<char, 512> room{};
  for (std::size_t made = 0; !rest.empty() && made < 1'000'000;) {
    const auto given = rest.substr(0, piece);
    const auto step = gunzip.step(given, room);
    if (!step) return 0;
    if (step->used > given.size() || step->made > room.size()) std::abort();
    if (step->used == 0 && step->made == 0) std::abort();
    made += step->made;
    rest.remove_prefix(step->used);
  }
  return 0;
}
